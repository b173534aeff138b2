/**
 * `npm run bench:history [-- HOLDS]`: a history of this many holds (200,000), on its own thread: how long a page and
 * the charts take, how fast the export is, and whether the main thread keeps ticking. Each figure includes its
 * processor time: other work on the machine makes everything longer, and the load average shows how much there was.
 */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HistoryFilter, HistorySort } from '../../src-shared/contract/index.ts'
import {
  HandClock,
  holdAt,
  noFilter,
  openHistory,
  origin,
  spawnWorker,
} from '../../src-main/history/fakes.ts'
import { createRandom } from '../../src-main/simulator/random.ts'

const holds = Number(process.argv[2] ?? 200_000)
const agents = 200
const skills = 15
const dayMs = 86_400_000
const days = 30
const limits = { amber: 60_000, red: 120_000, critical: 300_000 }

const folder = await mkdtemp(join(tmpdir(), 'holdwatch-history-'))
const endsAt = Date.now()
const clock = new HandClock(endsAt - days * dayMs + 3_600_000)
let { history, exports, logged } = await openHistory(folder, { spawn: spawnWorker, clock })

const random = createRandom(1)
const filled = await cost(async () => {
  history.restore([origin])
  history.recordOpen(
    [],
    Array.from({ length: agents }, (_, index) => ({
      agentId: String(1_000 + index),
      name: `Agent ${index} 陈`,
    })),
  )
  for (let index = 0; index < holds; index += 1) {
    clock.pass(((days - 1) * dayMs) / holds)
    const hold = holdAt(clock.now(), {
      agentId: String(1_000 + random.whole(0, agents - 1)),
      callId: `1456${String(index - (index % 3 === 0 ? 1 : 0)).padStart(8, '0')}-77`,
      holdNumber: 1 + (index % 3 === 0 ? 1 : 0),
      call: {
        callId: '',
        callFeature: 0,
        caller: `0215${random.whole(1_000_000, 9_999_999)}`,
        called: '4008000',
        skill: `skill ${random.whole(1, skills)}`,
      },
    })
    const heldMs = Math.round(-Math.log(1 - random.unit()) * 75_000)
    history.recordStarts([hold])
    for (const [level, limit] of Object.entries(limits)) {
      if (heldMs >= limit) history.recordLevel(hold.holdId, level as keyof typeof limits)
    }
    const lastSeenAt = hold.firstSeenAt + heldMs
    history.recordEnds([{ ...hold, lastSeenAt, endedBy: lastSeenAt + 900 }])
    if (index % 5_000 === 4_999) await history.flush()
  }
  await history.flush()
})
const { size } = await stat(join(folder, 'history.db'))
console.log(`${holds} holds written in ${costText(filled)}, ${(size / 1e6).toFixed(0)} MB`)

await history.close()
const opened = await cost(async () => {
  const again = await openHistory(folder, { spawn: spawnWorker, clock })
  history = again.history
  exports = again.exports
  logged = [...logged, ...again.logged]
})
console.log(`opened in ${costText(opened)}`)
printLoad()

const now = clock.wall()
const filters: Record<string, HistoryFilter> = {
  everything: noFilter,
  'a week': { ...noFilter, from: now - 7 * dayMs, to: now },
  'three agents': { ...noFilter, agents: ['1001', '1050', '1100'] },
  'two skills': { ...noFilter, skills: ['skill 3', 'skill 4'] },
  'red and critical': { ...noFilter, levels: ['red', 'critical'] },
  mixed: {
    ...noFilter,
    from: now - 20 * dayMs,
    to: null,
    agents: ['1001', '1002', '1050'],
    skills: ['skill 3', 'skill 5'],
    levels: ['amber', 'red', 'critical'],
  },
  'a search': { ...noFilter, search: 'skill 3 100' },
  'every agent by name': {
    ...noFilter,
    agents: Array.from({ length: agents }, (_, index) => String(1_000 + index)),
  },
}
const sorts: HistorySort['by'][] = ['started', 'duration', 'agent', 'skill', 'level']

await history.page({ filter: noFilter, sort: sortBy('started'), offset: 0, limit: 1 })
const pages: Cost[] = []
const turned: Cost[] = []
const deepPages: Cost[] = []
const pageLimit = 100
for (const filter of Object.values(filters)) {
  for (const by of sorts) {
    const page = (offset: number) =>
      history.page({ filter, sort: sortBy(by), limit: pageLimit, offset })
    pages.push(await cost(() => page(0)))
    const { total } = await page(0)
    const last = Math.floor(Math.max(0, total - 1) / pageLimit) * pageLimit
    const middle = Math.floor(last / 2 / pageLimit) * pageLimit
    // In the order of the window's buttons: forward from the first, to the last and back from there.
    const steps = [1, 2, 3].map((step) => step * pageLimit)
    for (const offset of [...steps, last, ...steps.map((step) => last - step)]) {
      if (offset > 0 && offset <= last) turned.push(await cost(() => page(offset)))
    }
    deepPages.push(await cost(() => page(middle)))
    // Continues from a page far within the list.
    for (const offset of [middle + pageLimit, middle]) {
      if (offset <= last) turned.push(await cost(() => page(offset)))
    }
  }
}
printCosts('page with its total, first rows', pages)
printCosts('page that the window’s buttons lead to', turned)
printCosts('page from the middle, which no button leads to', deepPages)
const charts: Cost[] = []
for (const filter of Object.values(filters)) charts.push(await cost(() => history.charts(filter)))
printCosts('charts', charts)
const ofEverything: Cost[] = []
for (let round = 0; round < 10; round += 1) {
  ofEverything.push(await cost(() => history.charts(noFilter)))
}
printCosts('charts of everything', ofEverything)
console.log(`the process has held ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB at most`)
print('facets', await repeat(10, () => history.facets()))
print('today', await repeat(10, () => history.today()))

const target = join(folder, 'holds.csv')
const ticks = startTicking()
const usage = process.cpuUsage()
const exportedIn = await exported()
const { user, system } = process.cpuUsage(usage)
const alone = ticks.stop()
const lines = (await readFile(target, 'utf8')).split('\r\n').length - 2
console.log(
  `export: ${lines} rows in ${Math.round(exportedIn)} ms, ${Math.round(lines / (exportedIn / 1_000))} rows a second (${Math.round((user + system) / 1_000)} ms of CPU time); the main thread's 10 ms tick came ${alone.toFixed(1)} ms late at worst`,
)

const busyTicks = startTicking()
let isBusy = true
const busyPages: number[] = []
const others = (async () => {
  while (isBusy) {
    const charts = history.charts(noFilter)
    busyPages.push(
      await took(() =>
        history.page({ filter: noFilter, sort: sortBy('duration'), offset: 0, limit: 100 }),
      ),
    )
    await charts
  }
})()
const busyIn = await exported()
isBusy = false
await others
console.log(
  `export beside charts and pages: ${Math.round(lines / (busyIn / 1_000))} rows a second; tick ${busyTicks.stop().toFixed(1)} ms late at worst`,
)
print('page meanwhile', busyPages)

console.log(`everything deleted in ${Math.round(await took(() => history.deleteAll()))} ms`)
printLoad()
await history.close()
await rm(folder, { recursive: true, force: true })
if (logged.length > 0) console.log(`logged: ${logged.join('; ')}`)
process.exitCode = lines === holds && logged.length === 0 ? 0 : 1

function printLoad(): void {
  console.log(
    `load of the machine: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  )
}

function sortBy(by: HistorySort['by']): HistorySort {
  return { by, descending: true }
}

async function exported(): Promise<number> {
  return took(async () => {
    exports.length = 0
    await history.export({ filter: noFilter, numbers: 'masked' }, target)
    while (exports.at(-1)?.state !== 'done') await new Promise((go) => setTimeout(go, 5))
  })
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

interface Cost {
  /** Ms until the response, which other work on the machine makes longer. */
  wall: number
  /** Ms of processor time of all threads. */
  cpu: number
}

async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const usage = process.cpuUsage()
  const wall = await took(work)
  const { user, system } = process.cpuUsage(usage)
  return { wall, cpu: (user + system) / 1_000 }
}

function costText({ wall, cpu }: Cost): string {
  return `${Math.round(wall)} ms (${Math.round(cpu)} ms of CPU time)`
}

function printCosts(what: string, all: readonly Cost[]): void {
  print(
    what,
    all.map(({ wall }) => wall),
  )
  print(
    `${what}, CPU time`,
    all.map(({ cpu }) => cpu),
  )
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = []
  for (let index = 0; index < times; index += 1) all.push(await took(work))
  return all
}

/** The largest delay of a 10 ms tick, ms. */
function startTicking() {
  let last = performance.now()
  let worst = 0
  const timer = setInterval(() => {
    const at = performance.now()
    worst = Math.max(worst, at - last - 10)
    last = at
  }, 10)
  return {
    stop() {
      clearInterval(timer)
      return worst
    },
  }
}

function print(what: string, all: number[]): void {
  const sorted = [...all].sort((a, b) => a - b)
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  console.log(`${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms, n ${all.length}`)
}
