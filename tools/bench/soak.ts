/**
 * `npm run bench:soak [-- MINUTES AGENTS --nodes N --rate REQUESTS_PER_SECOND]`: runs the app with a simulated shift, on
 * one gateway node or on several with an inspector at each. Compares the board, as Chromium shows it, with the
 * simulator's own record of the truth. Exits with 1 if it differs, or if an agent is out of sight after the first minute.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import type { ProvisionFile } from '../../src-main/connection/provision.ts'
import { type Account, startSimulator } from '../../src-main/simulator/index.ts'
import type { WatchedAgent } from '../../src-shared/contract/index.ts'
import { startShell } from '../browser-shell/server/client.ts'
import { chromiumOptions } from '../../e2e/fixtures/chromium.ts'
import { setPreference } from '../../e2e/fixtures/preferences.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    nodes: { type: 'string', default: '1' },
    rate: { type: 'string', default: '20' },
  },
})
const minutes = Number(positionals[0] ?? 10)
const agents = Number(positionals[1] ?? 20)
const nodes = Number(values.nodes) as 1 | 2 | 3
const requestsPerSecond = Number(values.rate)
/** The first round of queries is over by then. */
const settledMs = 60_000
/** A row that was not confirmed for this long is shown as uncertain; one whose call is over must be gone by then. */
const goneWithinMs = 5_000

/** A row of the board: shown from `from` until `until`, epoch ms. */
interface Row {
  callId: string
  from: number
  until: number | null
}

const gateway = await startSimulator({ agents, nodes, seed: 1 })
const folder = await mkdtemp(join(tmpdir(), 'holdwatch-soak-'))
const provision = join(folder, 'provision.json')
const { inspector, inspectors } = gateway.accounts
const credentialsOf = ({ agentId, password, phone }: Account) => ({
  agentId,
  password,
  phone,
  withoutLicence: true,
})
await writeFile(
  provision,
  JSON.stringify({
    version: 1,
    origin: gateway.origin,
    sha256: gateway.sha256,
    way: 'inspector',
    ...credentialsOf(inspector),
    accounts: nodes === 1 ? [] : inspectors.slice(1).map(credentialsOf),
    agents: gateway.accounts.agents.map(({ agentId }) => agentId),
  } satisfies ProvisionFile),
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
await setPreference(page, 'requestsPerSecond', requestsPerSecond)
await page.evaluate(async (afterMs) => {
  const rows: Row[] = []
  const faults = { doubled: 0 }
  // Seconds of all agents together; by reason, those not queried yet by their state.
  const unseenSeconds: Record<string, number> = {}
  /** For how many seconds an agent was out of sight at most, and whether one was after the first minute. */
  const unseen = { longest: 0, later: 0 }
  const watched = new Map<string, WatchedAgent>()
  const streaks = new Map<string, number>()
  window.holdwatch.on('board.patch', ({ agents: changes }) => {
    for (const agent of changes?.put ?? []) watched.set(agent.agentId, agent)
  })
  const snapshot = await window.holdwatch.request('board.get_snapshot', null)
  if (snapshot.ok) for (const agent of snapshot.data.agents) watched.set(agent.agentId, agent)
  const beganAt = Date.now()
  setInterval(() => {
    for (const { agentId, state, reason } of watched.values()) {
      const isUnseen = state === 'unseen' || state === 'waiting'
      const streak = isUnseen ? (streaks.get(agentId) ?? 0) + 1 : 0
      streaks.set(agentId, streak)
      if (!isUnseen) continue
      const why = reason ?? state
      unseenSeconds[why] = (unseenSeconds[why] ?? 0) + 1
      unseen.longest = Math.max(unseen.longest, streak)
      if (Date.now() - beganAt > afterMs) unseen.later += 1
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
  Object.assign(window, { soak: { rows, faults, unseenSeconds, unseen } })
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
  look()
}, settledMs)
await page.locator('tr[data-call-id]').first().waitFor({ timeout: 60_000 })
const firstHeldAfterMs = Date.now() - openedAt
const usage = process.cpuUsage()
await pass(minutes * 60_000)
const ended = Date.now()
const { rows, faults, unseenSeconds, unseen } = await page.evaluate(
  () =>
    Reflect.get(window, 'soak') as {
      rows: Row[]
      faults: Record<string, number>
      unseenSeconds: Record<string, number>
      unseen: { longest: number; later: number }
    },
)
const sources = await page.evaluate(() => window.holdwatch.request('sources.get', null))
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
const again = removalMs.filter((ms) => ms > goneWithinMs).length

console.log(
  `agents ${agents}, nodes ${nodes}, minutes ${minutes}, at most ${requestsPerSecond} requests a second`,
)
console.log(`first held call on the board after ${firstHeldAfterMs} ms`)
console.log(
  `from hold to row: ${summary(detections.map(({ ms }) => ms))}; not seen ${started.length - detections.length}`,
)
console.log(`of these after the first minute: ${summary(later.map(({ ms }) => ms))}`)
for (const { expectedMs, nodes: found, elsewhere } of sources.ok ? sources.data.sources : []) {
  console.log(
    `the app's own estimate: ${expectedMs?.toFixed(0) ?? '–'} ms on average; nodes with a session ${found.length}, agents on others ${elsewhere.length}`,
  )
}
console.log(`from end to row gone: ${summary(removalMs)}; over ${goneWithinMs / 1_000} s: ${again}`)
const reasons = Object.entries(unseenSeconds).map(([why, seconds]) => `${why} ${seconds}`)
console.log(`doubled rows ${faults['doubled']}, errors ${errors.length}`)
console.log(
  `agent seconds out of sight: ${reasons.join(', ') || 'none'}; one agent ${unseen.longest} at most; after the first minute ${unseen.later}`,
)
console.log(
  `requests ${(requests / ((ended - openedAt) / 1000)).toFixed(1)} a second on average, ${peak} at most; simulator and bench used ${(process.cpuUsage(usage).user / 10_000 / ((ended - openedAt) / 1000)).toFixed(1)} % CPU`,
)
for (const error of errors.slice(0, 5)) console.log(`error: ${error}`)
const isWrong = errors.length > 0 || (faults['doubled'] ?? 0) > 0
process.exitCode = isWrong || again > 0 || unseen.later > 0 ? 1 : 0
