import { Bell, BellOff, HatGlasses, Pause, Pin, Play } from '@lucide/vue'
import { computed, type Component, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Envelope } from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'
import { useBoard } from '../state/board.ts'
import { usePreferences } from '../state/preferences.ts'
import { useSaid } from '../state/said.ts'
import { useMuting } from './useMuting.ts'
import { useSentences } from '../i18n/useSentences.ts'

export interface HeaderAction {
  id: 'pin' | 'pause' | 'snooze' | 'privacy'
  label: string
  icon: Component
  /** Null where it is no switch. */
  isOn: boolean | null
  isDisabled: boolean
  /** Why it cannot be used; empty where it can. */
  why: string
  run(): Promise<void>
  /** More than one way of doing it, to be chosen from; `run` takes the first. */
  choices?: readonly { label: string; run(): Promise<void> }[]
}

/** For how long all alerts may be snoozed. */
const snoozeMinutes = [15, 30, 60] as const

/** What the header does at once: buttons where there is room, entries of the menu where there is none. */
export const useHeaderActions = (): ComputedRef<HeaderAction[]> => {
  const board = useBoard()
  const preferences = usePreferences()
  const said = useSaid()
  const { error } = useSentences()
  const { isSnoozed } = useMuting()
  const { t } = useI18n()

  const tell = async (asked: Promise<Envelope<unknown>>): Promise<void> => {
    const answer = await asked
    if (!answer.ok) said.say(error(answer.error), 'failure')
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
      run: () => tell(request('watch.set_paused', { paused: !paused })),
    }
    const snoozeFor = (minutes: (typeof snoozeMinutes)[number] | null) => () =>
      tell(request('alerts.snooze_all', { minutes }))
    // The icon is as it is, not what a click makes of it: crossed out means off.
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
    // A watch that has stopped or not begun cannot be paused.
    const ofWatch = state === undefined || state === 'stopped' ? [] : [pause]
    return [
      toggle('pin', Pin),
      ...ofWatch,
      ...(state === undefined ? [] : [snooze]),
      toggle('privacy', HatGlasses),
    ]
  })
}
