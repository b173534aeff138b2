import ky from 'ky'
import type { Dispatcher } from 'undici'
import type { UnknownReason } from '../../src-preload/contract/index.ts'
import { failureOf } from './failure.ts'
import { readReply, type Reply } from './protocol.ts'
import type { SessionKeys } from './sessionKeys.ts'
import { systemTime, type Log, type Time } from './time.ts'

export interface TransportOptions {
  /** `https://host:port`. */
  origin: string
  /** Where every byte goes through: it alone decides which certificate is good. */
  dispatcher: Dispatcher
  log: Log
  time?: Time
  /** Told of every attempt but those that their caller gave up. */
  onEnded?: (ended: Ended) => void
  /** In place of the built-in fetch. */
  fetch?: typeof globalThis.fetch
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
  signal?: AbortSignal
  /** It keeps a session (sign-in, poll, check, sign-out): goes before what only looks. */
  isForSession?: true
  /** The gateway answers when there is news, or after a time of its own. */
  isLongPoll?: true
}

/** What became of one attempt: always data, never thrown. `generation` is that of the GUID it left with. */
export type Answer =
  | { ok: true; reply: Reply; generation: number }
  | {
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

/** A held-call list is some kilobytes, a roster some hundred: more than this is not a gateway talking. */
const maxBodyBytes = 4 * 1024 * 1024

/** HTTP to one gateway (fact sheet §1): one attempt for each call, no redirect, no retry, no cache. */
export function createTransport(options: TransportOptions): Transport {
  const { origin, dispatcher, log, time = systemTime, onEnded } = options
  const fetch = options.fetch ?? globalThis.fetch
  const api = ky.create({
    prefix: `${origin}/agentgateway/resource/`,
    fetch: (request, init) => fetch(request, { ...init, dispatcher } as unknown as RequestInit),
    retry: 0,
    timeout: false,
    redirect: 'error',
    cache: 'no-store',
    throwHttpErrors: false,
  })

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
    const { method, path, body, keys, timeoutMs = 10_000, signal } = ask
    const generation = keys?.generation ?? 0
    const attempt = new AbortController()
    const stop = () => attempt.abort(signal?.reason)
    const cancel = time.schedule(timeoutMs, () =>
      attempt.abort(new DOMException('no answer in time', 'TimeoutError')),
    )
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted) stop()
    const headers = new Headers({ 'content-type': 'application/json; charset=UTF-8' })
    keys?.addTo(headers)
    const sentAt = time.now()
    const told = { method, path }
    try {
      const response = await api(path, {
        method,
        headers,
        signal: attempt.signal,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (!response.ok) {
        void response.body?.cancel().catch(() => {})
        log.warn('the gateway answered an HTTP status', { ...told, status: response.status })
        return { ok: false, reason: 'http-status', status: response.status }
      }
      const before = keys?.generation
      keys?.takeFrom(response.headers)
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

/** The body as text, GBK where the header says so; null when it is too long or not text of that kind. */
async function textOf(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true as const, value: undefined }
    if (done) break
    size += value.length
    if (size > maxBodyBytes) {
      void reader?.cancel().catch(() => {})
      return null
    }
    chunks.push(value)
  }
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1]
  const chinese = /^(gbk|gb2312|gb18030|x-gbk|cp936|ms936)$/i.test(charset ?? '')
  return new TextDecoder(chinese ? 'gb18030' : 'utf-8').decode(Buffer.concat(chunks))
}
