import { describe, expect, it, vi } from 'vitest'
import type { Level, UpdateView } from '../../src-shared/contract/index.ts'
import {
  checkEveryMs,
  firstCheckMs,
  lookEveryMs,
  mayCheck,
  PublisherError,
  Updates,
  type Updater,
} from './updates.ts'

const levels = (...all: Level[]) => all.map((level) => ({ level }))

describe('the time to look for an update', () => {
  it.each<[string, number | null, Level[], boolean]>([
    ['was never looked for', null, [], true],
    ['was looked for long ago', 0, ['normal', 'amber'], true],
    ['was looked for lately', 1, [], false],
    ['would distract from a red hold', null, ['amber', 'red'], false],
    ['would distract from a critical hold', null, ['critical'], false],
  ])('where it %s', (_what, askedAt, held, may) => {
    expect(mayCheck(checkEveryMs, askedAt, levels(...held))).toBe(may)
  })
})

function start(updater: Partial<Updater> = {}, installation: UpdateView['installation'] = 'ask') {
  let now = 0
  let look: { at: number; run: () => void } | null = null
  const world = { held: levels() }
  const views: UpdateView['state'][] = []
  const onNotice = vi.fn()
  const installed = vi.fn(() => new Promise<never>(() => {}))
  const load = vi.fn(() =>
    Promise.resolve<Updater>({
      unsupported: () => Promise.resolve(null),
      find: () => Promise.resolve('2.0.0'),
      download: () => Promise.resolve(),
      install: installed,
      ...updater,
    }),
  )
  const silent = () => {}
  const updates = new Updates({
    installation,
    load,
    held: () => world.held,
    now: () => now,
    wall: () => 1_000_000 + now,
    setTimer: (ms, run) => {
      look = { at: now + ms, run }
      return () => (look = null)
    },
    onChange: ({ state }) => views.push(state),
    onNotice,
    log: { debug: silent, info: silent, warn: silent, error: silent },
  })
  /** Lets time pass up to the next check, and everything that it starts. */
  const pass = async (ms: number) => {
    const until = now + ms
    while (look !== null && (look as { at: number }).at <= until) {
      const { at, run }: { at: number; run: () => void } = look
      look = null
      now = at
      run()
      await new Promise((resolve) => setImmediate(resolve))
    }
    now = until
  }
  return { updates, world, views, load, installed, onNotice, pass, isLooking: () => look !== null }
}

describe('updates', () => {
  it('load no code before the first check', async () => {
    const { load, pass, updates } = start()
    await pass(firstCheckMs - 1)
    expect(load).not.toHaveBeenCalled()
    expect(updates.view).toEqual({ installation: 'ask', state: { is: 'waiting' } })
  })

  it('wait for a quiet moment', async () => {
    const { load, pass, world } = start()
    world.held = levels('critical')
    await pass(firstCheckMs + 10 * lookEveryMs)
    expect(load).not.toHaveBeenCalled()
    world.held = levels('amber')
    await pass(lookEveryMs)
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('are downloaded and announced, and not installed by themselves', async () => {
    const { updates, views, pass, installed, onNotice, isLooking } = start()
    await pass(firstCheckMs)
    expect(views).toEqual([
      { is: 'downloading', version: '2.0.0' },
      { is: 'ready', version: '2.0.0' },
    ])
    expect(onNotice.mock.calls).toEqual([['update-ready', { version: '2.0.0' }]])
    expect([updates.isReady, updates.installsOnQuit, isLooking()]).toEqual([true, false, false])
    await pass(10 * checkEveryMs)
    expect(installed).not.toHaveBeenCalled()
    void updates.install(true)
    expect(installed.mock.calls).toEqual([[true]])
  })

  it('are installed at a quit only where the administrator allows it, and only once they are ready', async () => {
    const { updates, pass } = start({}, 'on-quit')
    expect(updates.installsOnQuit).toBe(false)
    await pass(firstCheckMs)
    expect(updates.installsOnQuit).toBe(true)
  })

  it('that do not exist are checked again, some hours later', async () => {
    const find = vi.fn(() => Promise.resolve<string | null>(null))
    const { views, pass } = start({ find })
    await pass(firstCheckMs + checkEveryMs - 1)
    expect(find).toHaveBeenCalledTimes(1)
    expect(views).toEqual([{ is: 'current', at: 1_000_000 + firstCheckMs }])
    await pass(1)
    expect(find).toHaveBeenCalledTimes(2)
  })

  it('that cannot be downloaded report so and are retried', async () => {
    const find = vi.fn(() => Promise.reject(new Error('net::ERR_CONNECTION_REFUSED')))
    const { views, pass, onNotice } = start({ find })
    await pass(firstCheckMs + checkEveryMs)
    expect(views.map((view) => [view.is, 'why' in view && view.why])).toEqual([
      ['failed', 'server'],
      ['failed', 'server'],
    ])
    expect(onNotice).not.toHaveBeenCalled()
  })

  it('from another publisher are refused in the window', async () => {
    const download = () => Promise.reject(new PublisherError())
    const { updates, views, pass, onNotice } = start({ download }, 'on-quit')
    await pass(firstCheckMs)
    expect(views.at(-1)).toMatchObject({ is: 'failed', why: 'publisher' })
    expect(onNotice.mock.calls).toEqual([['update-refused', {}]])
    expect([updates.isReady, updates.installsOnQuit]).toEqual([false, false])
  })

  it.each(['package', 'unsigned'] as const)(
    'are not looked for where the app is %s',
    async (why) => {
      const find = vi.fn(() => Promise.resolve(null))
      const { views, pass, isLooking } = start({ unsupported: () => Promise.resolve(why), find })
      await pass(firstCheckMs)
      expect(views).toEqual([{ is: 'unsupported', why }])
      expect([find.mock.calls.length, isLooking()]).toEqual([0, false])
    },
  )

  it('are not checked once the app is closed', async () => {
    const { updates, load, pass } = start()
    updates.close()
    await pass(firstCheckMs)
    expect(load).not.toHaveBeenCalled()
  })
})
