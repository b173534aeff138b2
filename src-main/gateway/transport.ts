import ky from 'ky'
import type { Dispatcher } from 'undici'
import type { UnknownReason } from '../../src-shared/contract/index.ts'
import { failureOf } from './failure.ts'
import { readReply, type Reply } from './protocol.ts'
import type { SessionKeys } from './sessionKeys.ts'
import { type Log } from '../base/log.ts'
import { systemTime, type Time } from '../base/timers.ts'
import { undiciFetch, type WireFetch } from './undiciFetch.ts'

export interface TransportOptions {
  /** `https://host:port`. */
  origin: string
  /** Where every byte goes through: it alone decides which certificate is good. */
  dispatcher: Dispatcher
  log: Log
  time?: Time
  /** Told of every attempt but those that their caller gave up. */
  onEnded?: (ended: Ended) => void
  /** What ky sends with. */
  fetch?: WireFetch
}

export interface Ask {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Below `/agentgateway/resource/`. */
  path: string
  body?: unknown
  /** Sent along, and renewed from the answer. */
  keys?: SessionKeys
  /** ms for this attempt, body included; default 10 s. */
  timeoutMs?: number
  /** Most bytes of an answer's body; default 4 MiB. */
  maxBytes?: number
  signal?: AbortSignal
  /** Given up by this only as long as not a byte of it has left. */
  callOff?: AbortSignal
  /** It keeps a session (sign-in, poll, check, sign-out): goes before what only looks. */
  isForSession?: true
  /** The gateway answers when there is news, or after a time of its own. */
  isLongPoll?: true
}

/** What became of one attempt: always data, never thrown. `generation` is that of the GUID it left with. */
export type Answer = { ok: true; reply: Reply; generation: number } | Unanswered

export interface Unanswered {
  ok: false
  reason: UnknownReason
  status?: number
  /** The header of a 429 or 503, as it came. */
  retryAfter?: string
  /** Not a byte of it left: the gateway cannot have got it. */
  isUnsent?: true
}

export interface Transport {
  send(ask: Ask): Promise<Answer>
}

/** An attempt that is over: what it was for and how it ended, and nothing of what it held. */
export interface Ended {
  /** Method and interface without any id: `GET calldata/holdlistex`. */
  name: string
  /** Body included. */
  ms: number
  /** The gateway's code; null where no answer of a gateway came, for the reason beside it. */
  retcode: string | null
  reason: UnknownReason | null
  /** It brought a new GUID. */
  renewedGuid: boolean
}

/** Held calls and states take some kilobytes: more than this is not a gateway talking. */
const usualBytes = 4 * 1024 * 1024

/** HTTP to one gateway (gateway protocol §1): one attempt for each call, no redirect, no cache. */
export function createTransport(options: TransportOptions): Transport {
  const { origin, dispatcher, log, time = systemTime, onEnded } = options
  const fetch = options.fetch ?? undiciFetch
  const root = `${origin}/agentgateway/resource/`
  // A full name may end in a dot, of which cookies know nothing.
  const cookieRoot = root.replace(/\.(?=:\d+\/)/, '')
  const api = ky.create({ prefix: root, retry: 0, timeout: false, throwHttpErrors: false })

  return {
    async send(ask) {
      const sentAt = time.now()
      let renewedGuid = false
      const answer = await sendOnce(ask, () => (renewedGuid = true))
      if (!ask.signal?.aborted) {
        onEnded?.({
          name: `${ask.method} ${ask.path.replaceAll(/\/\d+/g, '')}`,
          ms: time.now() - sentAt,
          retcode: answer.ok ? answer.reply.retcode : null,
          reason: answer.ok ? null : answer.reason,
          renewedGuid,
        })
      }
      return answer
    },
  }

  async function sendOnce(ask: Ask, onGuid: () => void): Promise<Answer> {
    const { method, path, body, keys, timeoutMs = 10_000, maxBytes = usualBytes, signal } = ask
    const generation = keys?.generation ?? 0
    const attempt = new AbortController()
    const stop = () => attempt.abort(signal?.reason)
    const cancel = time.schedule(timeoutMs, () =>
      attempt.abort(new DOMException('no answer in time', 'TimeoutError')),
    )
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted) stop()
    const sentAt = time.now()
    const told = { method, path }
    try {
      const headers = new Headers(plainHeaders)
      keys?.addTo(headers, cookieRoot + path)
      const response = await api(path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        // The signal goes past ky, which would follow it in a costly way and never need it.
        fetch: (request) =>
          fetch(request as Request, { dispatcher, maxBytes, signal: attempt.signal }),
      })
      const { status } = response
      if (!response.ok) {
        log.warn('the gateway answered an HTTP status', { ...told, status })
        const retryAfter =
          status === 429 || status === 503 ? response.headers.get('retry-after') : null
        return {
          ok: false,
          reason: 'http-status',
          status,
          ...(retryAfter !== null && { retryAfter }),
        }
      }
      const before = keys?.generation
      keys?.takeFrom(response.headers, cookieRoot + path)
      if (keys?.generation !== before) onGuid()
      const reply = readReply(await textOf(response))
      if (reply === null) {
        log.warn('the answer is not one of a gateway', told)
        return { ok: false, reason: 'bad-reply' }
      }
      const ms = Math.round(time.now() - sentAt)
      log.debug('answered', { ...told, retcode: reply.retcode, ms })
      return { ok: true, reply, generation }
    } catch (error) {
      const failure = failureOf(error)
      if (!signal?.aborted) log.warn('no answer', { ...told, ...failure })
      return { ok: false, ...failure }
    } finally {
      cancel()
      signal?.removeEventListener('abort', stop)
    }
  }
}

/** All but the session's own; nothing is said of compressed answers, which cost more than they save. */
const plainHeaders = {
  'content-type': 'application/json; charset=UTF-8',
  accept: 'application/json',
  'user-agent': 'Holdwatch',
}

const utf8 = new TextDecoder('utf-8')
const chinese = new TextDecoder('gb18030')

/** The body as text, GBK where the header says so. */
async function textOf(response: Response): Promise<string> {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1]
  const isChinese = /^(gbk|gb2312|gb18030|x-gbk|cp936|ms936)$/i.test(charset ?? '')
  return (isChinese ? chinese : utf8).decode(await response.arrayBuffer())
}
