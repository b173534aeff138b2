import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { holdHistoryAgainstTruth } from './shiftHistory.ts'
import { runShift } from './shiftRun.ts'
import { holdAgainstTruth } from './shiftTruth.ts'

/** A shift on a fake clock takes a second or so. */
const timeoutMs = 120_000

describe('a simulated hour of 30 agents', () => {
  it.each([1, 2, 3])(
    'with seed %i: every level is alerted once, or there is a reason; every hold is in the history',
    async (seed) => {
      const folder = await mkdtemp(join(tmpdir(), 'holdwatch-shift-'))
      const log = await runShift({ seed, agents: 30, hours: 1, folder })
      await rm(folder, { recursive: true, force: true })
      expect(log.violations).toEqual([])
      expect(holdAgainstTruth(log).missing).toEqual([])
      expect(holdHistoryAgainstTruth(log).wrong).toEqual([])
      expect(log.crossings.filter(({ fate }) => fate === null)).toEqual([])

      // An hour without events would prove nothing.
      const kinds = log.alerts.flatMap(({ alert }) => alert.entries.map(({ kind }) => kind))
      expect(kinds).toEqual(expect.arrayContaining(['crossed', 'repeat', 'summary']))
      expect(log.crossings.length).toBeGreaterThan(100)
      expect(log.troubles.length).toBeGreaterThan(8)
      expect(log.handled.length).toBeGreaterThan(20)
    },
    timeoutMs,
  )
})
