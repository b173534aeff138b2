import type { BrowserWindow, NativeImage, VisibleOnAllWorkspacesOptions } from 'electron'
import { Refusing, type Offers } from './offer.ts'
import { changed } from './state.ts'

/** The state of a window that a browser tab cannot show, for the panel and the specs. */
export class WindowMarks extends Refusing implements Offers<BrowserWindow> {
  readonly shellMarks: Record<string, unknown> = {}

  constructor() {
    super('BrowserWindow')
  }

  shellMark(name: string, value: unknown) {
    this.shellMarks[name] = value
    changed()
  }

  setVisibleOnAllWorkspaces(visible: boolean, options: VisibleOnAllWorkspacesOptions = {}) {
    this.shellMark('onAllWorkspaces', visible)
    this.shellMark('onFullScreen', options.visibleOnFullScreen ?? false)
  }

  setFullScreenable(able: boolean) {
    this.shellMark('fullScreenable', able)
  }

  flashFrame(flag: boolean) {
    this.shellMark('flashing', flag)
  }

  setOverlayIcon(overlay: NativeImage | null, description: string) {
    this.shellMark('overlay', overlay ? description : '')
  }

  setMenu(menu: unknown) {
    this.shellMark('menu', menu !== null)
  }
}
