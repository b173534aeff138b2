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
  /** All bytes are sent through this dispatcher: it alone decides which certificate is trusted. */
  dispatcher: Dispatcher
  log: Log
  time?: Time
  /** Called for every attempt except those canceled by their caller. */
  onRequestFinished?: (request: FinishedRequest) => void
  /** The fetch function that ky uses. */
  fetch?: WireFetch
}

/** The interface of a server. */
export interface Service {
  /** The path that all others are below, with a slash at both ends. */
  root: string
  /** Parses a body; null if it is not a reply of this interface. */
  read(body: string): Reply | null
}

const gatewayService: Service = { root: '/agentgateway/resource/', read: readReply }

export interface Ask {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** The interface that the path is part of; by default, that of a gateway. */
  service?: Service
  /** Below the root of the interface. */
  path: string
  body?: unknown
  /** The body exactly as it is sent, in place of `body`. */
  text?: string
  /** Further headers, built at the moment of sending: a signature contains the time. */
  headers?: () => Readonly<Record<string, string>>
  /** Sent with the request, and renewed from the response. */
  keys?: SessionKeys
  /** Timeout of this attempt in ms, body included; default 10 s. */
  timeoutMs?: number
  /** Maximum size of the response's body in bytes; default 4 MiB. */
  maxBytes?: number
  signal?: AbortSignal
  /** Cancels the request unless a byte of it has been sent. */
  callOff?: AbortSignal
  /** It keeps a session (sign-in, poll, check, sign-out): takes precedence over queries. */
  isForSession?: true
  /** A long poll: the gateway responds when there is an event, or after its own timeout. */
  isLongPoll?: true
}

/** The result of one attempt: always data, never thrown. `generation` is that of the GUID it was sent with. */
export type Answer = { ok: true; reply: Reply; generation: number } | Unanswered

export interface Unanswered {
  ok: false
  reason: UnknownReason
  status?: number
  /** The header of a 429 or 503, unchanged. */
  retryAfter?: string
  /** The `Date` header of a 401, unchanged: a signature may be rejected because the clocks differ. */
  serverDate?: string
  /** Not a byte of it was sent: the gateway cannot have received it. */
  isUnsent?: true
}

export interface Transport {
  send(ask: Ask): Promise<Answer>
}

/** A completed attempt: its purpose and its outcome, and none of its content. */
export interface FinishedRequest {
  /** Method and interface without any id: `GET calldata/holdlistex`. */
  name: string
  /** Body included. */
  ms: number
  /** The gateway's code; null where there was no response from a gateway, for the reason given here. */
  retcode: string | null
  reason: UnknownReason | null
  /** The response renewed the GUID. */
  renewedGuid: boolean
}

/** Held calls and states take some kilobytes: a larger response does not come from a gateway. */
const usualBytes = 4 * 1024 * 1024

/** HTTP to one server (gateway protocol §1, §10.1): one attempt for each call, no redirect, no cache. */
export function createTransport(options: TransportOptions): Transport {
  const { origin, dispatcher, log, time = systemTime, onRequestFinished: onEnded } = options
  const fetch = options.fetch ?? undiciFetch
  // A full name may end in a dot, which cookies do not allow.
  const cookieOrigin = origin.replace(/\.(?=:\d+$)/, '')
  const api = ky.create({ retry: 0, timeout: false, throwHttpErrors: false })

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
    const { method, service = gatewayService, path, keys, signal } = ask
    const { body, timeoutMs = 10_000, maxBytes = usualBytes } = ask
    const text = ask.text ?? (body === undefined ? undefined : JSON.stringify(body))
    const cookieUrl = cookieOrigin + service.root + path
    const generation = keys?.generation ?? 0
    const attempt = new AbortController()
    const stop = () => attempt.abort(signal?.reason)
    const cancel = time.schedule(timeoutMs, () =>
      attempt.abort(new DOMException('no answer in time', 'TimeoutError')),
    )
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted) stop()
    const sentAt = time.now()
    const fields = { method, path }
    try {
      const headers = new Headers({ ...plainHeaders, ...ask.headers?.() })
      keys?.addTo(headers, cookieUrl)
      const response = await api(origin + service.root + path, {
        method,
        headers,
        ...(text !== undefined && { body: text }),
        // The signal bypasses ky, which would follow it at a high cost and never needs it.
        fetch: (request) =>
          fetch(request as Request, { dispatcher, maxBytes, signal: attempt.signal }),
      })
      const { status } = response
      if (!response.ok) {
        log.warn('the gateway answered an HTTP status', { ...fields, status })
        const retryAfter =
          status === 429 || status === 503 ? response.headers.get('retry-after') : null
        const serverDate = status === 401 ? response.headers.get('date') : null
        return {
          ok: false,
          reason: 'http-status',
          status,
          ...(retryAfter !== null && { retryAfter }),
          ...(serverDate !== null && { serverDate }),
        }
      }
      const before = keys?.generation
      keys?.takeFrom(response.headers, cookieUrl)
      if (keys?.generation !== before) onGuid()
      const reply = service.read(await textOf(response))
      if (reply === null) {
        log.warn('the answer is not one of a gateway', fields)
        return { ok: false, reason: 'bad-reply' }
      }
      const ms = Math.round(time.now() - sentAt)
      log.debug('answered', { ...fields, retcode: reply.retcode, ms })
      return { ok: true, reply, generation }
    } catch (error) {
      const failure = failureOf(error)
      if (!signal?.aborted) log.warn('no answer', { ...fields, ...failure })
      return { ok: false, ...failure }
    } finally {
      cancel()
      signal?.removeEventListener('abort', stop)
    }
  }
}

/** All headers except the session's; compressed responses are not requested, since they cost more than they save. */
const plainHeaders = {
  'content-type': 'application/json; charset=UTF-8',
  accept: 'application/json',
  'user-agent': 'Holdwatch',
}

const utf8 = new TextDecoder('utf-8')
const chinese = new TextDecoder('gb18030')

/** Decodes the body, as GBK where the header says so. */
async function textOf(response: Response): Promise<string> {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1]
  const isChinese = /^(gbk|gb2312|gb18030|x-gbk|cp936|ms936)$/i.test(charset ?? '')
  return (isChinese ? chinese : utf8).decode(await response.arrayBuffer())
}
