import type { BoardPatch, EventData, EventName, Notice } from '../../src-shared/contract/index.ts'
import { skillKey } from '../../src-shared/skillLimits.ts'
import type { Alert, NoDataAlarm } from '../alerts/alert.ts'
import { Alerts } from '../alerts/alerts.ts'
import { leftSnoozed } from '../alerts/memory.ts'
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
import { openKept } from './openStorage.ts'
import { lockedPreferences } from '../settings/locks.ts'
import { Notices } from '../settings/notices.ts'
import {
  keptByHistory,
  numbersWish,
  Preferences,
  type PreferenceSources,
  retentionWish,
  storedPreferences,
  where,
} from '../settings/preferences.ts'
import { Rosters } from '../rosters/rosters.ts'
import { Setup, type SimulatedGateway } from '../connection/setup.ts'
import { keepingTargets, removeUnfinished } from './unfinishedFiles.ts'
import { type Updater, Updates } from '../updates/updates.ts'
import { Watching } from '../connection/watching.ts'

export interface CoreOptions {
  /** Where everything that is kept lies. */
  folder: string
  /**
   * Where the history lies, which must not go with its user to another machine; null where somebody has
   * named a folder for everything.
   */
  localFolder: string | null
  /** The administrator's file; it need not be there. */
  managedFile: string
  /** The system's own place for what he decides; null where it has none. */
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
  /** The board, or what is set up, is not as it was. */
  onBoard: (patch: BoardPatch | null) => void
  /** A setting is not as it was. */
  onPreferences: () => void
  /** The settings that live in the system and not in a file. */
  sources: Partial<PreferenceSources>
  /** The system's notifications. */
  notifier: {
    notify: (alert: Alert) => void
    withdraw: (alertId: number) => void
    notifyNoData: (alarm: NoDataAlarm) => void
    withdrawNoData: () => void
  }
  flash: (isOn: boolean) => void
  startSimulated: () => Promise<SimulatedGateway>
  /** Starts the thread that holds the history's database (history/worker.ts). */
  spawnHistory: () => Thread
  /** The system's dialogs. */
  files: FileDialogs
  /** Loads what downloads new versions from an administrator's server; called only where he has named one. */
  loadUpdater: (address: string) => Promise<Updater>
  /** Quits as the supervisor does, and installs what is ready in place of ending (`updates`). */
  quitToInstall: () => void
  /** The system's name for whoever uses it; for what is done without an inspector's account. */
  user: string
  /** The log's files, oldest first. */
  logFiles: readonly string[]
}

/** A disk that takes longer than this to write what waits holds up no signing out, ms. */
export const flushWithinMs = 1_000
/** A history that takes longer than this to open holds up no watch, ms. */
export const restoreWithinMs = 2_000

export type Core = Awaited<ReturnType<typeof openCore>>

/**
 * The app without its desktop: opens what is kept, and wires the parts. It does not wait for the history.
 * Never rejects.
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
    notices.say('cannot-save', { what: 'settings' })
  }
  const wall = () => clock.wall()
  const kept = await openKept({ ...options, wall, notices, onSaveFailed })
  const { managed, trust, secrets } = kept
  void removeUnfinished(folder, kept.targets, wall())
  const files = keepingTargets(options.files, kept.targets)

  const setup: Setup = new Setup({
    settings: kept.settings,
    trust,
    proxy: options.proxy,
    canRemember: () => secrets.canRemember,
    isWatching: () => watching.isWatching,
    withCredential: (origin) => [...secrets.agentCredentials(origin).keys()],
    managed: managed?.gateway ?? null,
    onChange: (view) => {
      emit('setup.changed', view)
      options.onBoard(null)
    },
    onSaveFailed,
  })
  const locked = lockedPreferences(managed)
  // The wish, not what is possible now: a key ring that is locked today must not erase numbers.
  const numbers = numbersWish(locked, setup.store)
  const retention = retentionWish(locked, setup.store)
  let keptNow = { numbers: numbers.kept, retentionDays: retention.days }
  const numbersSetting = keptByHistory(
    setup.store,
    'keptNumbers',
    () => keptNow.numbers,
    (wish) => void history.setKeptNumbers(wish),
  )
  const preferences = new Preferences(
    {
      ...storedPreferences(setup.store),
      keptNumbers: where(() => secrets.canRemember, numbersSetting, 'no-key-ring', 'none'),
      retentionDays: keptByHistory(
        setup.store,
        'retentionDays',
        () => keptNow.retentionDays,
        (days) => void history.setRetention(days),
      ),
      ...options.sources,
    },
    locked,
    (all) => {
      emit('preferences.changed', all)
      lookAgain()
      options.onPreferences()
    },
  )
  const place = historyPlace({
    userData: folder,
    local: options.localFolder,
    managed: managed?.historyFolder ?? null,
    isManagedWhole: kept.isManagedWhole,
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
      if (state.lost > 0) notices.say('holds-lost')
      const why = state.deletionWaits?.why
      if (why !== undefined) notices.say(`deletion-waits-${why}`)
    },
    onOpened: (at) => {
      const historyFolder = at === (options.localFolder ?? folder) ? null : at
      if (historyFolder === setup.store.value().historyFolder) return
      setup.store.keep({ historyFolder })
    },
    onPutAside: (aside) => {
      notices.sayPutAside('history', aside)
    },
    onUnlogged: () => {
      notices.say('history-unlogged')
    },
    onKept: (kept) => {
      keptNow = kept
      emit('preferences.changed', preferences.table())
    },
    onLate: () => {
      watching.restoreLate()
    },
    onChange: (today) => {
      emit('history.changed', today)
    },
    onExport: (state) => {
      emit('history.export_moved', state)
    },
  })

  takeOverSnooze(kept.formerAlerts.alerts, setup.store)
  const moment = () => ({ now: clock.now(), wall: wall() })
  const user = () => watching.watchedWith ?? options.user
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
    snoozedUntil: leftSnoozed(setup.store.value().snoozedUntil, moment()),
    notify: (alert) => {
      options.notifier.notify(alert)
    },
    withdraw: (alertId) => {
      options.notifier.withdraw(alertId)
    },
    notifyNoData: (alarm) => {
      options.notifier.notifyNoData(alarm)
    },
    withdrawNoData: () => {
      options.notifier.withdrawNoData()
    },
    play: (sound) => {
      emit('alert.sound', sound)
    },
    flash: options.flash,
    onFault: (error) => {
      log.error('A way of alerting failed', error)
    },
    onHandled: (holdId, kind, at) => {
      history.handled(holdId, kind === null ? null : { kind, at, by: user() })
    },
    onSnoozedAll: (until) => {
      const { now } = moment()
      setup.store.keep({ snoozedUntil: until === null ? null : wall() + (until - now) })
    },
    onKeep: (holds) => {
      if (!watching.isSimulated) history.keepAlerted(holds)
    },
    onDue: () => {
      lookAgain()
    },
  })
  /** Something that the board is derived from or that is decided about it has changed. */
  const lookAgain = () => {
    if (watching.isWatching) watching.refresh()
    else alerts.update(null)
  }
  /** The history counts what was seen; the board has the level of the age alone, held or not. */
  const keepLevels = (holds: readonly Hold[]) => {
    const rules = rulesOf(preferences)
    for (const hold of holds) history.reached(hold.holdId, seenLevel(hold, rules))
  }
  const watching: Watching = new Watching({
    ...options,
    trust,
    mark: kept.mark,
    limits: () => ({
      perSecond: preferences.get('requestsPerSecond'),
      atOnce: preferences.get('requestsAtOnce'),
    }),
    keeper: {
      restore(origin) {
        const open = history.restore(origin)
        alerts.restore(history.alerted)
        return open
      },
      keepOnly: (holds) => {
        history.keepOnly(holds)
      },
      watched: (agents) => {
        history.watched(agents)
      },
      changed(began, ended) {
        history.began(began)
        keepLevels([...began, ...ended])
        history.ended(ended)
      },
      seen(holds, agents) {
        keepLevels(holds)
        history.seen(holds, agents)
      },
    },
    rules: () => rulesOf(preferences),
    decide: (draft) => {
      alerts.update(draft)
      return { alerts: alerts.state, attentionOf: (holdId) => alerts.attentionOf(holdId) }
    },
    onBoard: (patch) => {
      if (patch === null) alerts.update(null)
      options.onBoard(patch)
    },
    onCertificate: (check) => {
      setup.sawCertificate(check)
    },
    onNotice: (code, params) => {
      notices.say(code, params)
    },
    onConnect: () => {
      diagnostics.forget()
    },
    onPasswordRefused: (refused) => {
      secrets.markRefused(refused).catch(onSaveFailed)
    },
    onEnded: (ended) => {
      diagnostics.traffic.add(ended)
    },
    onBegan: (began) => {
      diagnostics.seenDelays.add(began)
    },
  })
  // The quiet time follows by itself: it asks for the time of day.
  const leaveTimeZone = followTimeZone(setTimer, () => {
    history.followTimeZone()
  })
  const opened = history.opened.then(() => takeOverAlerts(kept.formerAlerts, history, moment()))
  const restorable = within(restoreWithinMs, opened, setTimer, () => {
    notices.say('history-late')
  })
  const { updateAddress, updateInstallation = 'ask' } = managed ?? {}
  const updates =
    updateAddress === undefined
      ? null
      : new Updates({
          installation: updateInstallation,
          load: () => options.loadUpdater(updateAddress),
          held: () => watching.board?.calls ?? [],
          now: () => clock.now(),
          wall,
          setTimer,
          onChange: (view) => {
            emit('updates.changed', view)
          },
          onNotice: (code, params) => {
            notices.say(code, params)
          },
          log,
        })
  const diagnostics = openDiagnostics({ ...options, setup, watching, trust, secrets })

  return {
    setup,
    watching,
    secrets,
    preferences,
    alerts,
    diagnostics,
    /** Null where no administrator has named a server for them. */
    updates,
    handlers: {
      ...createHandlers({
        version: options.version,
        setup,
        watching,
        trust,
        secrets,
        notices,
        preferences,
        rosters: new Rosters(kept.rosters, onSaveFailed),
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
      ...createHoldHandlers({ watching, alerts, preferences, moment, user }),
      ...createHistoryHandlers(history, preferences, files, wall),
      ...createDiagnosticsHandlers(diagnostics, files, options),
    } satisfies Handlers,
    settled: kept.settled,
    /** Resolves once what was open can be restored, or has been waited for for long enough. */
    restorable,
    /** Says something aside from any request. */
    say: (code: Notice['code'], params: Notice['params'] = {}) => {
      notices.say(code, params)
    },
    /** Writes what waits, signs out, and waits for what is being written. */
    async close() {
      leaveTimeZone()
      updates?.close()
      // At once: a system that goes down waits for neither.
      await Promise.all([within(flushWithinMs, history.flush(), setTimer), watching.disconnect()])
      alerts.close()
      await within(flushWithinMs, history.close(), setTimer)
      await kept.settled()
    },
  }
}

/** Waits for it, and no longer than so many ms; then `onLate` is called. */
function within(
  ms: number,
  work: Promise<unknown>,
  setTimer: SetTimer,
  onLate = () => {},
): Promise<void> {
  return new Promise((go) => {
    const cancel = setTimer(ms, () => {
      onLate()
      go()
    })
    const done = () => {
      cancel()
      go()
    }
    work.then(done, done)
  })
}

/** The customer's number of a call, whole and masked. */
const customerOf = (call: SeenCall) => {
  const number = customerNumber(call)
  return { number, masked: mask(number) }
}

/** What a local clock on the wall shows, ms since midnight. */
const timeOfDay = (at: Date) =>
  ((at.getHours() * 60 + at.getMinutes()) * 60 + at.getSeconds()) * 1_000

/** What the settings say about the board. */
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
