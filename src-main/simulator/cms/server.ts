import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { page, pause, readText } from '../http.ts'
import type { SetTimer } from '../options.ts'
import { type CmsFaults, type CmsFaultSpec, type CmsInterface, cmsInterfaces } from './faults.ts'
import { type CmsAnswer, type CmsFloor, cmsHandles } from './interfaces.ts'
import { isSigned } from './signature.ts'

/** What the server has counted since its start. */
export interface CmsStats {
  requests: Record<CmsInterface, number>
  /** Requests whose signature was not accepted. */
  rejectedSignatures: number
  /** The most `queryagentcalls` that were being answered at once. */
  mostQueriesAtOnce: number
  /** The most agents in one `queryagentcalls`. */
  mostAgents: number
}

export const emptyStats = (): CmsStats => ({
  requests: Object.fromEntries(cmsInterfaces.map((name) => [name, 0])) as CmsStats['requests'],
  rejectedSignatures: 0,
  mostQueriesAtOnce: 0,
  mostAgents: 0,
})

export interface CmsServerParts extends CmsFloor {
  faults: CmsFaults
  stats: CmsStats
  /** The simulator's clock, epoch ms. */
  now: () => number
  setTimer: SetTimer
}

const root = '/rest/cmsapp/v1/openapi/'

/** Answers HTTP requests as a CC-CMS does: 401 for a wrong signature, otherwise 200 even for refusals. */
export function createCmsListener(parts: CmsServerParts): RequestListener {
  let queries = 0
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    const inner = path.startsWith(root) ? path.slice(root.length) : ''
    const name = cmsInterfaces.find((one) => inner.endsWith(`/${one}`)) ?? 'other'
    parts.stats.requests[name] += 1
    if (name === 'queryagentcalls') {
      queries += 1
      parts.stats.mostQueriesAtOnce = Math.max(parts.stats.mostQueriesAtOnce, queries)
      response.once('close', () => (queries -= 1))
    }
    serve(parts, { name, inner, path }, request, response).catch(() => response.destroy())
  }
}

async function serve(
  parts: CmsServerParts,
  { name, inner, path }: { name: CmsInterface; inner: string; path: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { options, setTimer, stats } = parts
  const disconnect = new AbortController()
  response.once('close', () => disconnect.abort())
  const faults = parts.faults.take(name)
  const text = await readText(request)
  if (has(faults, 'half-open')) return
  const delay = faults.find((fault) => fault.kind === 'delay')
  if (delay?.kind === 'delay') await pause(setTimer, delay.ms, disconnect.signal)
  if (disconnect.signal.aborted) return
  if (has(faults, 'html502')) return page(response, 502, 'Bad Gateway')
  const spoiled = faults.find((fault) => fault.kind === 'status')
  if (spoiled?.kind === 'status') {
    const headers = spoiled.retryAfter === undefined ? {} : { 'Retry-After': spoiled.retryAfter }
    return page(response, spoiled.status, '', headers)
  }
  const now = parts.now() + options.clockAheadMs
  response.setHeader('Date', new Date(now).toUTCString())
  const signed = {
    method: request.method ?? '',
    path,
    query: (request.url ?? '').slice(path.length + 1),
    headers: request.headers,
    body: text,
  }
  const { accessKey, secretKey, forms, clockToleranceMs: toleranceMs } = options
  if (!isSigned(signed, { accessKey, secretKey, forms, now, toleranceMs })) {
    stats.rejectedSignatures += 1
    return page(response, 401, '')
  }
  const handle = Object.hasOwn(cmsHandles, inner) ? cmsHandles[inner] : undefined
  if (handle === undefined) return page(response, 404, 'Not Found')
  if (request.method !== 'POST') return page(response, 405, 'Method Not Allowed', { Allow: 'POST' })
  const body = parse(text)
  if (name === 'queryagentcalls' && Array.isArray(body.agentIds))
    stats.mostAgents = Math.max(stats.mostAgents, body.agentIds.length)
  const refusal = faults.find((fault) => fault.kind === 'code')
  const answer: CmsAnswer =
    refusal?.kind === 'code'
      ? { code: refusal.code, text: refusal.text ?? 'refused by a fault' }
      : handle(parts, body, faults)
  send(response, envelope(answer, options.olderFields, faults), faults)
}

const has = (faults: readonly CmsFaultSpec[], kind: CmsFaultSpec['kind']): boolean =>
  faults.some((fault) => fault.kind === kind)

function parse(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** The fields around every answer (gateway protocol §10.4). */
function envelope(answer: CmsAnswer, older: boolean, faults: readonly CmsFaultSpec[]): object {
  if ('code' in answer) return { resultCode: answer.code, resultDesc: answer.text }
  const { data, count } = answer
  const isText = has(faults, 'text-desc')
  return {
    resultCode: '0100000',
    ...(older || isText ? { result: '0', resultDatas: data } : {}),
    resultDesc: isText ? 'success' : data,
    ...(count === undefined ? {} : { count }),
  }
}

function send(response: ServerResponse, body: object, faults: readonly CmsFaultSpec[]): void {
  const asTexts = (_key: string, value: unknown) =>
    typeof value === 'number' ? String(value) : value
  const text = has(faults, 'number-texts') ? JSON.stringify(body, asTexts) : JSON.stringify(body)
  const bytes = Buffer.from(text)
  response.writeHead(200, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': has(faults, 'malformed-json') ? bytes.length >> 1 : bytes.length,
  })
  if (has(faults, 'malformed-json')) response.end(bytes.subarray(0, bytes.length >> 1))
  else if (has(faults, 'cut'))
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy())
  else response.end(bytes)
}
