import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { defaultSettings } from '../../src-main/settings/settings.ts'
import { endCommand } from './installers.ts'

/** Far longer than a start takes on a busy machine, ms. */
const limitMs = 120_000

/**
 * Starts the installed app, waits until its log reports that it is running, and makes it quit. Rejects with its output
 * if either does not happen.
 */
export async function startInstalled(
  executable: string,
  args: readonly string[] = [],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'holdwatch-installed-'))
  // Closing must quit the app: a window that hides in the tray would stay.
  const settings = { ...defaultSettings, preferences: { closeToTray: false } }
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
  const child = spawn(executable, [...args, `--user-data-dir=${folder}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text))
  }
  let end: string | null = null
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      end ??= String(error)
      resolve()
    })
    child.once('close', (code, signal) => {
      end ??= `code ${code ?? signal}`
      resolve()
    })
  })
  const until = async (what: string, isDone: () => Promise<boolean> | boolean) => {
    const deadline = performance.now() + limitMs
    while (!(await isDone())) {
      if (performance.now() > deadline) throw new Error(`${executable}: ${what} did not come about`)
      await sleep(200)
    }
  }
  const log = join(folder, 'logs', 'holdwatch.log')
  try {
    await until('a start', async () => {
      if (end !== null) throw new Error(`${executable} ended with ${end}`)
      return (await readFile(log, 'utf8').catch(() => '')).includes('Holdwatch starts')
    })
    // The window may appear a little later than the line in the log, and only then handles the request.
    await until('an end', async () => {
      if (end === null && child.pid !== undefined) {
        const [program, ...rest] = endCommand(process.platform, child.pid)
        await promisify(execFile)(program, rest).catch(() => undefined)
        await Promise.race([ended, sleep(5_000)])
      }
      return end !== null
    })
    if (end !== 'code 0') throw new Error(`${executable} ended with ${end}`)
  } catch (error) {
    child.kill('SIGKILL')
    throw new Error(`${String(error)}\n${printed.join('')}`, { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}
