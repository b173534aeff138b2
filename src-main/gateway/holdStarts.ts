import type { Observation } from '../monitor/observation.ts'
import { type GatewayEvent, heldCallOf } from './protocol.ts'
import type { Time } from '../base/timers.ts'
import type { Answer, Ask } from './transport.ts'

/**
 * If a list requested no longer ago than this does not contain a call, the start of its hold is known well enough, ms.
 */
const knownMs = 2_000
/** Maximum time that a row waits for the start of its hold, ms. */
const waitMs = 1_000
/** Minimum number of events for comparing the gateway's clock with ours: a single one may have been delayed. */
const leastEvents = 3

type HeldFor = NonNullable<ReturnType<typeof heldCallOf>>
type Send = (ask: Omit<Ask, 'keys'>) => Promise<Answer>

/**
 * Determines since when a call is held, once for each hold whose start the lists of one agent leave open: from the
 * event that reported it, or else with a query. The query empties the session's event queue (gateway protocol §7.5), so
 * it is only used with our own sessions: the next list shows what a lost event would have hinted at.
 */
export class HoldStarts {
  readonly #agentId: string
  readonly #time: Time
  /** Calls in the last list received. */
  #listedCalls: ReadonlySet<string> = new Set()
  /** When that list was requested, clock ms; -Infinity where it had a malformed entry. */
  #listAskedAt = -Infinity
  /**
   * The call that was last put on hold according to an event, and when that happened by the gateway's clock, epoch ms.
   */
  #lastHold: { callId: string; generatedAt: number } | null = null
  /** Our clock minus the gateway's, ms: the smallest difference, as of an event that was delivered at once. */
  #leastOffsetMs = Infinity
  #events = 0

  constructor(agentId: string, time: Time) {
    this.#agentId = agentId
    this.#time = time
  }

  /** Call when an event of this agent's session is received. */
  hear({ type, content, generatedAt }: GatewayEvent): void {
    if (generatedAt === null) return
    this.#events += 1
    this.#leastOffsetMs = Math.min(this.#leastOffsetMs, this.#time.now() - generatedAt)
    const callId = typeof content === 'string' ? content.trim() : ''
    if (type === 'AgentEvent_Hold' && callId !== '') this.#lastHold = { callId, generatedAt }
  }

  /**
   * Returns the same list, with `heldMs` for the call whose start the gateway reports; never throws.
   * @param askedAt when the list was requested, clock ms
   * @param send sends with the session that the list came from
   */
  async complete(
    list: Observation,
    askedAt: number,
    send: Send,
    signal?: AbortSignal,
  ): Promise<Observation> {
    if (list.kind === 'unknown') return list
    const calls = list.kind === 'holding' ? list.calls : []
    const added = calls
      .map(({ callId }) => callId)
      .filter((callId) => !this.#listedCalls.has(callId))
    const isOpen = added.length > 0 && this.#time.now() - this.#listAskedAt > knownMs
    this.#listedCalls = new Set(calls.map(({ callId }) => callId))
    this.#listAskedAt = list.kind === 'holding' && list.malformed > 0 ? -Infinity : askedAt
    if (!isOpen || list.kind === 'none') return list

    const heldCall = this.#fromEvent(added) ?? (await this.#ask(send, signal))
    if (heldCall === null) return list
    const { callId, heldMs } = heldCall
    return {
      ...list,
      calls: calls.map((call) => (call.callId === callId ? { ...call, heldMs } : call)),
    }
  }

  /** The content of the last hold event about these calls. */
  #fromEvent(callIds: readonly string[]): HeldFor | null {
    const hold = this.#lastHold
    if (hold === null || this.#events < leastEvents || !callIds.includes(hold.callId)) return null
    const heldMs = this.#time.now() - this.#leastOffsetMs - hold.generatedAt
    return { callId: hold.callId, heldMs }
  }

  async #ask(send: Send, signal?: AbortSignal): Promise<HeldFor | null> {
    const limit = new AbortController()
    const cancel = this.#time.schedule(waitMs, () => limit.abort())
    const answer = await send({
      method: 'POST',
      path: `onlineagent/${encodeURIComponent(this.#agentId)}/syncagentinfo`,
      signal: signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]),
    })
    cancel()
    return answer.ok ? heldCallOf(answer.reply) : null
  }
}
