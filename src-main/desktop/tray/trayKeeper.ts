import type { AppTray } from './tray.ts'
import type { TrayModel } from './trayModel.ts'

/** Ages in the tray move on this often, ms; a menu set anew every second cannot be read. */
const calmMs = 5_000

/**
 * Shows the tray what changed: another picture at once, moved ages now and then. @param now
 * monotonic ms
 */
export function createTrayKeeper(tray: Pick<AppTray, 'show'>, now: () => number) {
  let shownAt = -Infinity
  let shown = ''
  return (model: TrayModel): void => {
    const { icon, menu } = model
    const commands = menu.filter(({ kind }) => kind === 'command')
    const key = JSON.stringify([icon, commands])
    if (key === shown && now() - shownAt < calmMs) return
    shown = key
    shownAt = now()
    tray.show(model)
  }
}
