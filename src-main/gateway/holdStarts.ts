import type { Observation } from '../monitor/observation.ts'
import { type GatewayEvent, heldCallOf } from './protocol.ts'
import type { Time } from '../base/timers.ts'
import type { Answer, Ask } from './transport.ts'

/** A call that is missing from a list asked for no longer ago than this has a start that is known well enough, ms. */
const knownMs = 2_000
/** No row waits for longer to learn when its hold began, ms. */
const waitMs = 1_000
/** The gateway's clock is compared with ours by this many events at least: a single one may have come late. */
const leastEvents = 3

type HeldFor = NonNullable<ReturnType<typeof heldCallOf>>
type Send = (ask: Omit<Ask, 'keys'>) => Promise<Answer>

/**
 * Finds out since when a call is held, once for each hold whose start the lists of one agent leave open: from the
 * event that told of it, or else by asking. The question empties the session's event queue (gateway protocol §7.5), so
 * it is for sessions of our own only: what an event would have hinted at, the next list tells.
 */
export class HoldStarts {
  readonly #agentId: string
  readonly #time: Time
  /** Calls in the last list that came. */
  #listedCalls: ReadonlySet<string> = new Set()
  /** When that list was asked for, clock ms; long ago where it had a hole. */
  #listAskedAt = -Infinity
  /** The call that was put on hold last, as an event told, and when that happened by the gateway's clock, epoch ms. */
  #lastHold: { callId: string; generatedAt: number } | null = null
  /** Our clock less the gateway's, ms: the least of all differences, as of an event that was delivered at once. */
  #leastOffsetMs = Infinity
  #events = 0

  constructor(agentId: string, time: Time) {
    this.#agentId = agentId
    this.#time = time
  }

  /** An event of this agent's session came, now. */
  hear({ type, content, generatedAt }: GatewayEvent): void {
    if (generatedAt === null) return
    this.#events += 1
    this.#leastOffsetMs = Math.min(this.#leastOffsetMs, this.#time.now() - generatedAt)
    const callId = typeof content === 'string' ? content.trim() : ''
    if (type === 'AgentEvent_Hold' && callId !== '') this.#lastHold = { callId, generatedAt }
  }

  /**
   * The same list, with `heldMs` at the call of which the gateway tells it; never throws.
   * @param askedAt when the list was asked for, clock ms
   * @param send asks with the session that the list came from
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

  /** What the last event of a hold says of these calls. */
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
