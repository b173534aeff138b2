import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { BadReply, NotSent } from './failure.ts'

export interface Wire {
  dispatcher: Dispatcher
  /** Maximum size of the body in bytes, also after decompression. */
  maxBytes: number
  signal: AbortSignal
}

/**
 * Sends one request and resolves once the whole body is received. A response that is cut off resolves too, since its
 * headers may contain a new GUID: reading such a body fails.
 */
export type WireFetch = (request: Request, wire: Wire) => Promise<Response>

/**
 * The part of `fetch` that a gateway needs, over undici itself: the built-in one forbids ports, adds a browser's
 * headers, hides what was wrong with a response, and costs several times as much. Follows no redirect. A GET on a
 * connection that is closed before a byte of the response arrives is sent once more, over a new connection: servers
 * close idle connections at any time.
 */
export const undiciFetch: WireFetch = async (request, wire) => {
  const url = new URL(request.url)
  const dispatchOptions: Dispatcher.DispatchOptions = {
    origin: url.origin,
    path: url.pathname + url.search,
    method: request.method as Dispatcher.HttpMethod,
    headers: [...request.headers].flat(),
    body: request.body === null ? null : await request.text(),
    // The caller limits the response time, with the signal.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  const rawResponse = await exchange(dispatchOptions, wire).catch((error: unknown) => {
    if (dispatchOptions.method !== 'GET' || !(error instanceof ClosedEarly)) throw error
    return exchange({ ...dispatchOptions, reset: true }, wire)
  })
  return responseOf(rawResponse, await decompress(rawResponse, wire.maxBytes))
}

/** The connection was closed after the request was sent on it, and before a response started. */
class ClosedEarly extends Error {
  override readonly name = 'ClosedEarly'
}
const closedCodes = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'ECONNABORTED', 'EPIPE'])

interface RawResponse {
  status: number
  headers: [name: string, value: string][]
  /** The error if the body is incomplete. */
  body: Bytes | Error
}

/** A socket's reads are in memory that no other thread shares. */
type Bytes = Buffer<ArrayBuffer>

function exchange(
  dispatchOptions: Dispatcher.DispatchOptions,
  { dispatcher, maxBytes, signal }: Wire,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    let cancel: (() => void) | null = null
    let isOnItsWay = false
    let hasBegun = false
    let status = 0
    let headers: RawResponse['headers'] = []
    const chunks: Bytes[] = []
    let size = 0
    const end = () => {
      if (cancel !== null) signal.removeEventListener('abort', cancel)
    }
    const abort = () => {
      end()
      reject(new NotSent('given up', { cause: signal.reason }))
    }
    if (signal.aborted) return abort()
    cancel = abort
    signal.addEventListener('abort', cancel, { once: true })
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        isOnItsWay = true
        end()
        cancel = () => controller.abort(signal.reason as Error)
        if (signal.aborted) cancel()
        else signal.addEventListener('abort', cancel, { once: true })
      },
      onResponseStarted() {
        hasBegun = true
      },
      onResponseStart(controller, code) {
        status = code
        headers = pairsOf(controller.rawHeaders as Buffer[])
      },
      onResponseData(controller, chunk) {
        size += chunk.length
        if (size > maxBytes) controller.abort(new BadReply('longer than any answer of a gateway'))
        else chunks.push(chunk as Bytes)
      },
      onResponseEnd() {
        end()
        const [only] = chunks
        const body = chunks.length === 1 && only ? only : Buffer.concat(chunks, size)
        resolve({ status, headers, body })
      },
      onResponseError(_controller, error) {
        end()
        if (status >= 200) return resolve({ status, headers, body: error })
        const isClosed = closedCodes.has((error as NodeJS.ErrnoException).code ?? '')
        const isEarly = isClosed && isOnItsWay && !hasBegun && !signal.aborted
        if (!isOnItsWay) return reject(new NotSent('no connection', { cause: error }))
        reject(isEarly ? new ClosedEarly('closed early', { cause: error }) : error)
      },
    }
    dispatcher.dispatch(dispatchOptions, handler)
  })
}

function pairsOf(raw: readonly Buffer[]): RawResponse['headers'] {
  const pairs: RawResponse['headers'] = []
  for (let at = 0; at + 1 < raw.length; at += 2) {
    pairs.push([String(raw[at]), (raw[at + 1] as Buffer).toString('latin1')])
  }
  return pairs
}

const unpackers = new Map(
  Object.entries({
    gzip: promisify(gunzip),
    'x-gzip': promisify(gunzip),
    deflate: promisify(inflate),
    br: promisify(brotliDecompress),
  }),
)

/** No compressed body was requested, but some balancers compress everything they forward. */
async function decompress(
  { headers, body }: RawResponse,
  maxOutputLength: number,
): Promise<Bytes | Error> {
  const codings = headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
  let plain = body
  for (const coding of codings.toReversed()) {
    if (plain instanceof Error) break
    const unpack = unpackers.get(coding) ?? (() => Promise.reject(new Error('unknown')))
    plain = await unpack(plain, { maxOutputLength }).catch(
      (cause: unknown) => new BadReply(`not packed as ${coding}, or too long`, { cause }),
    )
  }
  return plain
}

function responseOf({ status, headers }: RawResponse, body: Bytes | Error): Response {
  try {
    if (body instanceof Error) return new Response(failing(body), { status, headers })
    // A status without a body must not be given even an empty one.
    return new Response(body.length === 0 ? null : body, { status, headers })
  } catch (cause) {
    throw new BadReply('a status or a header that HTTP does not know', { cause })
  }
}

const failing = (error: Error) =>
  new ReadableStream({ start: (controller) => controller.error(error) })
