import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { BadReply, NotSent } from './failure.ts'

export interface Wire {
  dispatcher: Dispatcher
  /** Most bytes of the body, unpacked too. */
  maxBytes: number
  signal: AbortSignal
}

/**
 * Sends one request and answers once the whole body is there. One that ended before that is answered too, since
 * its headers may hold a new GUID: reading such a body fails.
 */
export type WireFetch = (request: Request, wire: Wire) => Promise<Response>

/**
 * As much of `fetch` as a gateway needs, over undici itself: the built-in one forbids ports, adds a browser's
 * headers, hides what was wrong with an answer, and costs several times as much. Follows no redirect.
 * A GET that meets a connection which is closed before a byte of the answer came is sent once more, over a
 * new one: servers close idle connections whenever they like.
 */
export const undiciFetch: WireFetch = async (request, wire) => {
  const url = new URL(request.url)
  const dispatchOptions: Dispatcher.DispatchOptions = {
    origin: url.origin,
    path: url.pathname + url.search,
    method: request.method as Dispatcher.HttpMethod,
    headers: [...request.headers].flat(),
    body: request.body === null ? null : await request.text(),
    // How long an answer may take is the caller's to say, with the signal.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  const rawResponse = await exchange(dispatchOptions, wire).catch((error: unknown) => {
    if (dispatchOptions.method !== 'GET' || !(error instanceof ClosedEarly)) throw error
    return exchange({ ...dispatchOptions, reset: true }, wire)
  })
  return responseOf(rawResponse, await decompress(rawResponse, wire.maxBytes))
}

/** The connection was closed although the request was on it, and before an answer began. */
class ClosedEarly extends Error {
  override readonly name = 'ClosedEarly'
}
const closedCodes = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'ECONNABORTED', 'EPIPE'])

interface RawResponse {
  status: number
  headers: [name: string, value: string][]
  /** Or why there is no whole one. */
  body: Bytes | Error
}

/** What a socket reads lies in memory that no thread shares. */
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

/** Nobody asked for a packed body, but some balancers pack whatever they pass on. */
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
    // A status that allows no body must not be given even an empty one.
    return new Response(body.length === 0 ? null : body, { status, headers })
  } catch (cause) {
    throw new BadReply('a status or a header that HTTP does not know', { cause })
  }
}

const failing = (error: Error) =>
  new ReadableStream({ start: (controller) => controller.error(error) })
