import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { EventData, Route } from '../../src-shared/contract/index.ts'
import { listen } from '../bridge.ts'
import { useDrafts } from './drafts.ts'
import { useSetup } from './setup.ts'

/**
 * The views of a watched gateway, in menu order. Header and banner are above each of them (MainFrame.vue), so a view
 * only consists of its own `<main>`.
 */
export const viewNames = ['board', 'history', 'sources', 'settings', 'diagnostics'] as const
export type ViewName = (typeof viewNames)[number]

/** Views that can be shown during the set-up too, in its place. */
export const setUpViews: ReadonlySet<ViewName> = new Set(['settings', 'diagnostics'])

/** The current view: any of a watched gateway, a few during the set-up (setUpViews). */
export const useNavigation = defineStore('navigation', () => {
  const setup = useSetup()
  const drafts = useDrafts()
  const shown = ref<ViewName>('board')
  /** The requested view, while a confirmation to discard input is open. */
  const asked = ref<ViewName | null>(null)
  const view = computed({
    get: () => shown.value,
    set: (wanted) => {
      if (wanted !== shown.value && drafts.invalid.size > 0) asked.value = wanted
      else shown.value = wanted
    },
  })
  const stay = (): void => void (asked.value = null)
  const leave = (): void => {
    shown.value = asked.value ?? shown.value
    asked.value = null
  }
  /** A requested row that has not been scrolled into view yet. */
  const requestedHold = ref<string | null>(null)

  const show = (wanted: EventData<'app.show'>, goTo: (route: Route) => unknown): void => {
    if (wanted.what === 'settings') {
      view.value = 'settings'
      return
    }
    view.value = 'board'
    requestedHold.value = wanted.holdId
    if (setup.watching && setup.view?.route !== 'board') goTo('board')
  }
  /** Follows the tray's menu, out of the set-up by `goTo`; returns the unsubscribe function. */
  const start = (goTo: (route: Route) => unknown): (() => void) =>
    listen('app.show', (wanted) => show(wanted, goTo))

  return { view, asked, stay, leave, requestedHold, start }
})
