import { defineStore } from 'pinia'
import { ref } from 'vue'
import { listen } from '../bridge.ts'
import type { ViewName } from '../lib/views.ts'

/** Which view of the watched gateway is shown. */
export const useNavigation = defineStore('navigation', () => {
  const view = ref<ViewName>('board')
  /** A row that was asked for and has not been brought into sight yet. */
  const wantedHold = ref<string | null>(null)

  /** Follows the tray's menu; returns the function that ends it. */
  const start = (): (() => void) =>
    listen('app.show', (wanted) => {
      if (wanted.what === 'settings') {
        view.value = 'settings'
        return
      }
      view.value = 'board'
      wantedHold.value = wanted.holdId
    })

  return { view, wantedHold, start }
})
