import { app, type BrowserWindow, nativeTheme, Notification } from 'electron'
import { type BoardSnapshot, standardPreferences } from '../../src-shared/contract/index.ts'
import type { Logger } from '../base/log.ts'
import {
  type PreferenceSources,
  type SettingsStore,
  storedPreference,
  whenSupported,
} from '../settings/preferences.ts'
import type { Capabilities } from './system/capabilities.ts'
import { MainWindow } from './window/mainWindow.ts'
import { setMenu } from './window/menu.ts'
import { Notifier } from './system/notifier.ts'
import { AppTray } from './tray/tray.ts'
import { createTrayImages } from './tray/trayImage.ts'
import { createTrayKeeper } from './tray/trayKeeper.ts'
import { type TrayCommand, type TrayInput, trayModel, type TrayModel } from './tray/trayModel.ts'
import { type Language, languageOf } from '../../src-shared/language.ts'
import { type Words, wordsFor } from './text/words.ts'

export interface DesktopShellOptions {
  settings: SettingsStore
  capabilities: Capabilities
  /** Starts in the tray. */
  isHidden: boolean
  onCommand: (command: TrayCommand) => void
  onHold: (holdId: string) => void
  /** The button of a notification was clicked. */
  onAcknowledge: (holdIds: readonly string[]) => void
  /** A setting was changed in another way, or another display has its own. */
  onPreferences: () => void
  /** The system no longer shows notifications of this app. */
  onNotificationsRefused: () => void
  log: Logger
}

type DesktopPreferences = Pick<
  PreferenceSources,
  'alwaysOnTop' | 'closeToTray' | 'notifications' | 'density'
>

/** The app's desktop integration: the window and the tray, and how they depend on each other. */
export class DesktopShell {
  readonly #options: DesktopShellOptions
  readonly #notifier: Notifier
  #main: MainWindow | null = null
  #tray: AppTray | null = null
  /** Name of the window's display. */
  #display = ''
  #menuLanguage: Language | null = null
  readonly #image = createTrayImages()
  #showTray: (model: TrayModel) => void = () => {}
  #board: Pick<TrayInput, 'board' | 'now' | 'wall'> = { board: null, now: 0, wall: 0 }

  constructor(options: DesktopShellOptions) {
    this.#options = options
    this.#notifier = new Notifier({
      language: () => this.#language,
      acknowledge: () => this.words.acknowledge,
      onAcknowledge: options.onAcknowledge,
      onHold: (holdId) => {
        this.show()
        options.onHold(holdId)
      },
      onNoData: () => {
        this.show()
      },
      onRefused: (isRefused) => {
        if (isRefused) options.onNotificationsRefused()
        options.onPreferences()
      },
      log: options.log,
    })
  }

  get window(): BrowserWindow | null {
    return this.#main?.window ?? null
  }

  get isWindowVisible(): boolean {
    return this.#main?.isVisible ?? false
  }

  /** Adds the icon to the tray, and places the window where it was. */
  open(): void {
    this.#openTray()
    this.#refreshMenu()
    const { settings, capabilities, isHidden, onPreferences, log } = this.#options
    const { window: wish } = settings.value()
    const chosen = {
      onTop: storedPreference(settings, 'alwaysOnTop'),
      close: storedPreference(settings, 'closeToTray'),
    }
    this.#main = new MainWindow({
      wish,
      onWish: (window) => {
        settings.keep({ window })
      },
      canPlaceWindow: capabilities.canPlaceWindow,
      // Without a tray a hidden window could not be found.
      isHidden: isHidden && this.#tray !== null,
      isAlwaysOnTop: chosen.onTop.read() && capabilities.canPlaceWindow,
      closesToTray: () => this.#tray !== null && chosen.close.read(),
      wasTold: () => settings.value().wasToldAboutTray,
      onTold: () => {
        settings.keep({ wasToldAboutTray: true })
      },
      words: () => this.words,
      onVisibility: () => {
        this.#refreshTray()
      },
      onDisplay: (display) => {
        if (display === this.#display) return
        this.#display = display
        onPreferences()
      },
      log: (message) => {
        log.error(message)
      },
    })
    this.#main.window.on('closed', () => {
      this.#main = null
    })
  }

  show(): void {
    this.#main?.show()
  }

  /** The board changed: `now` is its clock, ms. */
  showBoard(board: BoardSnapshot | null, now: number): void {
    this.#board = { board, now, wall: Date.now() }
    this.#refreshTray()
  }

  /** A setting changed, for example the language. */
  refresh(): void {
    this.#refreshTray()
    this.#refreshMenu()
  }

  /** From now on closing the window closes it. */
  quit(): void {
    this.#main?.quit()
  }

  /** Shows an alert as a notification of the system. */
  get notifier(): Notifier {
    return this.#notifier
  }

  /** Flashes the window's entry in the task bar; focusing the window ends it. */
  flash(isOn: boolean): void {
    this.#main?.flash(isOn)
  }

  /** The settings that are stored here. */
  get preferences(): DesktopPreferences {
    const { settings, capabilities } = this.#options
    const { canPlaceWindow, hasTray } = capabilities
    const onTop = storedPreference(settings, 'alwaysOnTop')
    const pinned: typeof onTop = {
      ...onTop,
      read: () => this.#main?.isPinned ?? onTop.read(),
      write: (isPinned) => {
        void onTop.write(isPinned)
        this.#main?.pin(isPinned)
        this.#refreshTray()
      },
    }
    const notifier = this.#notifier
    const notifications = {
      ...storedPreference(settings, 'notifications'),
      get limit() {
        return notifier.isRefused ? ('notifications-refused' as const) : null
      },
    }
    const noNotifications = { amber: false, red: false, critical: false }
    return {
      alwaysOnTop: whenSupported(() => canPlaceWindow, pinned, 'wayland-on-top', false),
      closeToTray: whenSupported(
        () => hasTray,
        storedPreference(settings, 'closeToTray'),
        'no-tray',
        false,
      ),
      notifications: whenSupported(
        () => Notification.isSupported(),
        notifications,
        'no-notifications',
        noNotifications,
      ),
      density: {
        read: () => settings.value().densities[this.#display] ?? standardPreferences.density,
        write: (density) => {
          settings.keep({ densities: { ...settings.value().densities, [this.#display]: density } })
        },
        isSupported: true,
        limit: null,
      },
    }
  }

  /** In the current language. */
  get words(): Words {
    return wordsFor(this.#language)
  }

  get #language(): Language {
    return languageOf(storedPreference(this.#options.settings, 'language').read(), [
      app.getLocale(),
    ])
  }

  #openTray(): void {
    const { capabilities, log, onHold } = this.#options
    if (!capabilities.hasTray) return
    try {
      this.#tray = new AppTray(
        {
          image: this.#image,
          onCommand: (command) => {
            this.#obey(command)
          },
          onHold: (holdId) => {
            this.show()
            onHold(holdId)
          },
          onClick: () => {
            if (this.isWindowVisible) this.#main?.hide()
            else this.show()
          },
        },
        this.#trayModel(),
      )
      this.#showTray = createTrayKeeper(this.#tray, () => performance.now())
      nativeTheme.on('updated', () => {
        this.#refreshTray()
      })
    } catch (error) {
      // Closing then ends the app, instead of hiding a window that could not be shown again.
      log.error('This desktop offers no tray', error)
    }
  }

  #obey(command: TrayCommand): void {
    const { onCommand, onPreferences } = this.#options
    switch (command) {
      case 'show':
        this.show()
        break
      case 'hide':
        this.#main?.hide()
        break
      case 'on-top': {
        const { alwaysOnTop } = this.preferences
        void alwaysOnTop.write(!alwaysOnTop.read())
        onPreferences()
        break
      }
      case 'settings':
        this.show()
        break
      case 'quit':
        app.quit()
        break
      case 'pause':
      case 'go-on':
      case 'snooze-all':
        break
    }
    onCommand(command)
    this.#refreshTray()
  }

  #refreshTray(): void {
    const model = this.#trayModel()
    this.#showTray(model)
    if (process.platform === 'darwin') app.dock?.setBadge(model.badge)
    if (process.platform === 'win32' && this.#main !== null) {
      const isHeld = model.icon.kind === 'held'
      const description = isHeld ? model.tooltip : ''
      this.#main.window.setOverlayIcon(isHeld ? this.#image(model.icon) : null, description)
    }
  }

  /** Setting the menu again would close an open one: only for another language. */
  #refreshMenu(): void {
    if (this.#menuLanguage === this.#language) return
    this.#menuLanguage = this.#language
    setMenu(this.words)
  }

  #trayModel(): TrayModel {
    return trayModel({
      ...this.#board,
      isWindowVisible: this.isWindowVisible,
      isAlwaysOnTop: this.#main?.isPinned ?? false,
      canStayOnTop: this.#options.capabilities.canPlaceWindow,
      words: this.words,
    })
  }
}
