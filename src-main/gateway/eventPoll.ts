import { eventsOf, type GatewayEvent } from './protocol.ts'
import { ruleOf } from './resultCodes.ts'
import type { SessionState, Standing, Trouble } from './sessionState.ts'
import { backOff } from './time.ts'
import type { Answer, Ask } from './transport.ts'

export type PollEnd = { kind: 'aborted' } | { kind: 'lost'; retcode?: string }

type EndReason = 'lost' | 'untrusted' | 'renew'
/**
 * Of two reasons the weightier counts. Told to go on, the poll itself finds out whether the certificate
 * is trusted by now, whoever met the old one.
 */
const weights: Record<EndReason, number> = { untrusted: 0, renew: 1, lost: 2 }

export interface Poll {
  /**
   * `lost`: the session is gone. `untrusted`: another request met a certificate that is not trusted.
   * `renew`: the one under way may hang at a connection that is dead; it is asked anew.
   */
  end(why: EndReason): void
}

export interface PollOptions {
  agentId: string
  signal: AbortSignal
  random: () => number
  now: () => number
  /** Sends with the session's GUID, once more if a newer one came meanwhile. */
  send: (ask: Ask) => Promise<Answer>
  standing: (signal: AbortSignal) => Promise<Standing>
  /** Ends early when the supervisor says "try again"; null waits for that alone. */
  wait: (ms: number | null, signal: AbortSignal) => Promise<void>
  onAnswer: () => void
  onEvent: (event: GatewayEvent) => void
  onState: (state: SessionState) => void
  onEnd: (end: PollEnd) => void
}

/** The gateway answers within about 10 s (fact sheet §7.1), or as long as a site has set it up to wait. */
const pollTimeoutMs = 65_000
/** One failure is a hiccup; from the second in a row on it is an interruption. */
const hiccups = 1
/** Polls refused although the session stands, until it is given up. */
const refusalsAllowed = 3
/** Codes in a row that only a person can help with, until the person is asked: one may be a slip. */
const oddCodesAllowed = 3
/** Between such polls, ms. */
const oddCodeWaitMs = 10_000

type Outcome =
  | { kind: 'answered'; busy: boolean }
  | { kind: 'lost'; retcode?: string }
  | { kind: 'failed'; state: Trouble; leastMs?: number }
  | { kind: 'odd-code'; state: Trouble }
  | { kind: 'stopped'; state: Trouble }

/** The event poll of one session, which is also its heartbeat (fact sheet §3.3): runs until it is ended or lost. */
export function pollEvents(options: PollOptions): Poll {
  const { signal } = options
  let attempt = new AbortController()
  let said: EndReason | null = null
  const stop = () => attempt.abort()
  signal.addEventListener('abort', stop, { once: true })
  void run().then((end) => {
    signal.removeEventListener('abort', stop)
    options.onEnd(end)
  })
  return {
    end(why) {
      if (said === null || weights[why] > weights[said]) said = why
      attempt.abort()
    },
  }

  async function run(): Promise<PollEnd> {
    let failures = 0
    let refusals = 0
    let oddCodes = 0
    let cutOff = false
    let interrupted = false
    while (!signal.aborted) {
      // After an interruption the long poll would tell only ten seconds later that all is well.
      const quick: boolean = cutOff && interrupted
      const outcome: Outcome | null = said === null ? await (quick ? askQuickly() : ask()) : null
      if (signal.aborted) return { kind: 'aborted' }
      const why = said
      said = null
      if (attempt.signal.aborted) attempt = new AbortController()
      if (why === 'lost') return { kind: 'lost' }
      if (why === 'renew') continue
      oddCodes = outcome?.kind === 'odd-code' ? oddCodes + 1 : 0
      const hasEnough = oddCodes >= oddCodesAllowed
      if (why === 'untrusted' || outcome === null || outcome.kind === 'stopped' || hasEnough) {
        const state = outcome !== null && 'state' in outcome ? outcome.state : untrusted
        oddCodes = 0
        options.onState({ kind: 'stopped', ...(why === 'untrusted' ? untrusted : state) })
        await options.wait(null, signal)
        if (signal.aborted) return { kind: 'aborted' }
        options.onState({ kind: 'signing-in' })
        interrupted = cutOff = true
        continue
      }
      if (outcome.kind === 'lost') {
        // A session that stands but whose polls are refused will not live for long.
        const { retcode } = outcome
        const standing = retcode === undefined ? null : await options.standing(attempt.signal)
        if (signal.aborted) return { kind: 'aborted' }
        if (standing === null || standing.kind === 'lost' || ++refusals >= refusalsAllowed) {
          return outcome
        }
      }
      if (outcome.kind === 'answered') {
        options.onAnswer()
        if (interrupted) options.onState({ kind: 'signed-in' })
        interrupted = cutOff = false
        if (!quick) failures = refusals = 0
        // 200 to 500 ms after each answer (fact sheet §7.1).
        if (!quick) await options.wait(outcome.busy ? 200 : 500, signal)
        continue
      }
      failures += 1
      const state: Trouble =
        'state' in outcome
          ? outcome.state
          : { reason: 'signed-out' as const, ...(outcome.retcode && { retcode: outcome.retcode }) }
      cutOff = state.reason === 'unreachable'
      const leastMs =
        outcome.kind === 'odd-code'
          ? oddCodeWaitMs
          : (outcome.kind === 'failed' && outcome.leastMs) || 0
      const ms = Math.max(leastMs, backOff(failures, options.random))
      if (failures > hiccups) {
        interrupted = true
        options.onState({ kind: 'interrupted', ...state, nextTryAt: options.now() + ms })
      }
      await options.wait(ms, signal)
    }
    return { kind: 'aborted' }
  }

  async function ask(): Promise<Outcome> {
    const answer = await options.send({
      method: 'GET',
      path: `agentevent/${options.agentId}`,
      timeoutMs: pollTimeoutMs,
      signal: attempt.signal,
    })
    if (!answer.ok) {
      const state = { reason: answer.reason }
      return { kind: answer.reason === 'untrusted-certificate' ? 'stopped' : 'failed', state }
    }
    const { retcode, event } = answer.reply
    const state = { reason: 'gateway-error' as const, retcode }
    switch (ruleOf(retcode).action) {
      case 'ok': {
        const events = eventsOf(event)
        for (const one of events) options.onEvent(one)
        return { kind: 'answered', busy: events.length > 0 }
      }
      case 'renew-guid':
        return { kind: 'lost', retcode }
      case 'sign-in-again':
        return { kind: 'lost' }
      case 'slow-down':
        return { kind: 'failed', state, leastMs: 2_000 }
      case 'bug':
      case 'stop-and-ask':
        return { kind: 'odd-code', state }
      case 'none':
      case 'retry-later':
      case 'skip-agent':
        return { kind: 'failed', state }
    }
  }

  async function askQuickly(): Promise<Outcome> {
    const standing = await options.standing(attempt.signal)
    switch (standing.kind) {
      case 'fine':
        return { kind: 'answered', busy: false }
      case 'lost':
        return { kind: 'lost' }
      case 'unknown': {
        const { reason, retcode } = standing
        const state = { reason, ...(retcode !== undefined && { retcode }) }
        return { kind: reason === 'untrusted-certificate' ? 'stopped' : 'failed', state }
      }
    }
  }
}

const untrusted = { reason: 'untrusted-certificate' } as const
