import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BoardPatch, EventData, EventName, Notice } from '../../src-preload/contract/index.ts'
import type { Alert } from '../alerts/alert.ts'
import { Alerts } from '../alerts/alerts.ts'
import type { Logger } from '../log/log.ts'
import type { BoardRules } from '../monitor/board.ts'
import type { BoardClock } from '../monitor/clock.ts'
import type { SetTimer } from '../monitor/monitor.ts'
import { savedHolds } from '../monitor/savedHolds.ts'
import { openJsonFile, type PutAside } from '../settings/jsonFile.ts'
import { readManaged } from '../settings/managed.ts'
import { openSecrets, type Vault } from '../settings/secrets.ts'
import { openSettings } from '../settings/settings.ts'
import type { ProxyFor } from '../trust/handshake.ts'
import { createTrustStore, trustFile } from '../trust/store.ts'
import { createHandlers } from './handlers.ts'
import { lockedPreferences, managedPin } from './locks.ts'
import { Preferences, type PreferenceSources, storedPreferences } from './preferences.ts'
import { openSessionMark } from './sessionMark.ts'
import { Setup, type SimulatedGateway } from './setup.ts'
import { Watching } from './watching.ts'

export interface CoreOptions {
  /** Where everything that is kept lies. */
  folder: string
  /** The administrator's file; it need not be there. */
  managedFile: string
  version: string
  vault: Vault
  proxy: ProxyFor
  clock: BoardClock
  setTimer: SetTimer
  random: () => number
  log: Logger
  emit: <N extends EventName>(name: N, data: EventData<N>) => void
  /** The board, or what is set up, is not as it was. */
  onBoard: (patch: BoardPatch | null) => void
  /** A setting is not as it was. */
  onPreferences: () => void
  /** The settings that live in the system and not in a file. */
  sources: Partial<PreferenceSources>
  /** The system's notifications. */
  notifier: { notify: (alert: Alert) => void; withdraw: (alertId: number) => void }
  flash: (isOn: boolean) => void
  startSimulated: () => Promise<SimulatedGateway>
}

export type Core = Awaited<ReturnType<typeof openCore>>

/** The app without its desktop: opens what is kept, and wires the parts. Never rejects. */
export async function openCore(options: CoreOptions) {
  const { folder, clock, log, emit } = options
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

  // Where not even the folder can be made, reading finds nothing and the first save says so.
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(onSaveFailed)
  const settings = await openSettings(join(folder, 'settings.json'))
  sayPutAside('settings', settings.putAside)
  const openHolds = await openJsonFile(join(folder, 'open-holds.json'), savedHolds, 1)
  sayPutAside('holds', openHolds.putAside)
  const trusted = await openJsonFile(join(folder, 'trusted-gateways.json'), trustFile, 1)
  sayPutAside('trust', trusted.putAside)
  const { settings: managed, problem } = await readManaged(options.managedFile)
  if (problem !== null) {
    const { why, detail } = problem
    say({ code: `managed-${why}`, params: { file: options.managedFile, detail } })
  }
  const trust = createTrustStore(trusted, clock.wall, managedPin(managed))
  const secrets = await openSecrets(join(folder, 'secrets.json'), options.vault)
  if (secrets.isLocked) say({ code: 'key-ring-locked', params: {} })
  const mark = await openSessionMark(join(folder, 'session.json'))

  const setup = new Setup({
    settings,
    trust,
    proxy: options.proxy,
    canRemember: () => secrets.canRemember,
    managed: managed?.gateway ?? null,
    onChange: (view) => {
      emit('setup.changed', view)
      options.onBoard(null)
    },
    onSaveFailed,
  })
  const preferences = new Preferences(
    { ...storedPreferences(setup.store), ...options.sources },
    lockedPreferences(managed),
    (all) => {
      emit('preferences.changed', all)
      watching.refresh()
      alerts.refresh()
      options.onPreferences()
    },
  )
  const alerts = new Alerts({
    clock,
    timeOfDay: () => timeOfDay(new Date(clock.wall())),
    setTimer: options.setTimer,
    settings: () => ({
      notifications: preferences.get('notifications'),
      sounds: preferences.get('sounds'),
      volume: preferences.get('volume'),
      quietTime: preferences.get('quietTime'),
    }),
    notify: (alert) => {
      options.notifier.notify(alert)
    },
    withdraw: (alertId) => {
      options.notifier.withdraw(alertId)
    },
    play: (sound) => {
      emit('alert.sound', sound)
    },
    flash: options.flash,
    onHandled: () => {},
    onChange: () => {
      watching.refresh()
    },
  })
  const watching = new Watching({
    ...options,
    trust,
    openHolds,
    mark,
    rules: () => rulesOf(preferences, alerts),
    onPatch: (patch) => {
      alerts.update(watching.board)
      options.onBoard(patch)
    },
    onCertificate: (check) => {
      setup.sawCertificate(check)
    },
    onNotice: say,
  })

  /** Resolves once nothing waits to be written. */
  const settled = () =>
    Promise.all([settings, openHolds, trusted, mark].map((file) => file.settled()))

  return {
    setup,
    watching,
    secrets,
    preferences,
    alerts,
    handlers: createHandlers({
      version: options.version,
      setup,
      watching,
      trust,
      secrets,
      notices,
      preferences,
      alerts,
      startSimulated: options.startSimulated,
      onSaveFailed,
    }),
    settled,
    /** Signs out, and waits for what is being written. */
    async close() {
      await watching.disconnect()
      await settled()
    },
  }
}

/** What a local clock on the wall shows, ms since midnight. */
const timeOfDay = (at: Date) =>
  ((at.getHours() * 60 + at.getMinutes()) * 60 + at.getSeconds()) * 1_000

/** What settings and supervisor say about the board. */
function rulesOf(preferences: Preferences, alerts: Alerts): BoardRules {
  const own = preferences.get('skillLimits').map(({ skill, limits }) => [skill, limits] as const)
  return {
    limits: preferences.get('limits'),
    skillLimits: Object.fromEntries(own),
    alerts: alerts.state,
    attentionOf: (holdId) => alerts.attentionOf(holdId),
    isPrivate: preferences.get('privacyMode'),
  }
}
