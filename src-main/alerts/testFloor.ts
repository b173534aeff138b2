import type { HeldCall, Limits } from '../../src-shared/contract/index.ts'
import { levelAt, nextCrossing } from '../../src-shared/levels.ts'
import type { AlertBoard, AlertSettings, AlertSource } from './alert.ts'
import { decide, type Decision } from './decide.ts'
import { type AlertMemory, emptyMemory } from './memory.ts'

export const origin = 'https://gw:8043'
const otherOrigin = 'https://other:8043'
export const minute = 60_000
export const standardLimits: Limits = { amberMs: minute, redMs: 2 * minute, criticalMs: 5 * minute }
export const standardSettings: AlertSettings = {
  notifications: { amber: true, red: true, critical: true },
  sounds: { amber: 'soft', red: 'double', critical: 'urgent' },
  noDataAlarm: false,
  volume: 60,
  quietTime: { isOn: false, from: '20:00', to: '07:00' },
}

/** A second source with this state. */
export const otherSource = (
  watch: AlertSource['watch']['state'] = 'watching',
): NonNullable<Floor['other']> => ({
  name: 'South',
  way: 'inspector',
  agentCount: 5,
  lastAnswerAt: null,
  watch,
})

/** One hold as on the board. */
export interface FloorHold {
  startedAt: number
  /** Null while the gateway lists it; otherwise when it was last observed. */
  lostAt: number | null
  /** The origins of the sources that list it. */
  sources: string[]
}

/** One decision and its input. */
export interface Look extends Decision {
  at: number
  board: AlertBoard
  settings: AlertSettings
  limits: Limits
}

/** A simulated floor with holds, whose time the test controls; a decision is made once a second. */
export class Floor {
  now = 1_000_000
  /** Local time of day of `now` = 0, ms. */
  midnightAt = 0
  limits = standardLimits
  settings = standardSettings
  watch: AlertSource['watch']['state'] = 'watching'
  lastAnswerAt: number | null = null
  /** A second source; null where there is none. */
  other:
    | (Pick<AlertSource, 'name' | 'way' | 'agentCount' | 'lastAnswerAt'> & {
        watch: AlertSource['watch']['state']
      })
    | null = null
  memory: AlertMemory = emptyMemory
  readonly holds = new Map<string, FloorHold>()
  readonly decisions: Look[] = []

  /** Starts holds now. */
  hold(...holdIds: string[]): void {
    this.#holdAt([origin], holdIds)
  }

  /** Starts holds that the second source lists. */
  holdAtOther(...holdIds: string[]): void {
    this.#holdAt([otherOrigin], holdIds)
  }

  /** Starts holds that both sources list. */
  holdAtBoth(...holdIds: string[]): void {
    this.#holdAt([origin, otherOrigin], holdIds)
  }

  end(...holdIds: string[]): void {
    for (const holdId of holdIds) this.holds.delete(holdId)
    this.look()
  }

  /** The gateway no longer reports these. */
  lose(...holdIds: string[]): void {
    for (const hold of this.#holdsById(holdIds)) Object.assign(hold, { lostAt: this.now })
  }

  /** The gateway reports these again. */
  find(...holdIds: string[]): void {
    for (const hold of this.#holdsById(holdIds)) Object.assign(hold, { lostAt: null })
    this.look()
  }

  /** Lets time pass, with a decision as often as the monitor makes one, and whenever one was scheduled. */
  pass(ms: number): void {
    const until = this.now + ms
    while (this.now < until) {
      const nextDecisionAt = this.decisions.at(-1)?.nextAt ?? Infinity
      this.now = Math.min(
        until,
        this.now + 1_000,
        ...this.#crossings,
        Math.max(nextDecisionAt, this.now + 1),
      )
      this.look()
    }
  }

  /** Publishes the board and decides. */
  look(): Decision {
    const { now, board, settings } = this
    const decision = decide(this.memory, { now, timeOfDay: this.timeOfDay, board, settings })
    this.memory = decision.memory
    this.decisions.push({ ...decision, at: now, board, settings, limits: this.limits })
    return decision
  }

  get timeOfDay(): number {
    return (this.now + this.midnightAt) % 86_400_000
  }

  get board(): AlertBoard {
    return {
      sources: [
        {
          origin,
          name: '',
          way: 'inspector',
          agentCount: this.holds.size,
          watch: { state: this.watch, reason: null },
          lastAnswerAt: this.lastAnswerAt,
        },
        ...(this.other === null
          ? []
          : [
              {
                ...this.other,
                origin: otherOrigin,
                watch: { state: this.other.watch, reason: null },
              },
            ]),
      ],
      calls: [...this.holds].map(([holdId, hold]) => this.#row(holdId, hold)),
      names: new Map([...this.holds.keys()].map((holdId) => [agentOf(holdId), 'Li Na'])),
    }
  }

  /** All alerts so far, in short form: `a red crossed`. */
  get alerts(): string[][] {
    return this.decisions.flatMap(({ alert }) =>
      alert === null
        ? []
        : [alert.entries.map(({ holdId, level, kind }) => `${holdId} ${level} ${kind}`)],
    )
  }

  get last(): Decision {
    const decision = this.decisions.at(-1)
    if (decision === undefined) throw new Error('Nothing was decided yet')
    return decision
  }

  #holdAt(sources: string[], holdIds: readonly string[]): void {
    for (const holdId of holdIds) {
      this.holds.set(holdId, { startedAt: this.now, lostAt: null, sources })
    }
    this.look()
  }

  get #crossings(): number[] {
    return [...this.holds.values()].map(
      ({ startedAt }) => startedAt + (nextCrossing(this.now - startedAt, this.limits) ?? Infinity),
    )
  }

  #holdsById(holdIds: readonly string[]): FloorHold[] {
    return holdIds.flatMap((holdId) => this.holds.get(holdId) ?? [])
  }

  #row(holdId: string, { startedAt, lostAt, sources }: FloorHold): HeldCall {
    const lastSeenAt = lostAt ?? this.now
    const states = new Map([
      [origin, this.watch],
      [otherOrigin, this.other?.watch],
    ])
    const isHalted = sources.every((each) =>
      ['paused', 'stopped'].includes(states.get(each) ?? 'watching'),
    )
    return {
      holdId,
      agentId: agentOf(holdId),
      callId: holdId,
      customer: '•••• 5678',
      skill: 'billing',
      callFeature: 0,
      startedAt,
      notBefore: startedAt,
      gap: false,
      lastSeenAt,
      stale: isHalted || this.now - lastSeenAt > 5_000,
      ...levelAt(this.now - startedAt, this.limits),
      holdNumber: 1,
      earlierMs: 0,
      sources,
      attention: null,
      notedAt: null,
    }
  }
}

const agentOf = (holdId: string) => `1${holdId}`
