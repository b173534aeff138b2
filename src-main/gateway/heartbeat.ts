import { eventsOf, type GatewayEvent } from './protocol.ts'
import { ruleOf } from './resultCodes.ts'
import type { SessionEvent } from './sessionStep.ts'
import { mayHaveArrived } from './signIn.ts'
import type { Answer, Ask } from './transport.ts'

/** The gateway responds within about 10 s (gateway protocol §7.1), or within the wait that a site has configured. */
const pollTimeoutMs = 65_000
const slowDownMs = 2_000

/** One event poll, which is also the session's heartbeat (gateway protocol §3.3). */
export async function pollOnce(
  send: (ask: Omit<Ask, 'keys'>) => Promise<Answer>,
  agentId: string,
  { signal, now, generation }: { signal: AbortSignal; now: () => number; generation: () => number },
): Promise<{ event: SessionEvent; news: GatewayEvent[] }> {
  const sentAt = now()
  const answer = await send({
    method: 'GET',
    path: `agentevent/${agentId}`,
    timeoutMs: pollTimeoutMs,
    isForSession: true,
    isLongPoll: true,
    signal,
  })
  if (!answer.ok) {
    const trouble = { reason: answer.reason }
    return withoutNews({ kind: 'poll-failed', trouble, mayHaveArrived: mayHaveArrived(answer) })
  }
  const { retcode, event } = answer.reply
  const failed = {
    kind: 'poll-failed' as const,
    trouble: { reason: 'gateway-error' as const, retcode },
    mayHaveArrived: false,
  }
  switch (ruleOf(retcode).action) {
    case 'ok': {
      const news = eventsOf(event)
      const hasEvents = news.length > 0
      const isRenewed = generation() > answer.generation
      return { event: { kind: 'poll-answered', hasEvents, isRenewed, ms: now() - sentAt }, news }
    }
    case 'renew-guid':
      return withoutNews({ kind: 'poll-refused', retcode })
    case 'sign-in-again':
      return withoutNews({ kind: 'lost', retcode })
    case 'slow-down':
      return withoutNews({ ...failed, leastMs: slowDownMs })
    case 'bug':
    case 'stop-and-ask':
      return withoutNews({ kind: 'poll-odd', retcode })
    case 'none':
    case 'retry-later':
    case 'skip-agent':
      return withoutNews(failed)
  }
}

const withoutNews = (event: SessionEvent) => ({ event, news: [] })
