import type { RosterEntry } from '../../src-shared/contract/index.ts'
import type { HoldReader, ReaderState, AgentDirectoryAnswer } from './reader.ts'
import { type BoardClock, createBoardClock } from '../base/clock.ts'
import { Monitor, type MonitorOptions } from './monitor.ts'
import { type SetTimer } from '../base/timers.ts'
import type { Observation } from './observation.ts'
import { EvenRoom } from './testRoom.ts'

/** What a test may need before the monitor exists. */
export interface Hands {
  clock: BoardClock
  setTimer: SetTimer
}

/** A clock, timers and a gateway that the test controls by hand. */
export function setUp(
  agentIds: string[],
  more: (hands: Hands) => Partial<MonitorOptions> = () => ({}),
) {
  const time = { awake: 0, asleep: 0 }
  const timers = new Set<{ at: number; fn: () => void }>()
  const clock = createBoardClock({
    monotonic: () => time.awake,
    uptime: () => time.awake + time.asleep,
    wall: () => 1e12,
  })
  const room = new EvenRoom()
  const answers = new Map<string, Observation>()
  /** Agents whose queries never get a response. */
  const hanging = new Set<string>()
  /** Agents whose queries wait for their turn to be sent until they are canceled. */
  const queued = new Set<string>()
  /** Queries that were canceled before they were sent. */
  let calledOff = 0
  const leftUnsent = <T>(callOff: AbortSignal | undefined, answer: T) =>
    new Promise<T>((resolve) => {
      callOff?.addEventListener('abort', () => {
        calledOff += 1
        resolve(answer)
      })
    })
  const queries: { agentId: string; at: number }[] = []
  const stateListeners = new Set<(state: ReaderState) => void>()
  let state: ReaderState = { kind: 'signed-in' }
  let roster: RosterEntry[] | null = null
  let listFails = false
  let listHangs = false
  let listQueues = false
  let hint: (agentId: string) => void = () => {}
  const reader: HoldReader = {
    way: 'inspector',
    observe: (agentId, signals) => {
      queries.push({ agentId, at: time.awake })
      room.countRequest(clock.now())
      if (queued.has(agentId)) return leftUnsent(signals?.callOff, failed)
      if (hanging.has(agentId)) return new Promise<never>(() => {})
      return Promise.resolve(answers.get(agentId) ?? { kind: 'none' })
    },
    agentDirectory: (signals) => {
      if (roster === null) return null
      lists += 1
      room.countRequest(clock.now())
      if (listQueues) return leftUnsent(signals?.callOff, { ok: false, reason: 'timeout' } as const)
      if (listHangs) return new Promise<never>(() => {})
      return Promise.resolve<AgentDirectoryAnswer>(
        listFails ? { ok: false, reason: 'timeout' } : { ok: true, agents: roster },
      )
    },
    onHint: (listener) => {
      hint = listener
      return () => {}
    },
    get state() {
      return state
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
  const malformed: [string, number][] = []
  const failures: unknown[] = []
  let lists = 0
  let failing: unknown = null
  const setTimer: SetTimer = (ms, fn) => {
    const timer = { at: time.awake + ms, fn }
    timers.add(timer)
    return () => timers.delete(timer)
  }
  const monitor = new Monitor({
    sources: [{ reader, room, origin: 'https://gw:8043' }],
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
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
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
  monitor.setAgents(agentIds.map((agentId) => ({ agentId, name: '' })))
  return {
    monitor,
    room,
    answers,
    hanging,
    queued,
    queueList: (queues: boolean) => (listQueues = queues),
    calledOff: () => calledOff,
    queries,
    malformed,
    failures,
    failNextTime: (error: unknown) => (failing = error),
    listsAsked: () => lists,
    pass,
    time,
    hint: (agentId: string) => hint(agentId),
    setRoster: (entries: RosterEntry[]) => {
      roster = entries
    },
    hangList: () => (listHangs = true),
    setListFails: (fails: boolean) => {
      listFails = fails
    },
    setState: (next: ReaderState) => {
      state = next
      for (const listener of stateListeners) listener(state)
    },
    call: (id = 0) => monitor.snapshot().calls[id],
    agent: (agentId: string) =>
      monitor.snapshot().agents.find((entry) => entry.agentId === agentId),
  }
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
