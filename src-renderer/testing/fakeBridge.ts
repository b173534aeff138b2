import type {
  AppError,
  Envelope,
  EventData,
  EventName,
  HoldwatchBridge,
  Input,
  Output,
  RequestName,
  SetupView,
} from '../../src-shared/contract/index.ts'
import { snapshot } from './boardData.ts'
import { preferenceTable } from './preferencesData.ts'
import { sourcesView } from './sourcesData.ts'

type Answer<N extends RequestName> = (
  input: Input<N>,
) => Envelope<Output<N>> | Promise<Envelope<Output<N>>>
export type Answers = { [N in RequestName]?: Answer<N> }

export const ok = <T>(data: T): Envelope<T> => ({ ok: true, data })
export const fail = (
  code: AppError['code'],
  rest: Omit<AppError, 'code'> = {},
): { ok: false; error: AppError } => ({ ok: false, error: { code, ...rest } })

export const setupView = (over: Partial<SetupView> = {}): SetupView => ({
  route: 'welcome',
  simulated: false,
  simulatedPassword: null,
  origin: null,
  certificate: null,
  watched: [],
  withCredential: [],
  isWatching: false,
  canRemember: true,
  locked: { address: false, way: false, sha256: null },
  ...over,
  draft: {
    address: '',
    way: 'inspector',
    credential: 'guid',
    inspectorId: '',
    phone: '',
    withoutLicence: false,
    accessKey: '',
    ccId: '1',
    vdn: '',
    agents: '',
    ...over.draft,
  },
})

const nothing = () => ok(null)
const usual: Answers = {
  'app.get_info': () => ok({ version: '0.1.0', notices: [] }),
  'app.dismiss_notice': nothing,
  'setup.get': () => ok(setupView()),
  'setup.save_draft': nothing,
  'setup.go_to': ({ route }) => ok(setupView({ route })),
  'session.use_agents': nothing,
  'session.use_cms': nothing,
  'sources.get': () => ok(sourcesView()),
  'sources.accept_certificate': nothing,
  'watch.get_roster': () => ok({ agents: [], problem: null }),
  'watch.parse_list': () =>
    ok({ ids: [], duplicates: [], newRange: [], grouped: [], rejected: [] }),
  'watch.set_agents': nothing,
  'watch.add_agents': nothing,
  'watch.remove_agent': nothing,
  'watch.retry_agent': nothing,
  'watch.retry': nothing,
  'rosters.get': () => ok({ rosters: [], withoutCredential: [] }),
  'rosters.save': () => ok({ rosters: [], withoutCredential: [] }),
  'rosters.delete': () => ok({ rosters: [], withoutCredential: [] }),
  'rosters.switch_to': nothing,
  'rosters.read_text': () =>
    ok({ agents: [], duplicates: [], newRange: [], grouped: [], rejected: [], rejectedCount: 0 }),
  'rosters.open_file': nothing,
  'rosters.export_file': nothing,
  'trust.get_list': () => ok([]),
  'trust.forget': nothing,
  'watch.set_paused': nothing,
  'preferences.get': () => ok(preferenceTable()),
  'preferences.set': ({ key, value }) => ok(preferenceTable({ [key]: { value } })),
  'preferences.reset': () => ok(preferenceTable()),
  'alerts.snooze_all': nothing,
  'history.delete_all': nothing,
  'board.get_snapshot': () => ok(snapshot()),
}

/** The main process, as the page sees it: gives the prepared responses, records requests, sends events on demand. */
export class FakeBridge implements HoldwatchBridge {
  readonly requests: { name: RequestName; input: unknown }[] = []
  readonly answers: Answers
  readonly #listeners = new Map<EventName, Set<(data: never) => void>>()

  constructor(answers: Answers = {}) {
    this.answers = { ...usual, ...answers }
  }

  async request<N extends RequestName>(name: N, input: Input<N>): Promise<Envelope<Output<N>>> {
    // Like the bridge: only plain data can cross.
    this.requests.push({ name, input: structuredClone(input) })
    const answer = this.answers[name] as Answer<N> | undefined
    return answer ? answer(input) : fail('unknown-request')
  }

  on<N extends EventName>(name: N, listener: (data: EventData<N>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    listeners.add(listener as (data: never) => void)
    this.#listeners.set(name, listeners)
    return () => listeners.delete(listener as (data: never) => void)
  }

  send<N extends EventName>(name: N, data: EventData<N>): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (d: unknown) => void)(data)
  }

  count(name: RequestName): number {
    return this.requests.filter((request) => request.name === name).length
  }

  /** Installs it in place of the real one of the preload script. */
  install(): this {
    Object.defineProperty(window, 'holdwatch', { value: this, configurable: true })
    return this
  }
}
