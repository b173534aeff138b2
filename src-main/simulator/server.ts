import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { encodeGbk, eachCall, wrongTypes, type FaultSpec, type Faults } from './faults.ts'
import type { SetTimer } from './options.ts'
import { page, pause, readText } from './http.ts'
import { leastDocumentedId, type Gateway, type Params, type Route } from './route.ts'
import { refuse, type SimulatedAnswer } from './answer.ts'
import { routes } from './routes.ts'
import type { SimulatedSession } from './sessions.ts'
import type { StatsKeeper } from './stats.ts'

export interface ServerParts {
  gateway: Gateway
  faults: Faults
  stats: StatsKeeper
  /** The code for a GUID that is not accepted (gateway protocol §3.1). */
  guidRejection: '100-006' | '000-003'
  setTimer: SetTimer
}

/** Answers HTTP requests as the gateway does: status 200 even for refusals (gateway protocol §9.2). */
export function createRequestListener(parts: ServerParts): RequestListener {
  return (request, response) => {
    serve(parts, request, response).catch(() => response.destroy())
  }
}

async function serve(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const match = find(parts, request)
  const kind = match.route?.kind ?? 'other'
  const over = parts.stats.begin(kind)
  const disconnect = new AbortController()
  response.once('close', () => {
    over()
    disconnect.abort()
  })

  const fault = parts.faults.take(kind, match.params.workno ?? match.params.agentid)
  const body = await readBody(request)
  if (fault?.kind === 'half-open') return
  if (fault?.kind === 'delay') await pause(parts.setTimer, fault.ms, disconnect.signal)
  if (disconnect.signal.aborted) return
  if (fault?.kind === 'html502') return page(response, 502, 'Bad Gateway')
  if (fault?.kind === 'status') return page(response, fault.status, '')
  if (fault?.kind === 'redirect') return page(response, 302, 'Found', { Location: fault.location })

  if (match.route === undefined)
    return match.allow === ''
      ? page(response, 404, 'Not Found')
      : page(response, 405, 'Method Not Allowed', { Allow: match.allow })
  // Mandatory on every interface, GET too (gateway protocol §1.2).
  const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '')
  if (parts.gateway.strict && !isJson) return page(response, 415, 'Unsupported Media Type')

  const answer =
    fault?.kind === 'retcode'
      ? refuse(fault.code, 'refused by a fault')
      : await handle(parts, match.route, { ...match, request, body, disconnect: disconnect.signal })
  if (fault?.kind === 'lost-answer') response.destroy()
  else send(response, answer, fault)
}

interface Found {
  route?: Route
  params: Params
  query: URLSearchParams
  /** The method that the path would accept; empty when the path is unknown. */
  allow: string
}

function find({ gateway }: ServerParts, { url = '', method }: IncomingMessage): Found {
  const [given = '', search] = url.split('?', 2)
  const path = gateway.strict ? given : given.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '')
  const result: Found = { params: {}, query: new URLSearchParams(search), allow: '' }
  for (const route of routes) {
    if (route.kind === 'holdlistex' && !gateway.holdlistex) continue
    if (route.kind === 'clusterinfo' && gateway.probes === 'missing') continue
    const match = route.pattern.exec(path)
    if (match === null) continue
    const params: Params = match.groups ?? {}
    if (gateway.strict && namesLowId(params)) continue
    if (route.method === method) return { ...result, route, params }
    result.allow = route.method
  }
  return result
}

const namesLowId = ({ agentid, workno }: Params): boolean =>
  [agentid, workno].some((id) => Number(id) < leastDocumentedId)

interface Particulars {
  params: Params
  query: URLSearchParams
  request: IncomingMessage
  body: unknown
  disconnect: AbortSignal
}

async function handle(
  parts: ServerParts,
  route: Route,
  asked: Particulars,
): Promise<SimulatedAnswer> {
  const { gateway, stats } = parts
  const { params, query, request, body, disconnect: gone } = asked
  if ('open' in route) return route.open(gateway, params, body, request.headers.cookie)
  const guid = request.headers.guid
  const verdict = gateway.sessions.check(
    params.agentid,
    typeof guid === 'string' ? guid : undefined,
  )
  if ('refused' in verdict || strayed(gateway, request, verdict.session)) {
    if ('refused' in verdict && verdict.refused === 'stale') stats.counts.staleGuidRejections += 1
    else stats.counts.otherGuidRejections += 1
    return refuse(parts.guidRejection, 'agent is not signed in')
  }
  const agent = gateway.center.agent(verdict.session.agentId)
  return route.handle(gateway, { agent, session: verdict.session, params, query, body, gone })
}

/** Without the cookie the balancer sends the request to another node, which knows no such session (§3.4). */
const strayed = (
  { balancer }: Gateway,
  { headers }: IncomingMessage,
  session: SimulatedSession,
): boolean => balancer.nodes > 1 && balancer.nodeOf(headers.cookie) !== session.node

async function readBody(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await readText(request))
  } catch {
    return undefined
  }
}

/** Writes the answer, spoiled by the fault if there is one. */
function send(
  response: ServerResponse,
  answer: SimulatedAnswer,
  fault: FaultSpec | undefined,
): void {
  let { body } = answer
  let charset: string | null = 'UTF-8'
  switch (fault?.kind) {
    case 'wrong-types':
      body = wrongTypes(body)
      break
    case 'empty-list':
      body = { message: '', retcode: '0', result: [] }
      break
    case 'null-result':
      body = { message: '', retcode: '0', result: null }
      break
    case 'no-callid':
      body = eachCall(body, ({ callid: _, ...rest }) => rest)
      break
    case 'msg': {
      const { message, ...rest } = body
      body = { msg: message, ...rest }
      break
    }
    case 'gbk':
      body = eachCall(body, (call) => ({ ...call, callskill: '账单 陈伟' }))
      charset = 'GBK'
      break
    case 'text-type':
      charset = null
      break
  }
  const text = JSON.stringify(body)
  let bytes = charset === 'GBK' ? encodeGbk(text) : Buffer.from(text)
  if (fault?.kind === 'malformed-json') bytes = bytes.subarray(0, bytes.length >> 1)
  response.writeHead(200, {
    'Content-Type': charset === null ? 'text/html' : `application/json;charset=${charset}`,
    'Content-Length': bytes.length,
    ...answer.headers,
  })
  if (fault?.kind === 'cut')
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy())
  else response.end(bytes)
}
