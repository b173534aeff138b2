import type { UnknownReason } from '../../src-shared/contract/index.ts'
import { inSeconds, isSameCallId } from './callIds.ts'
import { type Earlier, EarlierHolds } from './earlierHolds.ts'
import { knownCallIds } from './knownCallIds.ts'
import type { Observation, SeenCall } from './observation.ts'

/** A start known to within this many ms counts as observed. */
export const knownStartMs = 2_000
/** Between two observations further apart than this, a retrieve could have gone unnoticed, ms. */
export const gapMs = 5_000

/** One hold of one call by one agent. All times are board-clock ms. */
export interface Hold {
  holdId: string
  agentId: string
  call: SeenCall
  /** 1 for the first observed hold of this call. */
  holdNumber: number
  /** Confirmed duration of the earlier holds of this call, ms. */
  earlierMs: number
  /**
   * The hold began after this, the last moment at which the call is known not to have been held; null if there was
   * none.
   */
  notBefore: number | null
  /** The hold began no later than this: its first observation, or the start that the gateway reported then. */
  firstSeenAt: number
  lastSeenAt: number
  gap: boolean
  /** The origins of the sources that have listed the call, the first one first; never empty. */
  sources: readonly string[]
}

/** The last query's result, for the agent's state. */
export type Latest =
  | { kind: 'known' }
  | { kind: 'unknown'; reason: UnknownReason; retcode: string | null; status: number | null }

/** The results that one source has given about one agent. Immutable. */
export interface Sight {
  /** Null until the first query ends. */
  latest: Latest | null
  /** When the last query was sent that showed which calls were not held; null before. */
  knownAskedAt: number | null
  /** When the last conclusive query was sent. */
  askedAt: number
  /** When its response was received, or its query sent where that took long. */
  knownAt: number | null
  /** Time between the last two conclusive responses, ms; Infinity before the second. */
  stepMs: number
  /** The calls on the last conclusive list: the id that the source uses, and the one that the ledger uses. */
  callIds: ReadonlyMap<string, string>
  /** Failures since then. */
  failures: number
}

/** What is known of one agent. Immutable. */
export interface AgentRecord {
  agentId: string
  /** By the origin of the source; none before its first response. */
  sights: ReadonlyMap<string, Sight>
  holds: readonly Hold[]
  /** When the last response was received that ended a hold; -Infinity before. */
  endedAt: number
}

/**
 * The holds of an earlier run, on the board clock of this one. Their calls have no numbers: the next observation
 * restores them.
 */
export interface SavedHolds {
  /** Still open. */
  holds: readonly Hold[]
  /** Earlier holds of calls that may be held again, by `callKey`. */
  earlier: ReadonlyMap<string, Earlier>
}

/** A hold that was not known before. */
export interface StartedHold extends Hold {
  /** When the last query of its source was sent, if it showed the agent without this hold; otherwise null. */
  lookedAt: number | null
}

/** A hold that is over: it ended after `lastSeenAt` and no later than `endedBy`. */
export interface EndedHold extends Hold {
  endedBy: number
}

/** The holds that one observation began and ended. */
export interface Changes {
  started: StartedHold[]
  ended: EndedHold[]
  /** Whether anything is different from before, except that what is known is known for longer. */
  isNews: boolean
}

export const callKey = (agentId: string, callId: string) => `${agentId}/${callId}`

/** Agent and call of such a key. */
export const splitKey = (key: string): [agentId: string, callId: string] => [
  key.slice(0, key.indexOf('/')),
  key.slice(key.indexOf('/') + 1),
]

const unasked = (agentId: string): AgentRecord => ({
  agentId,
  sights: new Map(),
  holds: [],
  endedAt: -Infinity,
})

const noCallIds: Sight['callIds'] = new Map()
const noChange: Changes = { started: [], ended: [], isNews: false }

/** What a source knows of an agent before its first response. */
export const unseen: Sight = {
  latest: null,
  knownAskedAt: null,
  askedAt: -Infinity,
  knownAt: null,
  stepMs: Infinity,
  callIds: noCallIds,
  failures: 0,
}

/** Whether the start is known to within two seconds. */
export function startIsSeen({ notBefore, firstSeenAt }: Hold): boolean {
  return notBefore !== null && firstSeenAt - notBefore <= knownStartMs
}

/**
 * The bounds between which a newly observed hold began. The gateway measures the duration that it reports with its own
 * clock, at some moment between query and response.
 */
function beginning(
  heldMs: number | undefined,
  lookedAt: number | null,
  askedAt: number,
  answeredAt: number,
): Pick<Hold, 'notBefore' | 'firstSeenAt'> {
  const seen = { notBefore: lookedAt, firstSeenAt: answeredAt }
  if (heldMs === undefined) return seen
  const reported = { notBefore: askedAt - heldMs, firstSeenAt: answeredAt - heldMs }
  if (lookedAt === null) return reported
  // The call was not held then: the gateway must mean an earlier hold.
  if (reported.firstSeenAt < lookedAt) return seen
  return { ...reported, notBefore: Math.max(reported.notBefore, lookedAt) }
}

/** The same array where the call is listed by nobody new. */
function withListers(
  sources: readonly string[],
  source: string,
  { listedBy = source }: SeenCall,
): readonly string[] {
  const added = [source, listedBy].filter((origin) => !sources.includes(origin))
  return added.length === 0 ? sources : [...new Set([...sources, ...added])]
}

/** The call as listed now, with what an earlier list gave of it: not every source knows numbers and skill. */
const withKnownTexts = (call: SeenCall, before: SeenCall): SeenCall => ({
  ...call,
  callFeature: call.callFeature ?? before.callFeature,
  caller: call.caller || before.caller,
  called: call.called || before.called,
  skill: call.skill || before.skill,
})

/** Whether a row shows the same as before, except for how long it is confirmed. */
const looksSame = (before: Hold, after: Hold) =>
  before.gap === after.gap &&
  before.sources === after.sources &&
  after.lastSeenAt - before.lastSeenAt <= gapMs &&
  before.call.callFeature === after.call.callFeature &&
  before.call.caller === after.call.caller &&
  before.call.called === after.call.called &&
  before.call.skill === after.call.skill

/**
 * What is true as far as the observations show. An observation changes one agent's record only. Several sources may
 * observe the same agent: a call is held while a source lists it, and its hold ends when one that has listed it does
 * not any more. What a source has never listed it may be unable to see, so its silence ends nothing.
 */
export class Ledger {
  #agents: Map<string, AgentRecord>
  /** By the id in seconds, whichever source has listed the call. */
  readonly #earlier = new EarlierHolds()

  constructor(saved: SavedHolds = { holds: [], earlier: new Map() }) {
    const byAgent = Map.groupBy(saved.holds, ({ agentId }) => agentId)
    this.#agents = new Map(
      [...byAgent].map(([agentId, holds]) => [agentId, { ...unasked(agentId), holds }]),
    )
    this.#addEarlier(saved)
  }

  /** In the order of the watch list. */
  get agents(): ReadonlyMap<string, AgentRecord> {
    return this.#agents
  }

  /**
   * Watches exactly these agents; what is known of the others is discarded. Their open holds are neither started nor
   * ended: nobody observed an end.
   */
  watch(agentIds: readonly string[]): void {
    const known = this.#agents
    this.#agents = new Map(
      agentIds.map((agentId) => [agentId, known.get(agentId) ?? unasked(agentId)]),
    )
  }

  /**
   * Adds the holds of an earlier run that were loaded late. A call that is still held continues its hold. Any other hold
   * is open until one of its sources has responded about the agent, and over if one has.
   */
  join(saved: SavedHolds): void {
    const savedLedger = new Ledger(saved)
    for (const [agentId, { holds: before }] of savedLedger.agents) {
      const agent = this.#agents.get(agentId)
      if (agent === undefined) continue
      const isSame = (one: Hold, other: Hold) => isSameCallId(one.call.callId, other.call.callId)
      const holds = agent.holds.map((hold) => {
        const known = before.find((each) => isSame(each, hold))
        if (known === undefined) return hold
        const { call, lastSeenAt, sources } = hold
        return { ...known, call, lastSeenAt, sources, gap: known.gap || hold.gap }
      })
      const isOver = ({ sources }: Hold) =>
        sources.some((source) => typeof agent.sights.get(source)?.knownAskedAt === 'number')
      const others = before.filter(
        (hold) => !isOver(hold) && !agent.holds.some((each) => isSame(each, hold)),
      )
      this.#agents.set(agentId, { ...agent, holds: [...holds, ...others] })
    }
    this.#addEarlier(saved)
  }

  /** This source is not queried about the agent any more: its last response says nothing about the present. */
  release(agentId: string, source: string): void {
    const agent = this.#agents.get(agentId)
    if (agent?.sights.has(source) !== true) return
    const sights = new Map(agent.sights)
    sights.delete(source)
    this.#agents.set(agentId, { ...agent, sights })
  }

  /**
   * This source is not watched any more. A hold that no other source has listed is discarded, neither started nor
   * ended: nobody observes its end.
   */
  remove(source: string): void {
    for (const agentId of this.#agents.keys()) {
      this.release(agentId, source)
      const agent = this.#agents.get(agentId)
      if (agent?.holds.some(({ sources }) => sources.includes(source)) !== true) continue
      const holds = agent.holds
        .map((hold) => ({ ...hold, sources: hold.sources.filter((origin) => origin !== source) }))
        .filter(({ sources }) => sources.length > 0)
      this.#agents.set(agentId, { ...agent, holds })
    }
  }

  /**
   * Applies one observation of one agent.
   * @param source the origin of the source that was queried
   * @param askedAt when the query was sent; the result was true at some moment between this one
   * @param answeredAt and this one (both board-clock ms)
   */
  observe(
    agentId: string,
    source: string,
    observation: Observation,
    askedAt: number,
    answeredAt: number,
  ): Changes {
    const agent = this.#agents.get(agentId)
    const sight = agent?.sights.get(source) ?? unseen
    // An agent removed and added again may have two queries in flight: the later one counts.
    if (agent === undefined || askedAt < sight.askedAt) return noChange
    const withSight = (changed: Sight, over: Partial<AgentRecord> = {}) => {
      const sights = new Map(agent.sights).set(source, changed)
      this.#agents.set(agentId, { ...agent, sights, ...over })
    }

    if (observation.kind === 'unknown') {
      const { reason, retcode = null, status = null } = observation
      const latest = { kind: 'unknown', reason, retcode, status } as const
      // The source responds, though not about this agent: no failures that add up.
      const wasUnknown = sight.latest?.kind === 'unknown' && sight.latest.reason === reason
      if (reason === 'not-listed' && wasUnknown) return noChange
      withSight({ ...sight, failures: sight.failures + 1, latest })
      return { ...noChange, isNews: true }
    }

    const calls = observation.kind === 'holding' ? observation.calls : []
    // A malformed entry may be any of the calls that are missing from the list.
    const listIsWhole = observation.kind === 'none' || observation.malformed === 0
    const callIds =
      calls.length === 0
        ? noCallIds
        : knownCallIds(
            calls.map(({ callId }) => callId),
            { holds: agent.holds, source, before: sight.callIds },
          )
    // A response that took long, for example through a sleep, says nothing about the present.
    const seenAt = answeredAt - askedAt > gapMs ? askedAt : answeredAt
    const changed: Sight = {
      latest: { kind: 'known' },
      // A list with a malformed entry does not show that a call was absent.
      knownAskedAt: listIsWhole ? askedAt : null,
      askedAt,
      knownAt: seenAt,
      stepMs: seenAt - (sight.knownAt ?? -Infinity),
      callIds,
      failures: 0,
    }
    const wasKnown = sight.latest?.kind === 'known' && changed.stepMs <= gapMs
    this.#earlier.forgetOld(answeredAt)
    if (calls.length === 0 && agent.holds.length === 0) {
      withSight(changed)
      return wasKnown ? noChange : { ...noChange, isNews: true }
    }

    const seen = new Map(
      calls.map((call): [string, SeenCall] => {
        const callId = callIds.get(call.callId) ?? call.callId
        return [callId, callId === call.callId ? call : { ...call, callId }]
      }),
    )
    const holds: Hold[] = []
    const ended: EndedHold[] = []
    let isSame = wasKnown
    for (const hold of agent.holds) {
      const call = seen.get(hold.call.callId)
      if (call !== undefined) {
        const next: Hold = {
          ...hold,
          call: withKnownTexts(call, hold.call),
          gap: hold.gap || askedAt - hold.lastSeenAt > gapMs,
          lastSeenAt: Math.max(hold.lastSeenAt, seenAt),
          sources: withListers(hold.sources, source, call),
        }
        holds.push(next)
        seen.delete(call.callId)
        isSame &&= looksSame(hold, next)
      } else if (listIsWhole && hold.sources.includes(source)) {
        ended.push({ ...hold, endedBy: answeredAt })
      } else {
        holds.push(hold)
      }
    }
    for (const hold of ended) this.#remember(hold)

    // A list that was requested before another one ended a hold may still contain that hold, under whichever id.
    const newCalls = askedAt < agent.endedAt ? [] : [...seen]
    const started = newCalls.map(([callId, call]): StartedHold => {
      const before = this.#earlier.of(agentId, inSeconds(callId), answeredAt)
      const holdNumber = (before?.count ?? 0) + 1
      // The last list contained the call, if another source has ended its hold since.
      const lookedAt = sight.callIds.has(callId) ? null : sight.knownAskedAt
      return {
        holdId: `${callKey(agentId, callId)}#${holdNumber}`,
        agentId,
        call,
        holdNumber,
        earlierMs: before?.totalMs ?? 0,
        ...beginning(call.heldMs, lookedAt, askedAt, answeredAt),
        lookedAt,
        lastSeenAt: answeredAt,
        gap: false,
        sources: withListers([], source, call),
      }
    })
    const endedAt = ended.length > 0 ? answeredAt : agent.endedAt
    withSight(changed, { holds: [...holds, ...started], endedAt })
    return { started, ended, isNews: !isSame || started.length > 0 || ended.length > 0 }
  }

  #remember({ agentId, call, holdNumber, earlierMs, firstSeenAt, lastSeenAt, endedBy }: EndedHold) {
    this.#earlier.remember(agentId, inSeconds(call.callId), {
      count: holdNumber,
      totalMs: earlierMs + lastSeenAt - firstSeenAt,
      lastEndedAt: endedBy,
    })
  }

  /** What is known of a call takes precedence. */
  #addEarlier({ earlier }: SavedHolds): void {
    for (const [key, totals] of earlier) {
      const [agentId, callId] = splitKey(key)
      const id = inSeconds(callId)
      if (this.#earlier.of(agentId, id, totals.lastEndedAt) === undefined)
        this.#earlier.remember(agentId, id, totals)
    }
  }
}
