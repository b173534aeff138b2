import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { test } from '../fixtures/app.ts'
import { runtime } from '../fixtures/running.ts'
import { BoardPage } from '../pages/board.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The address at which the launched app is shown. */
async function addressOf({ stdout, stderr }: ChildProcess): Promise<string> {
  stderr?.pipe(process.stderr)
  if (stdout === null) throw new Error('The demo has no output')
  for await (const line of createInterface({ input: stdout })) {
    const [, address] = /^Holdwatch is at (\S+)/.exec(line) ?? []
    if (address !== undefined) return address
  }
  throw new Error('The demo ended before it was ready')
}

for (const [flags, agents] of [
  [[], 20],
  [['--cluster'], 40],
  [['--cms'], 1_000],
] as const) {
  test(`${['npm run demo', ...flags].join(' -- ')} shows ${agents} agents with nothing to fill in`, async ({
    page,
  }) => {
    test.skip(runtime.kind === 'electron', 'the demo opens a window of its own in Electron')
    const child = spawn(process.execPath, ['tools/launch/launch.ts', 'demo', ...flags], {
      cwd: root,
      // Without a display there is no Electron, whether or not its binary is installed.
      env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
    })
    try {
      await page.goto(await addressOf(child))
      await new BoardPage(page).seesAll(agents)
    } finally {
      child.kill('SIGINT')
      if (child.exitCode === null) await once(child, 'exit')
    }
  })
}
