/**
 * Tests each installer in `dist/` that this system can run: installs, starts, ends and removes the app. Meant for the
 * workflow, because it changes the machine.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Command, trialsOf } from './installers.ts'
import { startInstalled } from './startInstalled.ts'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))

function run([program, ...args]: Command): void {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? status}`)
}

const trials = trialsOf(dist, readdirSync(dist), process)
if (trials.length === 0) throw new Error('There is no installer for this system in dist/.')
for (const { installer, install, executable, remove } of trials) {
  console.log(`${installer}: installing`)
  for (const command of install) run(command)
  await startInstalled(executable)
  console.log(`${installer}: started and ended`)
  for (const command of remove) run(command)
  if (remove.length > 0 && existsSync(executable)) throw new Error(`${executable} is still there`)
  console.log(`${installer}: removed`)
}
