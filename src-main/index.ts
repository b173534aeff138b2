import { mkdir } from 'node:fs/promises'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { app, type BrowserWindow, dialog } from 'electron'
import type { EventData, EventName, Notice } from '../src-preload/contract/index.ts'
import { beginProvisioned, type BeginOptions, resumeWatch } from './app/begin.ts'
import { createHandlers } from './app/handlers.ts'
import { takeProvision } from './app/provision.ts'
import { openSessionMark } from './app/sessionMark.ts'
import { Setup } from './app/setup.ts'
import { createSimulatedGateways } from './app/simulatedGateways.ts'
import { Watching } from './app/watching.ts'
import { createRouter } from './bridge/router.ts'
import { trustsOnly } from './bridge/sender.ts'
import { answerRequests, sendEvent } from './desktop/bridge.ts'
import { appOrigin, limitPermissions, registerScheme, servePage } from './desktop/page.ts'
import { followPower } from './desktop/power.ts'
import { systemProxy } from './desktop/proxy.ts'
import { systemVault } from './desktop/vault.ts'
import { createWindow, guardContents, showWindow } from './desktop/window.ts'
import { createLogger } from './log/log.ts'
import { createBoardClock } from './monitor/clock.ts'
import type { SetTimer } from './monitor/monitor.ts'
import { savedHolds } from './monitor/savedHolds.ts'
import { openJsonFile, type PutAside } from './settings/jsonFile.ts'
import { openSecrets } from './settings/secrets.ts'
import { openSettings } from './settings/settings.ts'
import { createTrustStore, trustFile } from './trust/store.ts'

const log = createLogger((line) => process.stderr.write(`${line}\n`), false)
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

/** How long quitting waits for the gateway to take the sign-out. */
const quitWithinMs = 4_000

/** Builds the parts and wires them; returns what ends them. */
async function compose(folder: string) {
  let window: BrowserWindow | null = null
  const emit = <N extends EventName>(name: N, data: EventData<N>) => {
    sendEvent(window, name, data)
  }

  const notices = new Map<string, Notice>()
  const say = (notice: Omit<Notice, 'id'>) => {
    const said = { ...notice, id: `${notice.code} ${Object.values(notice.params).join(' ')}` }
    notices.set(said.id, said)
    emit('app.notice', said)
  }
  const sayPutAside = (what: 'settings' | 'trust' | 'holds', aside: PutAside | null) => {
    if (aside !== null) say({ code: `${what}-${aside.why}`, params: { file: aside.file } })
  }
  const onSaveFailed = (error: unknown) => {
    log.error('A file could not be written', error)
    say({ code: 'cannot-save', params: { what: 'settings' } })
  }

  await mkdir(folder, { recursive: true, mode: 0o700 })
  const settings = await openSettings(join(folder, 'settings.json'))
  sayPutAside('settings', settings.putAside)
  const openHolds = await openJsonFile(join(folder, 'open-holds.json'), savedHolds, 1)
  sayPutAside('holds', openHolds.putAside)
  const trusted = await openJsonFile(join(folder, 'trusted-gateways.json'), trustFile, 1)
  sayPutAside('trust', trusted.putAside)
  const trust = createTrustStore(trusted, Date.now)
  const secrets = await openSecrets(join(folder, 'secrets.json'), systemVault)
  const mark = await openSessionMark(join(folder, 'session.json'))

  const setup = new Setup({
    settings,
    trust,
    proxy: systemProxy,
    canRemember: () => secrets.canRemember,
    onChange: (view) => {
      emit('setup.changed', view)
    },
    onSaveFailed,
  })
  const watching = new Watching({
    trust,
    openHolds,
    mark,
    clock,
    setTimer,
    random: Math.random,
    proxy: systemProxy,
    log,
    onPatch: (patch) => {
      // A hidden window gets nothing; the gap makes it ask for a snapshot once it is shown.
      if (window?.isVisible()) emit('board.patch', patch)
    },
    onCertificate: (check) => {
      setup.sawCertificate(check)
    },
    onNotice: say,
  })
  const simulated = createSimulatedGateways()
  answerRequests(
    createRouter({
      handlers: createHandlers({
        version: app.getVersion(),
        setup,
        watching,
        trust,
        secrets,
        notices,
        startSimulated: () => simulated.start(),
        onSaveFailed,
      }),
      isTrusted: trustsOnly(appOrigin),
      log: (message, error) => {
        log.error(message, error)
      },
    }),
  )

  return {
    begin: { setup, watching, secrets } satisfies BeginOptions,
    watching,
    openWindow() {
      window = createWindow()
      window.on('closed', () => {
        window = null
      })
    },
    show() {
      if (window !== null) showWindow(window)
    },
    async close() {
      await watching.disconnect()
      await simulated.stop()
      await Promise.all([settings, openHolds, trusted, mark].map((file) => file.settled()))
    },
  }
}

const userData = app.commandLine.getSwitchValue('user-data-dir')
if (userData !== '') app.setPath('userData', userData)

// The lock comes before anything touches the disk; the first instance shows its window.
if (app.requestSingleInstanceLock()) {
  app.enableSandbox()
  registerScheme()
  guardContents()
  void app
    .whenReady()
    .then(run)
    .catch((error: unknown) => {
      log.error('The app could not start', error)
      dialog.showErrorBox('Holdwatch could not start', String(error))
      app.exit(1)
    })
} else {
  app.quit()
}

async function run(): Promise<void> {
  servePage()
  limitPermissions()
  const parts = await compose(app.getPath('userData'))
  const { watching, begin } = parts
  followPower({
    onSuspend: () => {
      watching.pause()
    },
    onResume: () => {
      watching.resume()
    },
  })
  app.on('second-instance', () => {
    parts.show()
  })
  app.on('window-all-closed', () => {
    app.quit()
  })

  let signedOut = false
  app.on('before-quit', (event) => {
    if (signedOut) return
    // Sign out what was signed in, then quit for good; a gateway that is gone holds nobody up.
    event.preventDefault()
    const closed = parts.close().catch((error: unknown) => {
      log.error('Signing out failed', error)
    })
    void Promise.race([closed, delay(quitWithinMs)]).then(() => {
      signedOut = true
      app.quit()
    })
  })

  parts.openWindow()
  const file = app.commandLine.getSwitchValue('provision')
  const provision = file === '' ? null : await takeProvision(file)
  const started = provision === null ? resumeWatch(begin) : beginProvisioned(provision, begin)
  await started.catch((error: unknown) => {
    log.error('The watch could not be taken up', error)
  })
}
