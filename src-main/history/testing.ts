import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openHistory, origin, type TestHistory } from './fakes.ts'

export let folder: string
const opened: TestHistory[] = []

/** For a test file: a separate folder for each test, and no history left open after it. */
export const eachInItsFolder = (): void => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
  })
  afterEach(async () => {
    for (const { history } of opened.splice(0)) await history.close()
    await rm(folder, { recursive: true, force: true })
  })
}

/** Opens the history in this folder. */
export async function start(options: Parameters<typeof openHistory>[1] = {}): Promise<TestHistory> {
  const test = await openHistory(folder, options)
  opened.push(test)
  return test
}

/** The same, and a gateway is watched. */
export async function startWatching(
  options: Parameters<typeof openHistory>[1] = {},
): Promise<TestHistory> {
  const test = await start(options)
  test.history.restore([origin])
  return test
}
