/**
 * `npm run bench:history-kill [-- KILLS]`: kills an app this many times (200) while holds begin and end, old ones are
 * deleted, charts are read and a file is exported; every hold that it had shown must exist after the restart, once,
 * with its duration.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom } from '../../src-main/simulator/random.ts'
import { killAgainAndAgain, writtenWithinMs } from './history-killing.ts'

const kills = Number(process.argv[2] ?? 200)
const folder = await mkdtemp(join(tmpdir(), 'holdwatch-kill-'))
const random = createRandom(1)
const result = await killAgainAndAgain(folder, kills, random.unit)
await rm(folder, { recursive: true, force: true })

console.log(`killed ${result.kills} times, ${result.killedAtStart} of them while it started`)
console.log(`${result.began} holds began, ${result.ended} ended, ${result.takenUp} taken up again`)
console.log(`${result.alerted} of these had been alerted, and it was known`)
console.log(
  `${result.tooShort} holds were not on the disk yet; the longest had been shown for ${Math.round(result.longestTooShortMs)} ms (allowed ${writtenWithinMs})`,
)
console.log(`clocks were ${result.worstClockMs.toFixed(1)} ms off at worst`)
console.log(`lost, doubled or shrunk: ${result.faults.length}`)
for (const fault of result.faults.slice(0, 10)) console.log(`fault: ${fault}`)
process.exitCode = result.faults.length === 0 ? 0 : 1
