/**
 * `npm run bench:cost`: the processor time of the watch: for each query, compared with a hand-written client; the
 * monitor's own part of it with few and with many agents, fresh and after four hours; the monitor's part of a watch of
 * 3,000 agents over a CC-CMS; and in total with twenty agents.
 * Every figure is processor time, not elapsed time.
 */
import { bulkCost } from './bulkCost.ts'
import { monitorCosts } from './monitorCost.ts'
import { paceCost, queryCost } from './queryCost.ts'
import { watchCost } from './watchCost.ts'

const us = (value: number) => `${value.toFixed(1)} µs`
const times = (value: number) => `${value.toFixed(2)} times`
const percent = (share: number) => `${(100 * share).toFixed(1)} % of a core`

/** A query from the socket to the parsed reply, µs. */
async function wire(): Promise<number> {
  const { ours, handWritten } = await queryCost()
  console.log(
    `wire to reply: ${us(1_000 * ours)} a query, by hand ${us(1_000 * handWritten)}: ${times(ours / handWritten)}`,
  )
  return 1_000 * ours
}

const wireUs = await wire()

const nobody = Infinity
for (const [who, holdsEvery] of [
  ['nobody', nobody],
  ['one in twenty', 20],
] as const) {
  const loads = [100, 5_000].map((agents) => ({ agents, holdsEvery, remembered: 0 }))
  const [few = NaN, many = NaN] = await monitorCosts(loads)
  const whole = `, with the wire ${times((wireUs + many) / (wireUs + few))}`
  console.log(
    `monitor, ${who} holding: ${us(few)} a query with 100 agents, ${us(many)} with 5,000: ${times(many / few)}${whole}`,
  )
}
const loads = [0, 24_000].map((remembered) => ({ agents: 500, holdsEvery: nobody, remembered }))
const [fresh = NaN, later = NaN] = await monitorCosts(loads)
console.log(
  `monitor with 500 agents: ${us(fresh)} a query fresh, ${us(later)} after four hours with 12 holds an hour each: ${times(later / fresh)}`,
)
for (const hasGateway of [false, true]) {
  const quietMs = await bulkCost({ hasGateway, hasChanges: false })
  const busyMs = await bulkCost({ hasGateway, hasChanges: true })
  const beside = hasGateway ? ' beside a gateway' : ''
  console.log(
    `monitor of a CC-CMS${beside}, 3,000 agents, 1,800 talking, 200 holding: ${percent(quietMs / 1_000)} while nothing changes (${us(quietMs / 3)} an agent each second), ${percent(busyMs / 1_000)} with five new holds a second`,
  )
}
const { core, queriesPerSecond } = await watchCost(20)
// The list of agents is requested once a second.
const bare = await paceCost(queriesPerSecond + 1)
console.log(
  `20 agents watched, ${queriesPerSecond.toFixed(1)} queries a second: ${percent(core)}; as many by hand, and nothing else: ${percent(bare)}`,
)
