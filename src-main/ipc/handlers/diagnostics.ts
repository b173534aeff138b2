import * as os from 'node:os'
import { basename, dirname } from 'node:path'
import type { CheckSubject, EventData, EventName } from '../../../src-shared/contract/index.ts'
import type { Handlers } from '../router.ts'
import type { FileDialogs } from '../fileDialogs.ts'
import { Diagnostics } from '../../diagnostics/diagnostics.ts'
import type { Logger } from '../../base/log.ts'
import type { BoardClock } from '../../base/clock.ts'
import type { SetTimer } from '../../base/timers.ts'
import type { Secrets } from '../../settings/secrets.ts'
import { parseAddress } from '../../base/address.ts'
import { knownAuthorities, type SystemAuthorities } from '../../trust/authorities.ts'
import type { ProxyFor } from '../../trust/proxies.ts'
import { probeCertificate } from '../../trust/probe.ts'
import type { TrustStore } from '../../trust/store.ts'
import { writeWhole } from '../../settings/wholeFile.ts'
import { notWritten } from '../notWritten.ts'
import { accountsOf, sourcesView } from './sources.ts'
import type { Setup } from '../../connection/setup.ts'
import type { Monitoring } from '../../connection/monitoring.ts'
import type { SourceStatus } from '../../connection/sourceStatus.ts'
import type { Watch } from '../../connection/watch.ts'

export interface DiagnosticsParts {
  version: string
  clock: BoardClock
  setTimer: SetTimer
  proxy: ProxyFor
  setup: Setup
  watching: Watch
  monitoring: Monitoring
  trust: TrustStore
  secrets: Secrets
  log: Logger
  /** The log's files, oldest first; all in one folder. */
  logFiles: readonly string[]
  emit: <N extends EventName>(name: N, data: EventData<N>) => void
}

/** The diagnostics of this app: the state they may read, and the listeners they notify. */
export function openDiagnostics(parts: DiagnosticsParts): Diagnostics {
  const { watching, trust, proxy, clock, emit } = parts
  return new Diagnostics({
    clock,
    setTimer: parts.setTimer,
    logFiles: parts.logFiles,
    proxy,
    parseAddress,
    probe: (origin) => probeCertificate(origin, { pin: () => trust.pins(origin), proxy }),
    subjects: () => subjectsOf(parts),
    session: (origin) => watching.sessionAt(origin),
    watch: () => watching.figures,
    system: () => systemOf(parts.version),
    setUp: () => setUpOf(parts),
    secrets: () => secretsOf(parts),
    onMove: (diagnosis) => {
      emit('diagnostics.moved', diagnosis)
    },
  })
}

export function createDiagnosticsHandlers(
  diagnostics: Diagnostics,
  files: FileDialogs,
  { clock, log, logFiles }: Pick<DiagnosticsParts, 'clock' | 'log' | 'logFiles'>,
): Pick<Handlers, Extract<keyof Handlers, `diagnostics.${string}`>> {
  return {
    'diagnostics.get_last': () => diagnostics.last,
    'diagnostics.run': () => diagnostics.run(),
    'diagnostics.get_figures': () => diagnostics.figures(),
    'diagnostics.preview_report': () => diagnostics.preview(),
    'diagnostics.save_report': async () => {
      const time = new Date(clock.wall()).toISOString().slice(0, 16).replaceAll(':', '')
      const path = await files.saveText(`holdwatch-diagnostics-${time}.txt`)
      if (path === null) return null
      try {
        await writeWhole(path, await diagnostics.report())
      } catch (error) {
        log.error('The report could not be written', error)
        throw notWritten(path, error)
      }
      return { file: basename(path) }
    },
    'diagnostics.open_log_folder': async () => {
      const folder = dirname(logFiles[0] ?? '')
      return { opened: await files.openFolder(folder), folder }
    },
  }
}

/** On the board the sources are examined, in the set-up the entered address. */
function subjectsOf(parts: DiagnosticsParts): CheckSubject[] {
  const { setup, watching } = parts
  if (setup.route === 'board' && watching.origin !== null) {
    return sourcesView(parts).sources.map(({ origin: address, name, way, isPaused }) => ({
      address,
      name,
      way,
      isPaused,
    }))
  }
  const address = setup.draft.address.trim() || (setup.origin ?? '')
  if (address === '') return []
  const parsed = parseAddress(address)
  const session = parsed.ok ? watching.sessionAt(parsed.origin) : null
  return [{ address, name: '', way: session?.way ?? setup.draft.way, isPaused: false }]
}

function systemOf(version: string): Record<string, string> {
  const { electron, node, chrome, openssl } = process.versions
  return {
    Holdwatch: version,
    Electron: electron ?? '-',
    Chromium: chrome ?? '-',
    Node: node,
    OpenSSL: openssl,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    memory: `${Math.round(process.memoryUsage().rss / 1e6)} MB used by the main process`,
    'system authorities': authoritiesOf(knownAuthorities()),
    'time zone': Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

const authoritiesOf = ({ pems, problem }: SystemAuthorities) =>
  problem === null ? String(pems.length) : `none: ${problem.message}`

/** The set-up, as far as support needs it. */
function setUpOf(parts: DiagnosticsParts): Record<string, string> {
  const { setup, watching, monitoring, secrets, trust } = parts
  const { settings } = setup
  const { board } = monitoring
  const way = watching.way ?? settings.gateway?.way ?? null
  return {
    [way === 'cms' ? 'CC-CMS' : 'gateway']: watching.origin ?? settings.gateway?.origin ?? '-',
    // A simulated gateway that runs elsewhere, such as the demo's, cannot be distinguished from a real one.
    'simulated in the app': yesNo(setup.simulated !== null),
    step: setup.route,
    'read by': way ?? '-',
    'without licence': yesNo(settings.gateway?.withoutLicence ?? false),
    'agents watched': String(board?.agents.length ?? 0),
    'calls held now': String(board?.calls.length ?? 0),
    watch:
      [board?.watch.state, board?.watch.reason, board?.watch.retcode].filter(Boolean).join(' ') ||
      '-',
    ...Object.fromEntries(
      watching.sources.statuses
        .slice(1)
        .map((source, index) => [`source ${index + 2}`, lineOf(source)]),
    ),
    ...Object.fromEntries(
      watching.sources.statuses.flatMap(({ origin, details }) =>
        Object.entries(details).map(([name, value]) => [`${name} at ${origin}`, value]),
      ),
    ),
    'certificates trusted': String(trust.list().length),
    'key ring': keyRingOf(secrets),
  }
}

/** One source in a line: address, way, state, agents, accounts with their nodes. */
function lineOf({ origin, way, watch, agents, accounts }: SourceStatus): string {
  const state = [watch?.state, watch?.reason, watch?.retcode].filter(Boolean).join(' ') || '-'
  const nodes = accounts.map(({ agentId, state: { kind }, node }) =>
    `${agentId} ${kind}${node === null ? '' : ` at node ${node}`}`.trim(),
  )
  return [origin, `read by ${way}`, state, `${agents} agents`, ...nodes].join(', ')
}

function keyRingOf({ isWaiting, isLocked, canRemember }: Secrets): string {
  if (isWaiting) return 'has not answered yet'
  if (isLocked) return 'locked'
  return canRemember ? 'protects passwords' : 'none'
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no')

/** Texts that the app knows and no report may contain, whatever their source. */
function secretsOf({ setup, watching, secrets }: DiagnosticsParts): string[] {
  const { gateway, sources } = setup.settings
  const origins = [watching.origin, setup.origin, gateway?.origin ?? null].filter((o) => o !== null)
  const inspectors = [watching.inspectorId, gateway?.inspectorId ?? null].filter((i) => i !== null)
  const accounts = [
    ...accountsOf(setup.settings),
    ...origins.flatMap((origin) => inspectors.map((agentId) => ({ origin, agentId }))),
  ]
  const credentials = origins.flatMap((origin) => [
    ...[...secrets.agentCredentials(origin).values()].flatMap((credential) =>
      credential.kind === 'guid' ? [credential.guid] : [credential.password, credential.phone],
    ),
  ])
  const passwords = accounts.map(({ origin, agentId }) => secrets.accountPassword(origin, agentId))
  const phones = [gateway, ...sources].flatMap((source) =>
    source === null ? [] : [source, ...source.accounts].map(({ phone }) => phone),
  )
  const typed = [setup.draft.phone, setup.simulated?.password]
  return [...new Set([...passwords, ...credentials, ...phones, ...typed])].filter(
    (text) => typeof text === 'string',
  )
}
