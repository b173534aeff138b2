import type { UnknownReason } from '../../src-preload/contract/index.ts'
import type { Observation, SeenCall } from './observation.ts'

/** A start known to within this many ms counts as known; beyond it the clock is a lower bound. */
export const knownStartMs = 2_000
/** Between two sightings further apart than this, a retrieve could have gone by unseen. */
export const gapMs = 5_000
/** How long the totals of a call's earlier holds are remembered after the last one ended, ms. */
const rememberMs = 4 * 3_600_000

/** One hold of one call by one agent. All times are board-clock ms. */
export interface Hold {
  holdId: string
  agentId: string
  call: SeenCall
  /** 1 for the first hold of this call that was seen. */
  holdNumber: number
  /** Confirmed ms of the earlier holds of this call. */
  earlierMs: number
  /** Last moment at which the agent was known not to hold it; null if there was none. */
  notBefore: number | null
  firstSeenAt: number
  lastSeenAt: number
  gap: boolean
}

/** What the last query said, for the agent's state. */
export type Latest =
  | { kind: 'known'; at: number }
  | { kind: 'unknown'; reason: UnknownReason; retcode: string | null; status: number | null }

export interface AgentRecord {
  agentId: string
  /** Null until the first query ends. */
  latest: Latest | null
  /** When the last query was sent that told which calls were not held; null before. */
  knownAskedAt: number | null
  /** When the last query was sent that told anything. */
  askedAt: number
  /** When its answer came. */
  knownAt: number | null
  /** Failures since then. */
  failures: number
  holds: readonly Hold[]
}

/** Earlier holds of one call by one agent. */
interface Earlier {
  count: number
  totalMs: number
  lastEndedAt: number
}

/** What is true, as far as the observations tell. Never changed in place. */
export interface Ledger {
  agents: ReadonlyMap<string, AgentRecord>
  earlier: ReadonlyMap<string, Earlier>
}

/** A hold that is over: it ended after `lastSeenAt` and not later than `endedBy`. */
export interface EndedHold extends Hold {
  endedBy: number
}

export interface LedgerStep {
  ledger: Ledger
  started: Hold[]
  ended: EndedHold[]
}

export const emptyLedger: Ledger = { agents: new Map(), earlier: new Map() }

const keyOf = (agentId: string, callId: string) => `${agentId}/${callId}`

/** The start is not known to within two seconds: the clock shows a lower bound. */
export function isLowerBound(hold: Hold): boolean {
  return hold.notBefore === null || hold.firstSeenAt - hold.notBefore > knownStartMs
}

/**
 * Watches exactly these agents; what is known of the others is forgotten.
 * Their open holds are returned as neither started nor ended: nobody saw them end.
 */
export function watch(ledger: Ledger, agentIds: readonly string[]): Ledger {
  const agents = new Map<string, AgentRecord>()
  for (const agentId of agentIds) {
    agents.set(
      agentId,
      ledger.agents.get(agentId) ?? {
        agentId,
        latest: null,
        knownAskedAt: null,
        askedAt: -Infinity,
        knownAt: null,
        failures: 0,
        holds: [],
      },
    )
  }
  return { ...ledger, agents }
}

/**
 * Takes in one observation of one agent.
 * @param askedAt when the query was sent; what it tells was true at some moment from here
 * @param answeredAt to here (both board-clock ms)
 */
export function observe(
  ledger: Ledger,
  agentId: string,
  observation: Observation,
  askedAt: number,
  answeredAt: number,
): LedgerStep {
  const agent = ledger.agents.get(agentId)
  // An agent removed and added again may be asked twice at once: the later question counts.
  if (agent === undefined || askedAt < agent.askedAt) return { ledger, started: [], ended: [] }

  if (observation.kind === 'unknown') {
    const record: AgentRecord = {
      ...agent,
      failures: agent.failures + 1,
      latest: {
        kind: 'unknown',
        reason: observation.reason,
        retcode: observation.retcode ?? null,
        status: observation.status ?? null,
      },
    }
    return { ledger: withAgent(ledger, record), started: [], ended: [] }
  }

  const calls = observation.kind === 'holding' ? observation.calls : []
  const seen = new Map(calls.map((call) => [call.callId, call]))
  // A malformed entry may be any of the calls that are missing from the list.
  const listIsWhole = observation.kind === 'none' || observation.malformed === 0

  // An answer that was long on its way, through a sleep for one, says nothing of this moment.
  const seenAt = answeredAt - askedAt > gapMs ? askedAt : answeredAt
  const holds: Hold[] = []
  const ended: EndedHold[] = []
  const earlier = forgetOld(ledger.earlier, answeredAt)
  for (const hold of agent.holds) {
    const call = seen.get(hold.call.callId)
    if (call !== undefined) {
      const gap = hold.gap || askedAt - hold.lastSeenAt > gapMs
      holds.push({ ...hold, call, gap, lastSeenAt: Math.max(hold.lastSeenAt, seenAt) })
      seen.delete(call.callId)
    } else if (listIsWhole) {
      ended.push({ ...hold, endedBy: answeredAt })
      earlier.set(keyOf(agentId, hold.call.callId), {
        count: hold.holdNumber,
        totalMs: hold.earlierMs + hold.lastSeenAt - hold.firstSeenAt,
        lastEndedAt: answeredAt,
      })
    } else {
      holds.push(hold)
    }
  }

  const started = [...seen.values()].map((call): Hold => {
    const before = earlier.get(keyOf(agentId, call.callId))
    const holdNumber = (before?.count ?? 0) + 1
    return {
      holdId: `${keyOf(agentId, call.callId)}#${holdNumber}`,
      agentId,
      call,
      holdNumber,
      earlierMs: before?.totalMs ?? 0,
      notBefore: agent.knownAskedAt,
      firstSeenAt: answeredAt,
      lastSeenAt: answeredAt,
      gap: false,
    }
  })

  const record: AgentRecord = {
    ...agent,
    latest: { kind: 'known', at: answeredAt },
    // A list with a hole in it does not show that a call was absent.
    knownAskedAt: listIsWhole ? askedAt : null,
    askedAt,
    knownAt: answeredAt,
    failures: 0,
    holds: [...holds, ...started],
  }
  return { ledger: { ...withAgent(ledger, record), earlier }, started, ended }
}

function withAgent(ledger: Ledger, record: AgentRecord): Ledger {
  return { ...ledger, agents: new Map(ledger.agents).set(record.agentId, record) }
}

function forgetOld(earlier: ReadonlyMap<string, Earlier>, now: number): Map<string, Earlier> {
  return new Map([...earlier].filter(([, { lastEndedAt }]) => now - lastEndedAt < rememberMs))
}
