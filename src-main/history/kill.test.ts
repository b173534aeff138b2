import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { killAgainAndAgain } from '../../tools/bench/history-killing.ts'
import { createRandom } from '../simulator/random.ts'

it('a killed app restores everything it had shown, once, with continuous durations', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdwatch-kill-'))
  const result = await killAgainAndAgain(folder, 5, createRandom(3).unit)
  await rm(folder, { recursive: true, force: true })
  expect(result.faults).toEqual([])
  expect(result.takenUp).toBeGreaterThan(0)
}, 60_000)
