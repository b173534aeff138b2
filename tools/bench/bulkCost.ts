import type { RosterEntry } from '../../src-shared/contract/index.ts'
import type { Observation } from '../../src-main/monitor/observation.ts'
import {
  createCms,
  createGateway,
  createTime,
  entry,
  watchSources,
} from '../../src-main/monitor/testWatch.ts'

const agents = 3_000
const talking = 1_800
const holding = 200
/** Holds that end each second, while as many others begin. */
const changesPerSecond = 5

const warmUpSeconds = 60
const measuredSeconds = 60
const rounds = 4

export interface BulkLoad {
  /** Whether a gateway stands by, in case the CC-CMS fails. */
  hasGateway: boolean
  /** Whether holds begin and end. */
  hasChanges: boolean
}

/**
 * Processor time of the monitor for each second of a watch of 3,000 agents over a CC-CMS, of whom 1,800 talk and 200
 * hold, ms: the best of several rounds. The requests themselves are not part of it.
 */
export async function bulkCost({ hasGateway, hasChanges }: BulkLoad): Promise<number> {
  const time = createTime()
  const cms = createCms(time)
  const gateway = createGateway(time)
  const ids = Array.from({ length: agents }, (_, index) => String(10_001 + index))
  const listed = ids.map((agentId, index): RosterEntry =>
    entry(agentId, index < talking ? 'talking' : 'idle'),
  )
  cms.setRoster(listed)
  gateway.setRoster(listed)
  for (const agentId of ids.slice(0, holding)) cms.answers.set(agentId, held(agentId))
  const sources = [cms.source, ...(hasGateway ? [gateway.source] : [])]
  const { monitor } = watchSources(time, sources, ids)
  monitor.onPatch(() => {})
  let turn = 0
  const second = async () => {
    for (let change = 0; hasChanges && change < changesPerSecond; change += 1) {
      cms.answers.delete(ids[turn % talking] ?? '')
      const agentId = ids[(turn + holding) % talking] ?? ''
      cms.answers.set(agentId, held(agentId, turn))
      turn += 1
    }
    await time.pass(1_000)
  }
  for (let passed = 0; passed < warmUpSeconds; passed += 1) await second()
  let best = Infinity
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage()
    for (let passed = 0; passed < measuredSeconds; passed += 1) await second()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1_000 / measuredSeconds)
  }
  if (monitor.board.calls.length !== holding) throw new Error('The board has lost calls')
  monitor.close()
  return best
}

const held = (agentId: string, turn = 0): Observation => ({
  kind: 'holding',
  calls: [
    {
      callId: `16595131${String(turn % 100).padStart(2, '0')}-${agentId}`,
      callFeature: 0,
      caller: '02155501234',
      called: '4008000',
      skill: 'billing',
    },
  ],
  malformed: 0,
})
