/** A call center, its gateway and a machine, on a clock that runs as fast as possible. */
import type { RosterEntry } from '../../src-shared/contract/index.ts'
import type { HoldReader, AgentDirectoryAnswer } from '../../src-main/monitor/reader.ts'
import { type BoardClock, createBoardClock } from '../../src-main/base/clock.ts'
import type { WatchedName } from '../../src-main/monitor/monitor.ts'
import type { SetTimer } from '../../src-main/base/timers.ts'
import type { Observation } from '../../src-main/monitor/observation.ts'
import { CallCenter, type HoldRecord } from '../../src-main/simulator/callCenter.ts'
import { defaultOptions, staff } from '../../src-main/simulator/options.ts'
import { createRandom, type Random } from '../../src-main/simulator/random.ts'
import { Shift } from '../../src-main/simulator/shift.ts'

/** The day begins at nine by the wall clock. */
export const nineMs = 9 * 3_600_000
const firstEpochMs = 1_760_000_000_000
/** The resolution of the true record. */
export const recordStepMs = 100
/** The gateway's response time, or the time until a lost query fails. */
const answerMs = [20, 120] as const
const lostMs = 2_000

interface Timer {
  at: number
  fn: () => void
}

export class ShiftWorld {
  /** The gateway does not respond. */
  isDown = false
  /** Agents whose queries fail. */
  readonly failing = new Set<string>()
  readonly agents: readonly [WatchedName, ...WatchedName[]]
  readonly random: Random
  readonly #center: CallCenter
  readonly #shift: Shift
  readonly #timers = new Set<Timer>()
  #awakeMs = 0
  #asleepMs = 0
  #sleeps = 0
  #recordedAt = firstEpochMs

  constructor(options: { seed: number; agents: number }) {
    this.random = createRandom(options.seed, 'world')
    const center = new CallCenter(
      staff({ ...defaultOptions, ...options }),
      () => this.#recordedAt,
      () => {},
    )
    this.#center = center
    this.#shift = new Shift(center, {
      seed: options.seed,
      desktops: true,
      noteEffect: 0,
      signIn: (agentId) => {
        center.signIn(agentId)
      },
    })
    const [first, ...others] = [...center.agents.values()].filter((agent) => !agent.inspector)
    if (first === undefined) throw new Error('A shift needs agents')
    this.agents = [first, ...others]
  }

  /** Epoch ms; continues through sleep. */
  get epoch(): number {
    return firstEpochMs + this.#awakeMs + this.#asleepMs
  }

  /** Whole ms since midnight, by the wall clock. */
  get timeOfDay(): number {
    return Math.floor(nineMs + this.#awakeMs + this.#asleepMs) % 86_400_000
  }

  /** Every true hold so far; times in epoch ms. */
  get record(): readonly HoldRecord[] {
    while (this.#recordedAt + recordStepMs <= this.epoch) {
      this.#recordedAt += recordStepMs
      this.#shift.step(recordStepMs)
    }
    return this.#center.record
  }

  /**
   * The board's clock of an app started now. It detects a sleep at its first reading; the app's own does so on the
   * monitor's next tick, up to a second later.
   */
  createClock(): BoardClock {
    return createBoardClock({
      monotonic: () => this.#awakeMs,
      uptime: () => this.#awakeMs + this.#asleepMs,
      wall: () => this.epoch,
    })
  }

  /** Counts down while the machine is awake. */
  setTimer: SetTimer = (ms, fn) => {
    const timer = { at: this.#awakeMs + ms, fn }
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  /**
   * Connections do not survive a sleep: a response from before, read afterwards, would count as a current observation.
   */
  sleep(ms: number): void {
    this.#asleepMs += ms
    this.#sleeps += 1
  }

  /** Lets this many ms pass while awake, running the timers that fall due. */
  async pass(ms: number): Promise<void> {
    const until = this.#awakeMs + ms
    for (;;) {
      let next: Timer | null = null
      for (const timer of this.#timers) if (timer.at < (next?.at ?? Infinity)) next = timer
      if (next === null || next.at > until) break
      this.#timers.delete(next)
      this.#awakeMs = Math.max(this.#awakeMs, next.at)
      next.fn()
      // Pending callbacks run before anything else happens.
      for (let turn = 0; turn < 4; turn += 1) await Promise.resolve()
    }
    this.#awakeMs = until
  }

  /** A reader as in the app, which needs a moment to sign in. */
  /** @param onSent called for each request */
  createReader(onSent: () => void): HoldReader {
    const listeners = new Set<() => void>()
    let isSignedIn = false
    this.setTimer(this.random.between(300, 2_000), () => {
      isSignedIn = true
      for (const listener of listeners) listener()
    })
    return {
      way: 'inspector',
      get state() {
        return { kind: isSignedIn ? ('signed-in' as const) : ('signing-in' as const) }
      },
      observe: (agentId) => {
        onSent()
        return this.#observe(agentId)
      },
      agentDirectory: () => {
        onSent()
        return this.#roster()
      },
      onHint: () => () => {},
      onState: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      retry: () => {},
      wake: () => {},
      close: () => Promise.resolve([]),
      blindSpots: [],
      signedIn: [],
      acceptedAt: -Infinity,
    }
  }

  #after<T>(ms: number, answer: () => T): Promise<T> {
    return new Promise((resolve) => {
      this.setTimer(ms, () => {
        resolve(answer())
      })
    })
  }

  #observe(agentId: string): Promise<Observation> {
    const { random } = this
    const sleeps = this.#sleeps
    const isLost = () => this.isDown || this.failing.has(agentId) || this.#sleeps !== sleeps
    if (isLost()) return this.#after(lostMs, () => ({ kind: 'unknown', reason: 'timeout' }))
    // The gateway reads its list at some moment between query and response.
    const list = random.chance(0.5) ? this.#heldBy(agentId) : null
    return this.#after(random.between(...answerMs), () =>
      isLost() ? { kind: 'unknown', reason: 'unreachable' } : (list ?? this.#heldBy(agentId)),
    )
  }

  #heldBy(agentId: string): Observation {
    void this.record
    const calls = this.#center
      .agent(agentId)
      .calls.filter(({ state }) => state === 'held')
      .map(({ callId, caller, called, skill, feature }) => ({
        callId,
        caller,
        called,
        skill,
        callFeature: feature,
      }))
    return calls.length === 0 ? { kind: 'none' } : { kind: 'holding', calls, malformed: 0 }
  }

  #roster(): Promise<AgentDirectoryAnswer> {
    if (this.isDown) {
      return this.#after(lostMs, () => ({ ok: false, reason: 'timeout' }))
    }
    return this.#after(this.random.between(...answerMs), () => {
      void this.record
      const entry = (agentId: string): RosterEntry => {
        const agent = this.#center.agent(agentId)
        const state = agent.calls.length > 0 ? 'talking' : agent.resting
        return {
          agentId,
          name: agent.name,
          group: agent.group,
          state: agent.node === null ? 'signed-out' : state,
        }
      }
      return { ok: true, agents: this.agents.map(({ agentId }) => entry(agentId)) }
    })
  }
}
