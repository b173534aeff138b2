/**
 * The processor time of one query, from the socket to the parsed reply: through the app's own transport, and through a
 * hand-written client. `node tools/bench/queryCost.ts` prints both.
 */
import { spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:https'
import { setTimeout as pass } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { observationOf } from '../../src-main/gateway/protocol.ts'
import { SessionKeys } from '../../src-main/gateway/sessionKeys.ts'
import { createTransport } from '../../src-main/gateway/transport.ts'
import { createTrustedDispatcher } from '../../src-main/trust/connector.ts'
import { factsOf } from '../../src-main/trust/verdict.ts'
import type { Served } from './queryServer.ts'

const connections = 6
const path = 'calldata/10301/holdlistex/10401'
const guid = 'a7e5a5c2-6d0d-4b0e-a4a1-2a8f2e0f8f6a.AgentGateway0'
/** Number of alternating rounds: the quietest one counts. */
const rounds = 9
const queriesPerRound = 3_000

/** Sends one query, and fails unless it returns one held call. */
type Query = () => Promise<void>

/** Processor time for each query, ms, over six connections with a pinned self-signed certificate. */
export async function queryCost(): Promise<{ ours: number; handWritten: number }> {
  const served = await startServer()
  const ours = ourClient(served)
  const handWritten = handWrittenClient(served)
  const cost = { ours: Infinity, handWritten: Infinity }
  for (let round = 0; round <= rounds; round++) {
    const spent = { ours: await spentOn(ours.query), handWritten: await spentOn(handWritten.query) }
    // The first round connects and compiles.
    if (round === 0) continue
    cost.ours = Math.min(cost.ours, spent.ours)
    cost.handWritten = Math.min(cost.handWritten, spent.handWritten)
  }
  await ours.close()
  handWritten.close()
  await served.stop()
  return cost
}

/** Share of a core, 0 to 1, that the hand-written client uses for this many queries a second, evenly spaced. */
export async function paceCost(perSecond: number, seconds = 20): Promise<number> {
  const served = await startServer()
  const client = handWrittenClient(served)
  await client.query()
  const before = process.cpuUsage()
  const from = performance.now()
  const timer = setInterval(() => void client.query(), 1_000 / perSecond)
  await pass(seconds * 1_000)
  clearInterval(timer)
  const { user, system } = process.cpuUsage(before)
  const core = (user + system) / 1_000 / (performance.now() - from)
  client.close()
  await served.stop()
  return core
}

async function startServer(): Promise<Served & { stop: () => Promise<void> }> {
  const server = spawn(
    process.execPath,
    [fileURLToPath(new URL('queryServer.ts', import.meta.url))],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  return {
    ...(JSON.parse(line.toString()) as Served),
    async stop() {
      server.stdin.end()
      await once(server, 'exit')
    },
  }
}

async function spentOn(query: Query): Promise<number> {
  let remaining = queriesPerRound
  const before = process.cpuUsage()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (remaining-- > 0) await query()
    }),
  )
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000 / queriesPerRound
}

function ourClient({ origin, certPem }: Served) {
  const facts = factsOf(new X509Certificate(certPem))
  const pin = { origin, sha256: facts.sha256, facts, reasons: [], trustedAt: 0 }
  const { dispatcher, close } = createTrustedDispatcher({
    origin,
    systemCas: [],
    pin: () => pin,
    connections,
  })
  const log = { debug() {}, info() {}, warn() {} }
  const transport = createTransport({ origin, dispatcher, log })
  const keys = new SessionKeys(guid)
  const query: Query = async () => {
    const answer = await transport.send({ method: 'GET', path, keys })
    if (!answer.ok || observationOf(answer.reply).kind !== 'holding') throw new Error('no answer')
  }
  return { query, close }
}

/** The minimum: keep-alive, the fingerprint at each handshake, and `JSON.parse`. */
function handWrittenClient({ origin, certPem }: Served) {
  const { fingerprint256 } = new X509Certificate(certPem)
  const agent = new Agent({
    keepAlive: true,
    maxSockets: connections,
    // Only the fingerprint below verifies this server.
    rejectUnauthorized: false,
    maxCachedSessions: 0,
  })
  const checked = new WeakSet<TLSSocket>()
  const query: Query = () =>
    new Promise((resolve, reject) => {
      const headers = { guid, 'content-type': 'application/json; charset=UTF-8' }
      const outgoing = request(`${origin}/agentgateway/resource/${path}`, { agent, headers })
      outgoing.once('socket', (plain) => {
        const socket = plain as TLSSocket
        if (checked.has(socket)) return
        checked.add(socket)
        socket.once('secureConnect', () => {
          if (socket.getPeerX509Certificate()?.fingerprint256 !== fingerprint256) socket.destroy()
        })
      })
      outgoing.once('error', reject)
      outgoing.once('response', (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (text: string) => (body += text))
        response.once('end', () => {
          const { result } = JSON.parse(body) as { result: unknown[] }
          if (result.length === 1) resolve()
          else reject(new Error('no answer'))
        })
      })
      outgoing.end()
    })
  return { query, close: () => agent.destroy() }
}

if (import.meta.main) {
  const { ours, handWritten } = await queryCost()
  console.log(
    `processor time for each query: ${ours.toFixed(3)} ms, by hand ${handWritten.toFixed(3)} ms: ${(ours / handWritten).toFixed(2)} times`,
  )
}
