import type { BrowserWindow, NativeImage, VisibleOnAllWorkspacesOptions } from 'electron'
import { Refusing, type Offers } from './offer.ts'
import { changed } from './state.ts'

/** The part of a window that a browser tab cannot show: it is noted, for the panel and the specs. */
export class WindowMarks extends Refusing implements Offers<BrowserWindow> {
  readonly shellMarks: Record<string, unknown> = {}

  constructor() {
    super('BrowserWindow')
  }

  shellMark(name: string, value: unknown) {
    this.shellMarks[name] = value
    changed()
  }

  setMinimumSize(width: number, height: number) {
    this.shellMark('minimumSize', [width, height])
  }

  setVisibleOnAllWorkspaces(visible: boolean, options: VisibleOnAllWorkspacesOptions = {}) {
    this.shellMark('onAllWorkspaces', visible)
    this.shellMark('onFullScreen', options.visibleOnFullScreen ?? false)
  }

  isVisibleOnAllWorkspaces() {
    return this.shellMarks['onAllWorkspaces'] === true
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

  setSkipTaskbar(skip: boolean) {
    this.shellMark('skipTaskbar', skip)
  }

  setProgressBar(progress: number) {
    this.shellMark('progress', progress)
  }

  setMenu(menu: unknown) {
    this.shellMark('menu', menu !== null)
  }

  removeMenu() {
    this.setMenu(null)
  }

  setMenuBarVisibility(visible: boolean) {
    this.shellMark('menuBarVisible', visible)
  }

  setAutoHideMenuBar(hide: boolean) {
    this.shellMark('autoHideMenuBar', hide)
  }

  setBackgroundColor(color: string) {
    this.shellMark('backgroundColor', color)
  }

  setOpacity(opacity: number) {
    this.shellMark('opacity', opacity)
  }

  setIcon(_icon: unknown) {
    this.shellMark('icon', true)
  }

  setContentProtection(enable: boolean) {
    this.shellMark('contentProtection', enable)
  }

  setTitleBarOverlay(options: object) {
    this.shellMark('titleBarOverlay', options)
  }
}
