import type { RosterEntry } from '../../src-shared/contract/index.ts'
import type {
  AgentDirectoryAnswer,
  BulkReader,
  HoldReader,
  ReaderState,
  SourceReader,
} from './reader.ts'
import { type BoardClock, createBoardClock } from '../base/clock.ts'
import { Monitor, type MonitorOptions } from './monitor.ts'
import { type SetTimer } from '../base/timers.ts'
import type { Observation } from './observation.ts'
import type { Source } from './sourceWatch.ts'
import { EvenRoom } from './testRoom.ts'

/** What a test may need before the monitor exists. */
export interface Hands {
  clock: BoardClock
  setTimer: SetTimer
}

/** Resolves when the query is canceled. */
const canceled = <T>(signal: AbortSignal | undefined, answer: T, then = () => {}) =>
  new Promise<T>((resolve) => {
    signal?.addEventListener('abort', () => {
      then()
      resolve(answer)
    })
  })

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

/** A clock and timers that the test controls by hand. */
export function createTime() {
  const time = { awake: 0, asleep: 0 }
  const timers = new Set<{ at: number; fn: () => void }>()
  const clock = createBoardClock({
    monotonic: () => time.awake,
    uptime: () => time.awake + time.asleep,
    wall: () => 1e12,
  })
  const setTimer: SetTimer = (ms, fn) => {
    const timer = { at: time.awake + ms, fn }
    timers.add(timer)
    return () => timers.delete(timer)
  }
  /** Lets `ms` pass while awake, running the timers that fall due. */
  const pass = async (ms: number) => {
    const until = time.awake + ms
    await settle()
    for (;;) {
      const next = [...timers].sort((a, b) => a.at - b.at)[0]
      if (next === undefined || next.at > until) break
      timers.delete(next)
      time.awake = Math.max(time.awake, next.at)
      next.fn()
      await settle()
    }
    time.awake = until
  }
  return { time, clock, setTimer, pass }
}

type TestTime = ReturnType<typeof createTime>

/** A gateway that the test controls by hand. */
export function createGateway({ time, clock }: TestTime, origin = 'https://gw:8043') {
  const room = new EvenRoom()
  const answers = new Map<string, Observation>()
  /** Agents whose queries never get a response. */
  const hanging = new Set<string>()
  /** Agents whose queries wait for their turn to be sent until they are canceled. */
  const queued = new Set<string>()
  /** Queries that were canceled before they were sent. */
  let calledOff = 0
  const leftUnsent = <T>(callOff: AbortSignal | undefined, answer: T) =>
    canceled(callOff, answer, () => (calledOff += 1))
  const queries: { agentId: string; at: number }[] = []
  const base = createReader()
  let lists = 0
  let listHangs = false
  let listQueues = false
  const reader: HoldReader = {
    ...base.reader,
    way: 'inspector',
    get state() {
      return base.reader.state
    },
    observe: (agentId, signals) => {
      queries.push({ agentId, at: time.awake })
      room.countRequest(clock.now())
      if (queued.has(agentId)) return leftUnsent(signals?.callOff, failed)
      if (hanging.has(agentId)) return new Promise<never>(() => {})
      return Promise.resolve(answers.get(agentId) ?? { kind: 'none' })
    },
    agentDirectory: (signals) => {
      const answer = base.reader.agentDirectory()
      if (answer === null) return null
      lists += 1
      room.countRequest(clock.now())
      if (listQueues) return leftUnsent(signals?.callOff, { ok: false, reason: 'timeout' } as const)
      if (listHangs) return new Promise<never>(() => {})
      return answer
    },
  }
  return {
    ...base.hands,
    source: { origin, reader, room } satisfies Source,
    room,
    answers,
    hanging,
    queued,
    queries,
    calledOff: () => calledOff,
    listsAsked: () => lists,
    hangList: () => (listHangs = true),
    queueList: (queues: boolean) => (listQueues = queues),
  }
}

/** A CC-CMS that the test controls by hand. */
export function createCms({ time, setTimer }: TestTime, origin = 'https://cms:28443') {
  const answers = new Map<string, Observation>()
  /** Agents who are missing from its responses. */
  const missing = new Set<string>()
  const queries: { agentIds: readonly string[]; at: number }[] = []
  const base = createReader()
  let failure: Observation | null = null
  let isHanging = false
  let rejection: Error | null = null
  let delayMs = 0
  let response: ReadonlyMap<string, Observation> | null = null
  const reader: BulkReader = {
    ...base.reader,
    way: 'cms',
    intervalMs: 1_000,
    get state() {
      return base.reader.state
    },
    observeAll: (agentIds, signals) => {
      queries.push({ agentIds, at: time.awake })
      const all = (answerOf: (agentId: string) => Observation) =>
        new Map(agentIds.map((agentId) => [agentId, answerOf(agentId)]))
      const { signal } = signals ?? {}
      if (isHanging) {
        return canceled(
          signal,
          all(() => failed),
        )
      }
      if (rejection !== null) return Promise.reject(rejection)
      const answer = all((agentId) => failure ?? answers.get(agentId) ?? { kind: 'none' })
      for (const agentId of failure === null ? missing : []) answer.delete(agentId)
      if (delayMs === 0) return Promise.resolve(response ?? answer)
      return new Promise((resolve) => {
        setTimer(delayMs, () => {
          resolve(answer)
        })
      })
    },
  }
  return {
    ...base.hands,
    source: { origin, reader, room: new EvenRoom() } satisfies Source,
    answers,
    missing,
    queries,
    /** No query gets a response from now on; null: all do. */
    fail: (next: Observation | null) => (failure = next),
    /** Queries end only when they are canceled. */
    hang: (hangs: boolean) => (isHanging = hangs),
    reject: (error: Error | null) => (rejection = error),
    /** Each query takes this long. */
    slow: (ms: number) => (delayMs = ms),
    /** Every query gets this response, whoever it is about. */
    respond: (next: ReadonlyMap<string, Observation> | null) => (response = next),
  }
}

/** What readers of both kinds have. */
function createReader() {
  const stateListeners = new Set<() => void>()
  let state: ReaderState = { kind: 'signed-in' }
  let roster: RosterEntry[] | null = null
  let listFails = false
  let hint: (agentId: string) => void = () => {}
  const reader: Omit<SourceReader, 'way'> = {
    get state() {
      return state
    },
    agentDirectory: () => {
      if (roster === null) return null
      return Promise.resolve<AgentDirectoryAnswer>(
        listFails ? { ok: false, reason: 'timeout' } : { ok: true, agents: roster },
      )
    },
    onHint: (listener) => {
      hint = listener
      return () => {}
    },
    onState: (listener) => {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    retry: () => {},
    wake: () => {},
    blindSpots: [],
    signedIn: [],
    acceptedAt: -Infinity,
    close: () => Promise.resolve([]),
  }
  const hands = {
    hint: (agentId: string) => {
      hint(agentId)
    },
    setRoster: (entries: RosterEntry[]) => {
      roster = entries
    },
    setListFails: (fails: boolean) => {
      listFails = fails
    },
    setState: (next: ReaderState) => {
      state = next
      for (const listener of stateListeners) listener()
    },
  }
  return { reader, hands }
}

/** A watch of these sources. */
export function watchSources(
  time: TestTime,
  sources: readonly Source[],
  agentIds: string[],
  more: (hands: Hands) => Partial<MonitorOptions> = () => ({}),
) {
  const { clock, setTimer } = time
  const malformed: [string, number][] = []
  const failures: unknown[] = []
  let failing: unknown = null
  const monitor = new Monitor({
    sources,
    simulated: false,
    clock,
    random: () => 0.5,
    setTimer,
    onMalformed: (...report) => {
      malformed.push(report)
      if (failing !== null) throw failing
    },
    onFault: (error) => failures.push(error),
    ...more({ clock, setTimer }),
  })
  monitor.setAgents(agentIds.map((agentId) => ({ agentId, name: '' })))
  return {
    monitor,
    malformed,
    failures,
    failNextTime: (error: unknown) => (failing = error),
    call: (id = 0) => monitor.snapshot().calls[id],
    agent: (agentId: string) =>
      monitor.snapshot().agents.find((entry) => entry.agentId === agentId),
  }
}

/** A watch of one gateway. */
export function setUp(
  agentIds: string[],
  more: (hands: Hands) => Partial<MonitorOptions> = () => ({}),
) {
  const time = createTime()
  const gateway = createGateway(time)
  return { ...time, ...gateway, ...watchSources(time, [gateway.source], agentIds, more) }
}

export const holding = (callId = 'c1', feature = 0, heldMs?: number): Observation => ({
  kind: 'holding',
  calls: [
    {
      callId,
      callFeature: feature,
      caller: '02155501234',
      called: '4008000',
      skill: 'billing',
      ...(heldMs !== undefined && { heldMs }),
    },
  ],
  malformed: 0,
})
export const failed: Observation = { kind: 'unknown', reason: 'timeout' }
export const entry = (agentId: string, state: RosterEntry['state']): RosterEntry => ({
  agentId,
  name: `Name ${agentId}`,
  group: '',
  state,
})
