/**
 * `npm run bench:thousands [-- MINUTES]`: the app without its desktop watches 3,000 agents of a simulated CC-CMS, which
 * runs in another process. Compares the board with the simulator's own record of the holds, and measures the main
 * process. Exits with 1 if a limit is exceeded.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { serialize } from 'node:v8'
import { wordsFor } from '../../src-main/desktop/text/words.ts'
import { trayModel } from '../../src-main/desktop/tray/trayModel.ts'
import type { HoldRecord } from '../../src-main/simulator/index.ts'
import type { BoardPatch, BoardSnapshot } from '../../src-shared/contract/index.ts'
import { openHeadlessApp } from './headlessApp.ts'
import type { FloorAddress, FloorRecord } from './thousandsFloor.ts'

const minutes = Number(process.argv[2] ?? 3)
const agents = 3_000
const talking = 1_800
const holding = 200
const settledMs = 15_000
/** Memory grows until the last calls of each agent are known, and no further. */
const allowed = { medianMs: 1_200, p95Ms: 2_200, core: 0.15, growthMb: 6 }
/** A shorter hold may begin and end between two queries. */
const surelySeenMs = 3_000

/** A row of the board, shown from `from` until `until`, epoch ms. */
interface Row {
  agentId: string
  callId: string
  from: number
  until: number | null
}

/**
 * What the rest of the main process does with each change of the board, and the rows that it has shown: those that have
 * ended are in a file, since they would count as memory of the app.
 */
class Desktop {
  readonly #open = new Map<string, Row>()
  readonly #file: string
  patches = 0

  constructor(file: string) {
    this.#file = file
  }

  rows(): Row[] {
    const ended = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1)
    return [...ended.map((line) => JSON.parse(line) as Row), ...this.#open.values()]
  }

  show(patch: BoardPatch, board: BoardSnapshot | null): void {
    const at = Date.now()
    this.patches += 1
    for (const { holdId, agentId, callId } of patch.calls?.put ?? []) {
      if (!this.#open.has(holdId))
        this.#open.set(holdId, { agentId, callId, from: at, until: null })
    }
    for (const holdId of patch.calls?.gone ?? []) {
      const row = this.#open.get(holdId)
      if (row === undefined) continue
      appendFileSync(this.#file, `${JSON.stringify({ ...row, until: at })}\n`)
      this.#open.delete(holdId)
    }
    // As it is sent to the page, and as the tray shows it.
    serialize(patch)
    trayModel({ board, now: patch.now, wall: at, ...tray })
  }
}

const tray = {
  isWindowVisible: true,
  isAlwaysOnTop: false,
  canStayOnTop: true,
  words: wordsFor('en'),
}

async function record(floor: ChildProcess): Promise<FloorRecord> {
  floor.send('record')
  const [answer] = (await once(floor, 'message')) as [FloorRecord]
  return answer
}

/** MB: live memory is what is left after everything unused was collected. */
function measureMemory(): { live: number; external: number; resident: number } {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { live: heapUsed / 2 ** 20, external: external / 2 ** 20, resident: rss / 2 ** 20 }
}

const floor = fork(
  fileURLToPath(new URL('thousandsFloor.ts', import.meta.url)),
  [agents, talking, holding].map(String),
)
const [address] = (await once(floor, 'message')) as [FloorAddress]
const folder = await mkdtemp(join(tmpdir(), 'holdwatch-thousands-'))
const rowFile = join(folder, 'rows')
await writeFile(rowFile, '')
const desktop = new Desktop(rowFile)
const app = await openHeadlessApp(folder, (patch) => {
  if (patch !== null) desktop.show(patch, app.board)
})
const { origin, sha256, accessKey, secretKey, ccId, vdn, agentIds } = address
await app.request('setup.check_address', { address: origin })
await app.request('trust.accept', { origin, sha256 })
await app.request('session.use_cms', {
  accessKey,
  secretKey,
  ccId: String(ccId),
  vdn: String(vdn),
  remember: false,
})
await app.request('watch.set_agents', { agents: agentIds.map((agentId) => ({ agentId })) })
await pass(settledMs)

const before = await record(floor)
const from = { at: Date.now(), patches: desktop.patches }
const memory = [measureMemory()]
const usage = process.cpuUsage()
for (let minute = 0; minute < minutes; minute += 1) {
  await pass(Math.min(1, minutes - minute) * 60_000)
  memory.push(measureMemory())
}
const { user, system } = process.cpuUsage(usage)
const ended = Date.now()
const after = await record(floor)
const unseen = (app.board?.agents ?? []).filter(({ state }) => state === 'unseen').length
await app.close()
floor.disconnect()
const rows = desktop.rows()
await rm(folder, { recursive: true, force: true })

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? NaN
const summary = (values: readonly number[]) =>
  `p50 ${percentile(values, 0.5)} ms, p95 ${percentile(values, 0.95)} ms, longest ${Math.max(0, ...values)} ms, n ${values.length}`

const rowsByCall = Map.groupBy(rows, ({ callId }) => callId)
const rowOf = ({ agentId, callId, startedAt, endedAt }: HoldRecord): Row | undefined =>
  rowsByCall
    .get(callId)
    ?.find(
      (row) =>
        row.agentId === agentId && row.from >= startedAt && row.from <= (endedAt ?? ended) + 3_000,
    )
const started = after.holds.filter(
  ({ startedAt }) => startedAt > from.at && startedAt < ended - 5_000,
)
const toRow = started.flatMap((hold) => {
  const row = rowOf(hold)
  return row ? [row.from - hold.startedAt] : []
})
const missed = started.filter((hold) => !rowOf(hold))
const lost = missed.filter(
  ({ startedAt, endedAt }) => (endedAt ?? ended) - startedAt > surelySeenMs,
).length
const toGone = started.flatMap((hold) => {
  const row = rowOf(hold)
  const isOver = hold.endedAt !== null && hold.endedAt < ended - 5_000
  return row && isOver ? [(row.until ?? ended) - (hold.endedAt ?? 0)] : []
})
const seconds = (ended - from.at) / 1_000
const core = (user + system) / 1_000 / (1_000 * seconds)
const growthMb = (memory.at(-1)?.live ?? NaN) - (memory[0]?.live ?? NaN)

console.log(
  `agents ${agents}, of whom ${after.talking} talk and ${after.holding} hold; minutes ${minutes}`,
)
console.log(`from hold to board: ${summary(toRow)}; not seen ${missed.length}, held long ${lost}`)
console.log(`from end to row gone: ${summary(toGone)}`)
console.log(
  `main process: ${(100 * core).toFixed(1)} % of a core; ${((desktop.patches - from.patches) / seconds).toFixed(1)} patches a second; simulator ${((after.cpuMs - before.cpuMs) / 10 / seconds).toFixed(1)} %`,
)
console.log(
  `requests ${((after.requests - before.requests) / seconds).toFixed(1)} a second; agents out of sight at the end ${unseen}`,
)
for (const kind of ['live', 'external', 'resident'] as const) {
  console.log(
    `memory, ${kind}, each minute: ${memory.map((one) => one[kind].toFixed(1)).join(', ')} MB`,
  )
}
const isSlow =
  !(percentile(toRow, 0.5) <= allowed.medianMs) || !(percentile(toRow, 0.95) <= allowed.p95Ms)
const isHeavy = core > allowed.core || growthMb > allowed.growthMb
process.exitCode = isSlow || isHeavy || lost > 0 || unseen > 0 ? 1 : 0
