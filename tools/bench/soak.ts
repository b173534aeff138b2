/**
 * `npm run bench:soak [-- MINUTES] [-- AGENTS]`: runs the app with a simulated shift. Compares the board, as Chromium
 * shows it, with the simulator's own record of the truth.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import { startSimulator } from '../../src-main/simulator/index.ts'
import { startShell } from '../browser-shell/server/client.ts'
import { chromiumOptions } from '../../e2e/fixtures/chromium.ts'

const minutes = Number(process.argv[2] ?? 10)
const agents = Number(process.argv[3] ?? 20)
/** The first round of queries is over by then. */
const settledMs = 60_000

/** A row of the board: shown from `from` until `until`, epoch ms. */
interface Row {
  callId: string
  from: number
  until: number | null
}

const gateway = await startSimulator({ agents, seed: 1 })
const folder = await mkdtemp(join(tmpdir(), 'holdwatch-soak-'))
const provision = join(folder, 'provision.json')
const { inspector } = gateway.accounts
await writeFile(
  provision,
  JSON.stringify({
    version: 1,
    origin: gateway.origin,
    sha256: gateway.sha256,
    way: 'inspector',
    agentId: inspector.agentId,
    password: inspector.password,
    phone: inspector.phone,
    withoutLicence: true,
    agents: gateway.accounts.agents.map(({ agentId }) => agentId),
  }),
)
const shell = await startShell({ userDataDir: folder, args: [`--provision=${provision}`] })
const browser = await chromium.launch(await chromiumOptions())
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
const errors: string[] = []
page.on('pageerror', (error) => errors.push(error.message))
page.on('console', (message) => {
  if (message.type() === 'error') errors.push(message.text())
})
const openedAt = Date.now()
await page.goto(shell.url)
await page.locator('[data-agent-id][data-state]').first().waitFor()
await page.evaluate(() => {
  const rows: Row[] = []
  const faults = { doubled: 0 }
  // By reason; those not queried yet by their state.
  const unseenSeconds: Record<string, number> = {}
  setInterval(() => {
    for (const agent of document.querySelectorAll(
      '[data-state="unseen"], [data-state="waiting"]',
    )) {
      const why = agent.getAttribute('data-reason') ?? agent.getAttribute('data-state') ?? ''
      unseenSeconds[why] = (unseenSeconds[why] ?? 0) + 1
    }
  }, 1_000)
  const look = () => {
    const now = Date.now()
    const present = [...document.querySelectorAll('tr[data-call-id]')].map(
      (row) => row.getAttribute('data-call-id') ?? '',
    )
    if (new Set(present).size !== present.length) faults.doubled += 1
    for (const row of rows) {
      if (row.until === null && !present.includes(row.callId)) row.until = now
    }
    for (const callId of present) {
      const open = rows.some((row) => row.callId === callId && row.until === null)
      if (!open) rows.push({ callId, from: now, until: null })
    }
  }
  Object.assign(window, { soak: { rows, faults, unseenSeconds } })
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
  look()
})
await page.locator('tr[data-call-id]').first().waitFor({ timeout: 60_000 })
const firstHeldAfterMs = Date.now() - openedAt
const usage = process.cpuUsage()
await pass(minutes * 60_000)
const ended = Date.now()
const { rows, faults, unseenSeconds } = await page.evaluate(
  () =>
    Reflect.get(window, 'soak') as {
      rows: Row[]
      faults: Record<string, number>
      unseenSeconds: Record<string, number>
    },
)
const record = gateway.record.map((hold) => ({ ...hold }))
const requests = Object.values(gateway.stats.requests).reduce((sum, count) => sum + count, 0)
const peak = gateway.stats.peakRequestsPerSecond
await browser.close()
await shell.quit()
await gateway.stop()
await rm(folder, { recursive: true, force: true })

const percentile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]
const summary = (values: number[]) =>
  `p50 ${percentile(values, 0.5) ?? '–'} ms, p95 ${percentile(values, 0.95) ?? '–'} ms, longest ${Math.max(0, ...values)} ms, n ${values.length}`

const started = record.filter(({ startedAt }) => startedAt > openedAt && startedAt < ended - 5_000)
const detections = started.flatMap(({ callId, startedAt, endedAt }) => {
  const row = rows.find(
    (one) =>
      one.callId === callId && one.from >= startedAt - 50 && one.from < (endedAt ?? ended) + 3_000,
  )
  return row ? [{ startedAt, ms: row.from - startedAt }] : []
})
const later = detections.filter(({ startedAt }) => startedAt > openedAt + settledMs)
const over = record.filter(({ endedAt }) => endedAt !== null && endedAt < ended - 5_000)
const removalMs = over.flatMap(({ callId, startedAt, endedAt }) => {
  const row = rows.find(
    (one) => one.callId === callId && one.from >= startedAt - 50 && one.from <= (endedAt ?? 0),
  )
  return row ? [(row.until ?? ended) - (endedAt ?? 0)] : []
})
const again = removalMs.filter((ms) => ms > 3_000).length

console.log(`agents ${agents}, minutes ${minutes}`)
console.log(`first held call on the board after ${firstHeldAfterMs} ms`)
console.log(
  `from hold to row: ${summary(detections.map(({ ms }) => ms))}; not seen ${started.length - detections.length}`,
)
console.log(`of these after the first minute: ${summary(later.map(({ ms }) => ms))}`)
console.log(`from end to row gone: ${summary(removalMs)}; over 3 s: ${again}`)
const unseen = Object.entries(unseenSeconds).map(([why, seconds]) => `${why} ${seconds}`)
console.log(`doubled rows ${faults['doubled']}, errors ${errors.length}`)
console.log(`agent seconds out of sight: ${unseen.join(', ') || 'none'}`)
console.log(
  `requests ${(requests / ((ended - openedAt) / 1000)).toFixed(1)} a second on average, ${peak} at most; simulator and bench used ${(process.cpuUsage(usage).user / 10_000 / ((ended - openedAt) / 1000)).toFixed(1)} % CPU`,
)
for (const error of errors.slice(0, 5)) console.log(`error: ${error}`)
process.exitCode = errors.length > 0 || again > 0 || (faults['doubled'] ?? 0) > 0 ? 1 : 0
