/**
 * `npm run bench:shift [-- HOURS AGENTS SEEDS]`: a shift on a fake clock, with all disturbances. Compares every alert
 * and every row of the history with the true record, and every level reached with the alerts.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { holdHistoryAgainstTruth } from './shiftHistory.ts'
import { runShift, type ShiftLog } from './shiftRun.ts'
import { holdAgainstTruth } from './shiftTruth.ts'

const hours = Number(process.argv[2] ?? 8)
const agents = Number(process.argv[3] ?? 100)
const seeds = Number(process.argv[4] ?? 1)

const count = (values: readonly string[]) => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([value, n]) => `${value} ${n}`)
    .join(', ')
}

const percentile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]

/** Prints the figures; returns the number of errors. */
function report(log: ShiftLog): number {
  const { record, started, alerts, crossings, troubles, handled, violations, boards } = log
  const entries = alerts.flatMap(({ alert }) => alert.entries)
  const minutes = (what: string) =>
    troubles.filter((one) => one.what === what).reduce((sum, { from, to }) => sum + to - from, 0) /
    60_000
  const what = [...new Set(troubles.map((one) => one.what))]
  console.log(`holds that really were ${record.length}, seen ${started.length}, boards ${boards}`)
  console.log(
    `between: ${what.map((one) => `${one} ${troubles.filter((each) => each.what === one).length} × (${minutes(one).toFixed(0)} min)`).join(', ')}`,
  )
  console.log(`handled ${handled.length}`)
  console.log(`levels reached ${crossings.length}: ${count(crossings.map(({ level }) => level))}`)
  for (const silence of new Set(crossings.map((one) => one.silence))) {
    const fates = crossings.filter((one) => one.silence === silence).map(({ fate }) => fate ?? '–')
    console.log(`  ${silence ?? 'in hearing'} ${fates.length}: ${count(fates)}`)
  }
  console.log(
    `alerts ${alerts.length}, naming ${entries.length}: ${count(entries.map(({ kind }) => kind))}`,
  )
  const { expected, delays, missing } = holdAgainstTruth(log)
  console.log(
    `truly held to a level with nothing between ${expected}: alerted ${delays.length}, after p50 ${percentile(delays, 0.5)?.toFixed(0) ?? '–'} ms, p95 ${percentile(delays, 0.95)?.toFixed(0) ?? '–'} ms, longest ${Math.max(0, ...delays).toFixed(0)} ms`,
  )
  const history = holdHistoryAgainstTruth(log)
  console.log(
    `history: ${history.rows} rows, ${history.expected} of them certain by the record alone; bounds p50 ${percentile(history.doubts, 0.5)?.toFixed(0) ?? '–'} ms, p95 ${percentile(history.doubts, 0.95)?.toFixed(0) ?? '–'} ms`,
  )
  const wrong = [...violations, ...missing, ...history.wrong]
  console.log(`violations ${wrong.length}`)
  for (const violation of wrong.slice(0, 20)) console.log(`  ${violation}`)
  return wrong.length
}

for (let seed = 1; seed <= seeds; seed += 1) {
  const startCpu = process.cpuUsage().user
  const folder = await mkdtemp(join(tmpdir(), 'holdwatch-shift-'))
  const log = await runShift({ seed, agents, hours, folder })
  await rm(folder, { recursive: true, force: true })
  const cpuSeconds = (process.cpuUsage().user - startCpu) / 1_000_000
  console.log(
    `seed ${seed}: ${hours} h, ${agents} agents, worked through in ${cpuSeconds.toFixed(1)} s of CPU`,
  )
  if (report(log) > 0) process.exitCode = 1
}
