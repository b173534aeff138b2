import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { EventData, Route } from '../../src-preload/contract/index.ts'
import { listen } from '../bridge.ts'
import type { ViewName } from '../lib/views.ts'
import { useSetup } from './setup.ts'

/** Which view is shown: of a watched gateway any, during the set-up a few (lib/views.ts). */
export const useNavigation = defineStore('navigation', () => {
  const setup = useSetup()
  const view = ref<ViewName>('board')
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

  return { view, wantedHold, start }
})
