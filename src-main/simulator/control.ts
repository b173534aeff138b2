import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { makeCertificate } from './certificate.ts'
import { cmsInterfaces, type CmsFaultSpec, plainCmsFaults } from './cms/faults.ts'
import type { SimulatedCms } from './cms/index.ts'
import type { CallWish } from './callCenter.ts'
import { type FaultSpec, plainFaults, requestKinds } from './faults.ts'
import type { Simulator } from './simulator.ts'

const agentId = z.string()
const call = z
  .strictObject({
    callId: z.string(),
    caller: z.string(),
    called: z.string(),
    skill: z.string(),
    feature: z.number(),
  })
  .partial()
const target = {
  match: z.enum([...requestKinds, 'any']).optional(),
  agentId: agentId.optional(),
  times: z.number().int().positive().optional(),
}
const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(plainFaults), ...target }),
  z.strictObject({ kind: z.literal('delay'), ms: z.number().nonnegative(), ...target }),
  z.strictObject({ kind: z.literal('retcode'), code: z.string(), ...target }),
  z.strictObject({ kind: z.literal('status'), status: z.number().min(200).max(599), ...target }),
  z.strictObject({ kind: z.literal('redirect'), location: z.string(), ...target }),
])
const cmsTarget = {
  match: z.enum([...cmsInterfaces, 'any']).optional(),
  times: z.number().int().positive().optional(),
}
const cmsFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(plainCmsFaults), ...cmsTarget }),
  z.strictObject({ kind: z.literal('delay'), ms: z.number().nonnegative(), ...cmsTarget }),
  z.strictObject({
    kind: z.literal('code'),
    code: z.string(),
    text: z.string().optional(),
    ...cmsTarget,
  }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().min(200).max(599),
    retryAfter: z.string().optional(),
    ...cmsTarget,
  }),
  z.strictObject({ kind: z.enum(['missing-agent', 'bad-agent']), agentId, ...cmsTarget }),
  z.strictObject({
    kind: z.literal('call-status'),
    agentId,
    status: z.number().int(),
    ...cmsTarget,
  }),
])
const certificate = z
  .strictObject({
    commonName: z.string(),
    altNames: z.array(z.string()),
    notBefore: z.coerce.date(),
    notAfter: z.coerce.date(),
  })
  .partial()

const command = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['hold', 'talk', 'ring']), agentId, call: call.optional() }),
  z.strictObject({
    op: z.enum(['retrieve', 'release', 'hangUp']),
    agentId,
    callId: z.string().optional(),
  }),
  z.strictObject({ op: z.literal('signIn'), agentId, node: z.number().optional() }),
  z.strictObject({ op: z.literal('signOut'), agentId }),
  z.strictObject({
    op: z.literal('setState'),
    agentId,
    state: z.enum(['idle', 'busy', 'wrap-up', 'rest']),
  }),
  z.strictObject({ op: z.literal('fault'), fault }),
  z.strictObject({ op: z.literal('removeFault'), id: z.number() }),
  z.strictObject({ op: z.enum(['clearFaults', 'goAway', 'comeBack']) }),
  z.strictObject({ op: z.literal('cmsFault'), fault: cmsFault }),
  z.strictObject({ op: z.enum(['cmsClearFaults', 'cmsGoAway', 'cmsComeBack']) }),
  z.strictObject({ op: z.literal('cmsClock'), aheadMs: z.number() }),
  z.strictObject({ op: z.enum(['failOver', 'recover']), node: z.number() }),
  z.strictObject({ op: z.literal('swapCertificate'), certificate: certificate.optional() }),
])
/** What can be posted to the control port. */
export type Command = z.input<typeof command>

/**
 * Opens the control port: plain HTTP on this machine only, below an address nobody can guess.
 * `POST url {op: …}` drives, `GET url/state`, `/stats`, `/cms` and `/record` read.
 */
export async function openControl(
  simulator: Simulator,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const home = `/${randomBytes(16).toString('hex')}`
  const removers = new Map<number, () => void>()
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
      response.end(JSON.stringify(body))
    }
    respond(simulator, removers, home, request).then(
      (result) => {
        if (result === notFound) answer(404, { ok: false, error: 'There is nothing here' })
        else answer(200, { ok: true, result: result ?? null })
      },
      (error: unknown) => answer(400, { ok: false, error: plain(error) }),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${home}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const notFound = Symbol('not found')

async function respond(
  simulator: Simulator,
  removers: Map<number, () => void>,
  home: string,
  request: IncomingMessage,
): Promise<unknown> {
  if (request.method === 'POST' && request.url === home) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const order = command.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    return obey(simulator, removers, order)
  }
  if (request.method !== 'GET') return notFound
  switch (request.url) {
    case `${home}/state`:
      return simulator.state
    case `${home}/stats`:
      return simulator.stats
    case `${home}/cms`:
      return simulator.cms?.stats ?? null
    case `${home}/record`:
      return simulator.record
    default:
      return notFound
  }
}

async function obey(
  simulator: Simulator,
  removers: Map<number, () => void>,
  order: z.output<typeof command>,
): Promise<unknown> {
  switch (order.op) {
    case 'hold':
    case 'talk':
    case 'ring':
      return simulator[order.op](order.agentId, withoutGaps<CallWish>(order.call ?? {}))
    case 'retrieve':
    case 'release':
    case 'hangUp':
      return simulator[order.op](order.agentId, order.callId)
    case 'signIn':
      return simulator.signIn(order.agentId, order.node)
    case 'signOut':
      return simulator.signOut(order.agentId)
    case 'setState':
      return simulator.setState(order.agentId, order.state)
    case 'fault': {
      const remove = simulator.fault(withoutGaps<FaultSpec>(order.fault))
      const id = simulator.faults.at(-1)?.id ?? 0
      removers.set(id, remove)
      return id
    }
    case 'removeFault':
      removers.get(order.id)?.()
      return removers.delete(order.id)
    case 'clearFaults':
    case 'goAway':
    case 'comeBack':
      return simulator[order.op]()
    case 'cmsFault':
      return void cmsOf(simulator).fault(withoutGaps<CmsFaultSpec>(order.fault))
    case 'cmsClearFaults':
      return cmsOf(simulator).clearFaults()
    case 'cmsGoAway':
      return cmsOf(simulator).goAway()
    case 'cmsComeBack':
      return cmsOf(simulator).comeBack()
    case 'cmsClock':
      return cmsOf(simulator).configure({ clockAheadMs: order.aheadMs })
    case 'failOver':
    case 'recover':
      return simulator[order.op](order.node)
    case 'swapCertificate':
      await simulator.swapCertificate(
        order.certificate && (await makeCertificate(withoutGaps(order.certificate))),
      )
      return simulator.sha256
  }
}

function cmsOf({ cms }: Simulator): SimulatedCms {
  if (cms === null) throw new Error('There is no CC-CMS: start it with --cms')
  return cms
}

/** The schema's optional members may be undefined; here an absent one is absent. */
function withoutGaps<T>(value: object): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T
}

function plain(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error)
  return error instanceof Error ? error.message : String(error)
}
