import { Bell, BellOff, HatGlasses, Pause, Pin, Play } from '@lucide/vue'
import { computed, type Component, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Envelope } from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'
import { useBoard } from '../state/board.ts'
import { usePreferences } from '../state/preferences.ts'
import { resumeAll } from '../state/resumeAll.ts'
import { useAnnouncements } from '../state/announcements.ts'
import { useMuting } from './useMuting.ts'
import { useSentences } from '../i18n/useSentences.ts'

export interface HeaderAction {
  id: 'pin' | 'pause' | 'snooze' | 'privacy'
  label: string
  icon: Component
  /** Null where it is not a switch. */
  isOn: boolean | null
  isDisabled: boolean
  /** Why it is disabled; empty where it is not. */
  why: string
  run(): Promise<void>
  /** Several options to choose from; `run` takes the first. */
  choices?: readonly { label: string; run(): Promise<void> }[]
}

/** The durations for snoozing all alerts. */
const snoozeMinutes = [15, 30, 60] as const

/** The actions of the header: buttons where there is space, menu items where there is none. */
export const useHeaderActions = (): ComputedRef<HeaderAction[]> => {
  const board = useBoard()
  const preferences = usePreferences()
  const announcements = useAnnouncements()
  const { error } = useSentences()
  const { isSnoozed } = useMuting()
  const { t } = useI18n()

  const tell = async (response: Promise<Envelope<unknown>>): Promise<void> => {
    const answer = await response
    if (!answer.ok) announcements.say(error(answer.error), 'failure')
  }
  const toggle = (id: 'pin' | 'privacy', icon: Component): HeaderAction => {
    const key = id === 'pin' ? 'alwaysOnTop' : 'privacyMode'
    const view = preferences.table?.[key]
    const limit = view?.limit ? t(`settings.limit.${view.limit}`) : ''
    return {
      id,
      label: t(`header.${id}`),
      icon,
      isOn: view?.value ?? false,
      isDisabled: !view?.isSupported || view.isLocked,
      why: view?.isLocked ? t('settings.locked') : limit,
      run: () => tell(preferences.set(key, !view?.value)),
    }
  }
  const plain = { isOn: null, isDisabled: false, why: '' }

  return computed(() => {
    const state = board.head?.watch.state
    const paused = state === 'paused'
    const pause: HeaderAction = {
      ...plain,
      id: 'pause',
      label: t(paused ? 'header.goOn' : 'header.pause'),
      icon: paused ? Play : Pause,
      run: () => tell(paused ? resumeAll() : request('watch.set_paused', { paused: true })),
    }
    const snoozeFor = (minutes: (typeof snoozeMinutes)[number] | null) => () =>
      tell(request('alerts.snooze_all', { minutes }))
    // The icon shows the current state, not the result of a click: crossed out means off.
    const snooze: HeaderAction = isSnoozed.value
      ? {
          ...plain,
          id: 'snooze',
          label: t('header.endSnooze'),
          icon: BellOff,
          run: snoozeFor(null),
        }
      : {
          ...plain,
          id: 'snooze',
          label: t('header.snooze'),
          icon: Bell,
          run: snoozeFor(snoozeMinutes[0]),
          choices: snoozeMinutes.map((n) => ({
            label: t('header.snoozeFor', { n }),
            run: snoozeFor(n),
          })),
        }
    // A watch that has stopped or not started cannot be paused.
    const ofWatch = state === undefined || state === 'stopped' ? [] : [pause]
    return [
      toggle('pin', Pin),
      ...ofWatch,
      ...(state === undefined ? [] : [snooze]),
      toggle('privacy', HatGlasses),
    ]
  })
}
