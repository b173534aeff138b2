import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { EventData, Route } from '../../src-shared/contract/index.ts'
import { listen } from '../bridge.ts'
import { useDrafts } from './drafts.ts'
import { useSetup } from './setup.ts'

/**
 * The views of a watched gateway, in the order of the menu. Header and banner stand above each of
 * them (MainFrame.vue), so a view is no more than its own `<main>`.
 */
export const viewNames = ['board', 'history', 'settings', 'diagnostics'] as const
export type ViewName = (typeof viewNames)[number]

/** Those that can be shown in the middle of the set-up too, in its place. */
export const setUpViews: ReadonlySet<ViewName> = new Set(['settings', 'diagnostics'])

/** Which view is shown: of a watched gateway any, during the set-up a few (setUpViews). */
export const useNavigation = defineStore('navigation', () => {
  const setup = useSetup()
  const drafts = useDrafts()
  const shown = ref<ViewName>('board')
  /** The view that is to be shown, while it is asked whether what would be lost is to be discarded. */
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
  /** A row that was asked for and has not been brought into sight yet. */
  const wantedHold = ref<string | null>(null)

  const show = (wanted: EventData<'app.show'>, goTo: (route: Route) => unknown): void => {
    if (wanted.what === 'settings') {
      view.value = 'settings'
      return
    }
    view.value = 'board'
    wantedHold.value = wanted.holdId
    if (setup.watching && setup.view?.route !== 'board') goTo('board')
  }
  /** Follows the tray's menu, out of the set-up by `goTo`; returns the function that ends it. */
  const start = (goTo: (route: Route) => unknown): (() => void) =>
    listen('app.show', (wanted) => show(wanted, goTo))

  return { view, asked, stay, leave, wantedHold, start }
})
