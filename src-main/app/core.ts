import type { BoardPatch, EventData, EventName, Notice } from '../../src-shared/contract/index.ts'
import { skillKey } from '../../src-shared/skillLimits.ts'
import type { Alert, NoDataAlarm } from '../alerts/alert.ts'
import { Alerts } from '../alerts/alerts.ts'
import { remainingSnooze } from '../alerts/memory.ts'
import type { Handlers } from '../ipc/router.ts'
import type { FileDialogs } from '../ipc/fileDialogs.ts'
import { History } from '../history/history.ts'
import type { Thread } from '../history/thread.ts'
import type { Logger } from '../base/log.ts'
import type { BoardClock } from '../base/clock.ts'
import { customerNumber, mask } from '../monitor/customer.ts'
import type { BoardRules } from '../monitor/deriveAgent.ts'
import type { Hold } from '../monitor/ledger.ts'
import { seenLevel } from '../monitor/seenLevel.ts'
import { Notes } from '../notes/notes.ts'
import type { SetTimer } from '../base/timers.ts'
import type { SeenCall } from '../monitor/observation.ts'
import type { PolicySource } from '../settings/policies.ts'
import type { Vault } from '../settings/secrets.ts'
import { followTimeZone } from '../base/timeZone.ts'
import { systemAuthorities } from '../trust/authorities.ts'
import type { ProxyFor } from '../trust/proxies.ts'
import { createDiagnosticsHandlers, openDiagnostics } from '../ipc/handlers/diagnostics.ts'
import { takeOverAlerts, takeOverSnooze } from './formerAlerts.ts'
import { createAboutHandlers } from './about.ts'
import { createHandlers } from '../ipc/handlers/handlers.ts'
import { createHistoryHandlers } from '../ipc/handlers/history.ts'
import { historyPlace } from './historyPlace.ts'
import { createHoldHandlers } from '../ipc/handlers/holds.ts'
import { openStorage } from './openStorage.ts'
import { lockedPreferences } from '../settings/locks.ts'
import { Notices } from '../settings/notices.ts'
import {
  preferenceInHistory,
  requestedNumbers,
  Preferences,
  type PreferenceSources,
  retentionWish,
  storedPreferences,
  whenSupported,
} from '../settings/preferences.ts'
import { newSource, sourcesOf } from '../settings/settings.ts'
import { sourcesView } from '../ipc/handlers/sources.ts'
import { Rosters } from '../rosters/rosters.ts'
import { Monitoring } from '../connection/monitoring.ts'
import { Setup, type SimulatedGateway } from '../connection/setup.ts'
import { keepingTargets, removeUnfinished } from './unfinishedFiles.ts'
import { type Updater, Updates } from '../updates/updates.ts'
import { Watch } from '../connection/watch.ts'

export interface CoreOptions {
  /** The folder for all stored data. */
  folder: string
  /**
   * The folder for the history, which must not roam with its user to another machine; null where a folder for
   * everything was given.
   */
  localFolder: string | null
  /** The administrator's file; it need not exist. */
  managedFile: string
  /** The system's own place for managed settings; null where it has none. */
  policies: PolicySource | null
  version: string
  /** The libraries of each bundle (about.ts). */
  licenseFiles: readonly URL[]
  vault: Vault
  proxy: ProxyFor
  clock: BoardClock
  setTimer: SetTimer
  random: () => number
  log: Logger
  emit: <N extends EventName>(name: N, data: EventData<N>) => void
  /** The board, or the set-up, has changed. */
  onBoard: (patch: BoardPatch | null) => void
  /** A setting has changed. */
  onPreferences: () => void
  /** The settings that are stored by the system and not in a file. */
  sources: Partial<PreferenceSources>
  /** The system's notifications. */
  notifier: {
    notify: (alert: Alert) => void
    withdraw: (alertId: number) => void
    notifyNoData: (alarm: NoDataAlarm) => void
    withdrawNoData: (origin: string) => void
  }
  flash: (isOn: boolean) => void
  startSimulated: () => Promise<SimulatedGateway>
  /** Starts the thread of the history's database (history/worker.ts). */
  spawnHistory: () => Thread
  /** The system's dialogs. */
  files: FileDialogs
  /** Loads the code that downloads updates from an administrator's server; called only if a server is set. */
  loadUpdater: (address: string) => Promise<Updater>
  /** Quits like the supervisor does, and installs a downloaded update instead of just ending (`updates`). */
  quitToInstall: () => void
  /** The system's name for the user; for actions without an inspector's account. */
  user: string
  /** The log's files, oldest first. */
  logFiles: readonly string[]
}

/** A disk that takes longer than this for pending writes does not delay signing out, ms. */
export const flushWithinMs = 1_000
/** A history that takes longer than this to open does not delay a watch, ms. */
export const restoreWithinMs = 2_000

export type Core = Awaited<ReturnType<typeof openCore>>

/**
 * The app without its desktop: opens the storage, and wires the parts. Does not wait for the history. Never rejects.
 */
export async function openCore(options: CoreOptions) {
  const { folder, clock, setTimer, log, emit } = options
  // Read while the app starts, so that the first handshake need not wait for them.
  void systemAuthorities().then(({ problem }) => {
    if (problem !== null) log.error('The authorities of this computer could not be read', problem)
  })
  const notices = new Notices((notice) => {
    emit('app.notice', notice)
  })
  const onSaveFailed = (error: unknown) => {
    log.error('A file could not be written', error)
    notices.add('cannot-save', { what: 'settings' })
  }
  const wall = () => clock.wall()
  const storage = await openStorage({ ...options, wall, notices, onSaveFailed })
  const { managed, trust, secrets } = storage
  void removeUnfinished(folder, storage.targets, wall())
  const files = keepingTargets(options.files, storage.targets)

  const setup: Setup = new Setup({
    settings: storage.settings,
    trust,
    proxy: options.proxy,
    canRemember: () => secrets.canRemember,
    isWatching: () => monitoring.isOn,
    withCredential: (origin) => [...secrets.agentCredentials(origin).keys()],
    managed: managed?.gateway ?? null,
    onChange: (view) => {
      emit('setup.changed', view)
      options.onBoard(null)
    },
    onSaveFailed,
  })
  const locked = lockedPreferences(managed)
  // The preference, not what is currently possible: a key ring that is locked today must not erase numbers.
  const numbers = requestedNumbers(locked, setup.store)
  const retention = retentionWish(locked, setup.store)
  let retentionNow = { numbers: numbers.kept, retentionDays: retention.days }
  const numbersSetting = preferenceInHistory(
    setup.store,
    'keptNumbers',
    () => retentionNow.numbers,
    (wish) => void history.setKeptNumbers(wish),
  )
  const preferences = new Preferences(
    {
      ...storedPreferences(setup.store),
      keptNumbers: whenSupported(() => secrets.canRemember, numbersSetting, 'no-key-ring', 'none'),
      retentionDays: preferenceInHistory(
        setup.store,
        'retentionDays',
        () => retentionNow.retentionDays,
        (days) => void history.setRetention(days),
      ),
      ...options.sources,
    },
    locked,
    (all) => {
      emit('preferences.changed', all)
      refreshBoard()
      options.onPreferences()
    },
  )
  const place = historyPlace({
    userData: folder,
    local: options.localFolder,
    managed: managed?.historyFolder ?? null,
    isManagedWhole: storage.isManagedWhole,
    user: options.user,
    last: setup.store.value().historyFolder,
  })
  const history = new History({
    folder: place.folder,
    formerFolders: place.former,
    spawn: options.spawnHistory,
    clock,
    setTimer,
    vault: options.vault,
    customerOf,
    numbers,
    retention,
    log,
    onState: (state) => {
      emit('history.state_changed', state)
      if (state.lost > 0) notices.add('holds-lost')
      const why = state.deletionWaits?.why
      if (why !== undefined) notices.add(`deletion-waits-${why}`)
    },
    onOpened: (at) => {
      const historyFolder = at === (options.localFolder ?? folder) ? null : at
      if (historyFolder === setup.store.value().historyFolder) return
      setup.store.keep({ historyFolder })
    },
    onQuarantined: (aside) => {
      notices.sayPutAside('history', aside)
    },
    onUnlogged: () => {
      notices.add('history-unlogged')
    },
    onRetention: (retention) => {
      retentionNow = retention
      emit('preferences.changed', preferences.table())
    },
    onLate: () => {
      monitoring.mergeLateHistory()
    },
    onChange: (today) => {
      emit('history.changed', today)
    },
    onExport: (state) => {
      emit('history.export_moved', state)
    },
  })

  takeOverSnooze(storage.formerAlerts.alerts, setup.store)
  const moment = () => ({ now: clock.now(), wall: wall() })
  const user = () => watching.watchAccountId ?? options.user
  const alerts = new Alerts({
    clock,
    timeOfDay: () => timeOfDay(new Date(wall())),
    setTimer,
    settings: () => ({
      notifications: preferences.get('notifications'),
      sounds: preferences.get('sounds'),
      noDataAlarm: preferences.get('noDataAlarm'),
      volume: preferences.get('volume'),
      quietTime: preferences.get('quietTime'),
    }),
    snoozedUntil: remainingSnooze(setup.store.value().snoozedUntil, moment()),
    notify: (alert) => {
      options.notifier.notify(alert)
    },
    withdraw: (alertId) => {
      options.notifier.withdraw(alertId)
    },
    notifyNoData: (alarm) => {
      options.notifier.notifyNoData(alarm)
    },
    withdrawNoData: (origin) => {
      options.notifier.withdrawNoData(origin)
    },
    play: (sound) => {
      emit('alert.sound', sound)
    },
    flash: options.flash,
    onFault: (error) => {
      log.error('A way of alerting failed', error)
    },
    onHandled: (holdId, kind, at) => {
      history.recordHandling(holdId, kind === null ? null : { kind, at, by: user() })
    },
    onSnoozedAll: (until) => {
      const { now } = moment()
      setup.store.keep({ snoozedUntil: until === null ? null : wall() + (until - now) })
    },
    onKeep: (holds) => {
      if (!watching.isSimulated) history.keepAlerted(holds)
    },
    onDue: () => {
      refreshBoard()
    },
  })
  const notes = new Notes({
    now: () => clock.now(),
    isOn: () => preferences.get('notes'),
    session: (agentId) => watching.sources.noteSessionFor(agentId),
    onSent: (holdId, note) => history.recordNote(holdId, note),
    onChange: () => {
      refreshBoard()
    },
  })
  /** An input of the board or of the decisions about it has changed. */
  const refreshBoard = () => {
    if (monitoring.isOn) monitoring.refresh()
    else alerts.update(null)
  }
  /** The history counts the observed level; the board has the level of the age alone, held or not. */
  const recordLevels = (holds: readonly Hold[]) => {
    const rules = rulesOf(preferences)
    for (const hold of holds) history.recordLevel(hold.holdId, seenLevel(hold, rules))
  }
  const onNotice = (code: Notice['code'], params: Notice['params']) => {
    notices.add(code, params)
  }
  /** After a change of a session has reached the board, which has the states of the sources. */
  const reportSources = deferred(() => {
    emit('sources.changed', sourcesView({ setup, watching, secrets }))
  })
  const monitoring: Monitoring = new Monitoring({
    ...options,
    recorder: {
      restore(origins) {
        const open = history.restore(origins)
        alerts.restore(history.alerted)
        notes.restore(history.notes)
        return open
      },
      keepOnly: (holds) => {
        history.keepOnly(holds)
      },
      setAgents: (agents) => {
        history.setAgents(agents)
      },
      recordChanges(began, ended) {
        history.recordStarts(began)
        recordLevels([...began, ...ended])
        history.recordEnds(ended)
      },
      recordOpen(holds, agents) {
        recordLevels(holds)
        history.recordOpen(holds, agents)
      },
    },
    sourceSettings: (origin) =>
      sourcesOf(setup.settings).find((source) => source.origin === origin) ?? newSource,
    rules: () => rulesOf(preferences),
    decide: (draft) => {
      alerts.update(draft)
      return {
        alerts: alerts.state,
        attentionOf: (holdId) => alerts.attentionOf(holdId),
        notedAt: (holdId) => notes.acceptedAt(holdId),
      }
    },
    onBoard: (patch) => {
      if (patch === null) alerts.update(null)
      options.onBoard(patch)
      if (patch === null || patch.sources !== undefined) reportSources()
    },
    onHoldsStarted: (began) => {
      diagnostics.seenDelays.add(began)
    },
    onNotice,
    onAwake: () => {
      watching.renewConnections()
    },
  })
  const watching: Watch = new Watch({
    ...options,
    monitoring,
    trust,
    mark: storage.mark,
    limits: () => ({
      perSecond: preferences.get('requestsPerSecond'),
      atOnce: preferences.get('requestsAtOnce'),
    }),
    onSources: reportSources,
    onCertificate: (check) => {
      setup.sawCertificate(check)
    },
    onNotice,
    onNote: (note) => {
      notices.addNote(note, wall())
    },
    onConnect: () => {
      diagnostics.forget()
    },
    onPasswordRefused: (refused) => {
      secrets.markRefused(refused).catch(onSaveFailed)
    },
    onRequestFinished: (request) => {
      diagnostics.traffic.add(request)
    },
  })
  // The quiet time needs no event: it reads the time of day.
  const unfollowTimeZone = followTimeZone(setTimer, () => {
    history.followTimeZone()
  })
  const historyReady = history.opened.then(() =>
    takeOverAlerts(storage.formerAlerts, history, moment()),
  )
  const restorable = within(restoreWithinMs, historyReady, setTimer, () => {
    notices.add('history-late')
  })
  const { updateAddress, updateInstallation = 'ask' } = managed ?? {}
  const updates =
    updateAddress === undefined
      ? null
      : new Updates({
          installation: updateInstallation,
          load: () => options.loadUpdater(updateAddress),
          held: () => monitoring.board?.calls ?? [],
          now: () => clock.now(),
          wall,
          setTimer,
          onChange: (view) => {
            emit('updates.changed', view)
          },
          onNotice,
          log,
        })
  const diagnostics = openDiagnostics({ ...options, setup, watching, monitoring, trust, secrets })

  return {
    setup,
    watching,
    monitoring,
    secrets,
    preferences,
    alerts,
    diagnostics,
    /** Null where no administrator has set an update server. */
    updates,
    handlers: {
      ...createHandlers({
        version: options.version,
        setup,
        watching,
        monitoring,
        trust,
        secrets,
        notices,
        preferences,
        rosters: new Rosters(storage.rosters, onSaveFailed),
        files,
        startSimulated: options.startSimulated,
        onSaveFailed,
      }),
      ...createAboutHandlers({ ...options, dataFolder: folder }),
      'updates.get': () => updates?.view ?? null,
      'updates.install': () => {
        if (updates?.isReady === true) options.quitToInstall()
        return null
      },
      ...createHoldHandlers({
        monitoring,
        sources: watching.sources,
        alerts,
        notes,
        preferences,
        moment,
        user,
      }),
      ...createHistoryHandlers(history, preferences, files, wall),
      ...createDiagnosticsHandlers(diagnostics, files, options),
    } satisfies Handlers,
    settled: storage.settled,
    /** Resolves once open holds can be restored, or after the maximum wait. */
    restorable,
    /** Shows a notice that is not the response to a request. */
    say: (code: Notice['code'], params: Notice['params'] = {}) => {
      notices.add(code, params)
    },
    /** Writes pending changes, signs out, and waits for the writes. */
    async close() {
      unfollowTimeZone()
      updates?.close()
      // At once: a system that shuts down waits for neither.
      await Promise.all([within(flushWithinMs, history.flush(), setTimer), watching.close()])
      alerts.close()
      await within(flushWithinMs, history.close(), setTimer)
      await storage.settled()
    },
  }
}

/** Runs once after what is running now, however often it was requested meanwhile. */
function deferred(run: () => void): () => void {
  let isRequested = false
  return () => {
    if (isRequested) return
    isRequested = true
    queueMicrotask(() => {
      isRequested = false
      run()
    })
  }
}

/** Waits for it, at most this many ms; then `onLate` is called. */
function within(
  ms: number,
  work: Promise<unknown>,
  setTimer: SetTimer,
  onLate = () => {},
): Promise<void> {
  return new Promise((resolve) => {
    const cancel = setTimer(ms, () => {
      onLate()
      resolve()
    })
    const finish = () => {
      cancel()
      resolve()
    }
    work.then(finish, finish)
  })
}

/** The customer's number of a call, full and masked. */
const customerOf = (call: SeenCall) => {
  const number = customerNumber(call)
  return { number, masked: mask(number) }
}

/** The local time of day, ms since midnight. */
const timeOfDay = (at: Date) =>
  ((at.getHours() * 60 + at.getMinutes()) * 60 + at.getSeconds()) * 1_000

/** The settings that affect the board. */
function rulesOf(preferences: Preferences): BoardRules {
  const own = preferences
    .get('skillLimits')
    .map(({ skill, limits }) => [skillKey(skill), limits] as const)
  return {
    limits: preferences.get('limits'),
    skillLimits: Object.fromEntries(own),
    isPrivate: preferences.get('privacyMode'),
  }
}
