import type { Observation } from '../monitor/observation.ts'
import { heldCallOf } from './protocol.ts'
import type { Time } from './time.ts'
import type { Answer, Ask } from './transport.ts'

/** A call that is missing from a list asked for no longer ago than this has a start that is known well enough, ms. */
const knownMs = 2_000
/** No row waits for longer to learn when its hold began, ms. */
const waitMs = 1_000

type Send = (ask: Omit<Ask, 'keys'>) => Promise<Answer>

/**
 * Asks since when a call is held, once for each hold whose start the lists of one agent leave open. The question
 * empties the session's event queue (gateway protocol §7.5), so it is for sessions of our own only: what an event would
 * have hinted at, the next list tells.
 */
export class HoldStarts {
  readonly #agentId: string
  readonly #time: Time
  /** Calls in the last list that came. */
  #listed: ReadonlySet<string> = new Set()
  /** When that list was asked for, clock ms; long ago where it had a hole. */
  #listAskedAt = -Infinity

  constructor(agentId: string, time: Time) {
    this.#agentId = agentId
    this.#time = time
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
    const isOpen =
      calls.some(({ callId }) => !this.#listed.has(callId)) &&
      this.#time.now() - this.#listAskedAt > knownMs
    this.#listed = new Set(calls.map(({ callId }) => callId))
    this.#listAskedAt = list.kind === 'holding' && list.malformed > 0 ? -Infinity : askedAt
    if (!isOpen || list.kind === 'none') return list

    const held = await this.#ask(send, signal)
    if (held === null) return list
    const { callId, heldMs } = held
    return {
      ...list,
      calls: calls.map((call) => (call.callId === callId ? { ...call, heldMs } : call)),
    }
  }

  async #ask(send: Send, signal?: AbortSignal): Promise<ReturnType<typeof heldCallOf>> {
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
