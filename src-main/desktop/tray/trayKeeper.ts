import type { AppTray } from './tray.ts'
import type { TrayModel } from './trayModel.ts'

/** Ages in the tray are updated this often, ms; a menu set every second cannot be read. */
const calmMs = 5_000

/**
 * Passes changes to the tray: another image at once, new ages at intervals.
 * @param now monotonic ms
 */
export function createTrayKeeper(tray: Pick<AppTray, 'show'>, now: () => number) {
  let shownAt = -Infinity
  let lastKey = ''
  return (model: TrayModel): void => {
    const { icon, menu } = model
    const commands = menu.filter(({ kind }) => kind === 'command')
    const key = JSON.stringify([icon, commands])
    if (key === lastKey && now() - shownAt < calmMs) return
    lastKey = key
    shownAt = now()
    tray.show(model)
  }
}
