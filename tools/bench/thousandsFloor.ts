/**
 * A floor of thousands beside a simulated CC-CMS, in a process of its own so that its work does not count as the app's.
 * The same number of agents talks and holds at any time; who does changes all the time. Sends its address once it has
 * started, and its record of holds and its count of requests whenever it receives a message.
 */
import { createRandom } from '../../src-main/simulator/random.ts'
import { type HoldRecord, startSimulator } from '../../src-main/simulator/index.ts'

/** Where the app finds the CC-CMS, and with what it signs its requests. */
export interface FloorAddress {
  origin: string
  sha256: string
  accessKey: string
  secretKey: string
  ccId: number
  vdn: number
  agentIds: string[]
}

export interface FloorRecord {
  holds: HoldRecord[]
  requests: number
  talking: number
  holding: number
  /** Processor time, ms. */
  cpuMs: number
}

const [agents = 0, talking = 0, holding = 0] = process.argv.slice(2).map(Number)
/** Each takes this long on average, ms. */
const holdMs = 40_000
const callMs = 180_000
const stepMs = 50
/** Held again sooner, a call may look as if it had stayed on hold. */
const restMs = 5_000

const simulator = await startSimulator({ agents, seed: 1, shift: false, cms: true })
const { cms } = simulator
if (cms === null) throw new Error('no CC-CMS')
const agentIds = simulator.accounts.agents.map(({ agentId }) => agentId)
const random = createRandom(1)
const idle = new Set(agentIds)
const onCall = new Set<string>()
const onHold = new Set<string>()

const anyOf = (set: ReadonlySet<string>): string => [...set][random.whole(0, set.size - 1)] ?? ''
const move = (agentId: string, from: Set<string>, to: Set<string>): void => {
  from.delete(agentId)
  to.add(agentId)
}
const begin = (): void => {
  const agentId = anyOf(idle)
  simulator.talk(agentId)
  move(agentId, idle, onCall)
}
const hold = (): void => {
  const agentId = anyOf(onCall)
  simulator.hold(agentId)
  move(agentId, onCall, onHold)
}
const retrieve = (): void => {
  const agentId = anyOf(onHold)
  simulator.retrieve(agentId)
  onHold.delete(agentId)
  setTimeout(() => onCall.add(agentId), restMs)
}
const end = (): void => {
  const agentId = anyOf(onCall)
  simulator.release(agentId)
  move(agentId, onCall, idle)
}

while (onCall.size < talking + holding) begin()
while (onHold.size < holding) hold()
/** At random moments, and so that the numbers stay the same. */
setInterval(() => {
  for (let due = (holding * stepMs) / holdMs; due > 0; due -= 1) {
    if (!random.chance(Math.min(1, due))) continue
    hold()
    retrieve()
  }
  for (let due = (talking * stepMs) / callMs; due > 0; due -= 1) {
    if (!random.chance(Math.min(1, due))) continue
    begin()
    end()
  }
}, stepMs)

const { origin, sha256, accessKey, secretKey, ccId, vdn } = cms
process.send?.({ origin, sha256, accessKey, secretKey, ccId, vdn, agentIds } satisfies FloorAddress)
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({
    holds: [...simulator.record],
    requests: Object.values(cms.stats.requests).reduce((sum, count) => sum + count, 0),
    talking: agentIds.length - idle.size - onHold.size,
    holding: onHold.size,
    cpuMs: (user + system) / 1_000,
  } satisfies FloorRecord)
})
process.on('disconnect', () => process.exit())
