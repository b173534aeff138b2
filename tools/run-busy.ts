/**
 * `npm run test:busy`: runs the whole suite three times, together with two busy loops for each core. Tests that depend
 * on the speed of the machine fail here.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { exitOf } from './launch/children.ts'

const times = 3
const suite = fileURLToPath(new URL('run-tests.ts', import.meta.url))
// A loop ends with its input, even if this process is killed.
const loop =
  'process.stdin.resume().on("end", () => process.exit()); setImmediate(function spin() { setImmediate(spin) })'

const loops = Array.from({ length: 2 * availableParallelism() }, () =>
  spawn(process.execPath, ['-e', loop], { stdio: ['pipe', 'ignore', 'inherit'] }),
)
try {
  for (let time = 1; time <= times; time += 1) {
    console.log(`Beside ${loops.length} busy loops, ${time} of ${times}:`)
    const code = await exitOf(spawn(process.execPath, [suite], { stdio: 'inherit' }))
    if (code !== 0) process.exitCode = 1
  }
} finally {
  for (const { stdin } of loops) stdin.end()
}
