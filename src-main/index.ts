import { release, uptime, userInfo } from 'node:os'
import { resolve } from 'node:path'
import { SHARE_ENV, Worker } from 'node:worker_threads'
import { app, dialog } from 'electron'
import type { EventData, EventName } from '../src-shared/contract/index.ts'
import { startProvisioned, resumeWatch } from './connection/resume.ts'
import { openCore } from './app/core.ts'
import { localFolder } from './app/historyPlace.ts'
import { followFaults } from './app/faults.ts'
import { type Provision, takeProvision } from './connection/provision.ts'
import { createSimulatedGateways } from './connection/simulatedGateway.ts'
import { createRouter } from './ipc/router.ts'
import { trustsOnly } from './ipc/sender.ts'
import { answerRequests, sendEvent } from './desktop/ipcChannel.ts'
import { askSessionBus, hasTray, isWayland } from './desktop/system/capabilities.ts'
import { DesktopShell } from './desktop/shell.ts'
import { systemFiles } from './desktop/system/files.ts'
import { guardContents } from './desktop/window/guard.ts'
import { nameApp } from './desktop/system/identity.ts'
import { logFilesIn, openLogFile } from './desktop/system/logFile.ts'
import { loginItem, startsHidden } from './desktop/system/loginItem.ts'
import { refuseStandardMenu } from './desktop/window/menu.ts'
import { appOrigin, limitPermissions, registerScheme, servePage } from './desktop/window/page.ts'
import { followPower } from './desktop/system/power.ts'
import { systemProxy } from './desktop/system/proxy.ts'
import { followQuitting } from './desktop/quitting.ts'
import { followSessionEnd } from './desktop/system/sessionEnd.ts'
import { systemVault } from './desktop/system/vault.ts'
import { createLogger } from './base/log.ts'
import { createBoardClock } from './base/clock.ts'
import type { SetTimer } from './base/timers.ts'
import { managedPath } from './settings/managed.ts'
import { systemPolicies } from './settings/policies.ts'
import { startSimulator } from './simulator/index.ts'

/** A separate bundle, beside this one. */
const licenseFiles = ['main', 'preload', 'renderer'].map(
  (bundle) => new URL(`../${bundle}/licenses.json`, import.meta.url),
)
const historyWorker = new URL('./historyWorker.js', import.meta.url)
/** An installer starts the app with this argument, to quit the running instance before it replaces its files. */
const quitFlag = '--quit'
/** Maximum time that quitting waits for the gateway to accept a sign-out whose turn it is, ms. */
const quitWithinMs = 4_000

const clock = createBoardClock({
  monotonic: () => performance.now(),
  uptime: () => uptime() * 1_000,
  wall: () => Date.now(),
})
const setTimer: SetTimer = (ms, fn) => {
  const timer = setTimeout(fn, ms)
  return () => {
    clearTimeout(timer)
  }
}

/** The app and its desktop integration, connected to each other. */
async function compose(folder: string, local: string | null, quitToInstall: () => void) {
  const log = createLogger(openLogFile(folder), false)
  const { electron = 'none', node } = process.versions
  const system = `${process.platform} ${release()} ${process.arch}`
  log.info('Holdwatch starts', { version: app.getVersion(), system, electron, node })
  const simulated = createSimulatedGateways(startSimulator)
  const isHidden = startsHidden()
  const capabilities = {
    canPlaceWindow: !isWayland(
      process.platform,
      app.commandLine.getSwitchValue('ozone-platform'),
      process.env,
    ),
    hasTray: await hasTray(process.platform, askSessionBus, isHidden, setTimer),
  }
  const desk = new DesktopShell({
    settings: {
      value: () => core.setup.store.value(),
      keep: (changes) => {
        core.setup.store.keep(changes)
      },
    },
    capabilities,
    isHidden,
    onCommand: (command) => {
      if (command === 'pause') {
        core.monitoring.setPaused('supervisor', true)
      } else if (command === 'go-on') {
        core.monitoring.resume()
      } else if (command === 'snooze-all') {
        core.alerts.snoozeAll(core.alerts.state.snoozedUntil === null)
      } else if (command === 'settings') {
        emit('app.show', { what: 'settings' })
      }
    },
    onHold: (holdId) => {
      emit('app.show', { what: 'hold', holdId })
    },
    onAcknowledge: (holdIds) => {
      for (const holdId of holdIds) core.alerts.acknowledge(holdId)
    },
    onPreferences: () => {
      core.preferences.changed()
    },
    onNotificationsRefused: () => {
      core.say('notifications-refused')
    },
    log,
  })
  const emit = <N extends EventName>(name: N, data: EventData<N>) => {
    sendEvent(desk.window, name, data)
  }

  const core = await openCore({
    folder,
    localFolder: local,
    managedFile: managedPath(process.platform, process.env),
    policies: systemPolicies(process.platform, process.env),
    version: app.getVersion(),
    licenseFiles,
    vault: systemVault,
    proxy: systemProxy,
    clock,
    setTimer,
    random: Math.random,
    log,
    emit,
    onBoard: (patch) => {
      // A hidden window receives nothing; because of the gap it requests a snapshot once it is shown.
      if (patch !== null && desk.isWindowVisible) emit('board.patch', patch)
      desk.showBoard(core.monitoring.board, clock.now())
    },
    onPreferences: () => {
      desk.refresh()
    },
    notifier: desk.notifier,
    flash: (isOn) => {
      desk.flash(isOn)
    },
    sources: { ...desk.preferences, startAtLogin: loginItem() },
    startSimulated: () => simulated.start(),
    // Its threads only follow the time zone if the environment is shared.
    spawnHistory: () => new Worker(historyWorker, { env: SHARE_ENV }),
    files: systemFiles(
      () => desk.window,
      () => desk.words,
    ),
    // A separate chunk, which is not even read where no administrator has set a server.
    loadUpdater: async (address) =>
      (await import('./desktop/system/updater.ts')).openUpdater(address, log),
    quitToInstall,
    user: userInfo().username,
    logFiles: logFilesIn(folder),
  })
  followFaults(process, log, () => {
    core.say('fault')
  })
  answerRequests(
    createRouter({
      handlers: core.handlers,
      isTrusted: trustsOnly(appOrigin),
      log: (message, error) => {
        log.error(message, error)
      },
    }),
  )
  desk.open()
  // Only the key ring knows which secrets can be stored.
  void core.secrets.opened.then(() => {
    emit('setup.changed', core.setup.view())
    core.preferences.changed()
  })
  return {
    log,
    core,
    desk,
    async close() {
      await core.close()
      await simulated.stop()
    },
  }
}

const userData = app.commandLine.getSwitchValue('user-data-dir')
// Electron only accepts an absolute path.
if (userData !== '') app.setPath('userData', resolve(userData))

// The lock comes before any access to the disk; the first instance shows its window.
if (app.requestSingleInstanceLock() && !process.argv.includes(quitFlag)) {
  app.enableSandbox()
  nameApp()
  refuseStandardMenu()
  registerScheme()
  guardContents()
  void app
    .whenReady()
    .then(run)
    .catch((error: unknown) => {
      dialog.showErrorBox('Holdwatch could not start', String(error))
      app.exit(1)
    })
} else {
  app.quit()
}

async function run(): Promise<void> {
  servePage()
  limitPermissions()
  const folder = app.getPath('userData')
  const local = userData === '' ? localFolder(process.platform, process.env, folder) : null
  const { log, core, desk, close } = await compose(folder, local, () => {
    quitting.quitTo(() => installUpdate(true))
  })
  const { watching, monitoring } = core
  const resume = (provision: Provision | null = null) =>
    (provision === null ? resumeWatch(core) : startProvisioned(provision, core)).catch(
      (error: unknown) => {
        log.error('The watch could not be taken up', error)
      },
    )
  /** Ends the app, with the update's installer where that works. */
  const installUpdate = async (restart: boolean) => {
    await core.updates?.install(restart).catch((error: unknown) => {
      log.error('The update could not be installed', error)
    })
    if (restart) app.relaunch()
    app.quit()
  }
  const quitting = followQuitting({
    // A question with a hidden parent window is not visible on every system.
    window: () => (desk.isWindowVisible ? desk.window : null),
    words: () => desk.words,
    signedIn: () => watching.agentsSignedIn.length,
    close: () =>
      close().catch((error: unknown) => {
        log.error('Signing out failed', error)
      }),
    withinMs: () => quitWithinMs + watching.signOutTurnsMs,
    onQuit: async () => {
      if (core.updates?.installsOnQuit === true) await installUpdate(false)
      else app.quit()
    },
    onDecided: () => {
      desk.quit()
    },
    now: () => performance.now(),
  })
  if (desk.window !== null) {
    followSessionEnd(desk.window, process.platform, {
      onQuery: () => void watching.disconnect(),
      onCanceled: () => void resume(),
      onEnd: quitting.quitNow,
      onQuitExpected: quitting.askNothingFor,
    })
  }
  followPower({
    onSuspend: () => {
      monitoring.setPaused('sleep', true)
    },
    onResume: () => {
      monitoring.setPaused('sleep', false)
    },
    onUnlock: () => {
      // Whether or not it slept, and whether or not the system has reported the resume.
      monitoring.setPaused('sleep', false)
    },
  })
  app.on('second-instance', (_event, argv) => {
    if (argv.includes(quitFlag)) quitting.quitNow()
    else desk.show()
  })
  app.on('activate', () => {
    desk.show()
  })
  app.on('window-all-closed', () => {
    app.quit()
  })

  const file = app.commandLine.getSwitchValue('provision')
  const provision = file === '' ? null : await takeProvision(file)
  if (file !== '' && provision === null) core.say('provision-refused', { file })
  await resume(provision)
}
