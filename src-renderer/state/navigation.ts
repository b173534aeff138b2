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
  const current = ref<ViewName>('board')
  /** The requested view, while a confirmation to discard input is open. */
  const pendingView = ref<ViewName | null>(null)
  const view = computed({
    get: () => current.value,
    set: (target) => {
      if (target !== current.value && drafts.invalid.size > 0) pendingView.value = target
      else current.value = target
    },
  })
  const stay = (): void => void (pendingView.value = null)
  const leave = (): void => {
    current.value = pendingView.value ?? current.value
    pendingView.value = null
  }
  /** A requested row that has not been scrolled into view yet. */
  const requestedHold = ref<string | null>(null)

  const show = (target: EventData<'app.show'>, goTo: (route: Route) => unknown): void => {
    if (target.what === 'settings') {
      view.value = 'settings'
      return
    }
    view.value = 'board'
    requestedHold.value = target.holdId
    if (setup.watching && setup.view?.route !== 'board') goTo('board')
  }
  /** Follows the tray's menu, out of the set-up by `goTo`; returns the unsubscribe function. */
  const start = (goTo: (route: Route) => unknown): (() => void) =>
    listen('app.show', (target) => show(target, goTo))

  return { view, pendingView, stay, leave, requestedHold, start }
})
