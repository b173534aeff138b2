import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pass } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  HandClock,
  hold,
  holdAt,
  newest,
  origin,
  patiently,
  spawnHere,
  spawnWorker,
  type TestHistory,
} from './fakes.ts'
import { maxQueueSize } from './writeQueue.ts'
import { eachInItsFolder, folder, start } from './testing.ts'

let path: string
eachInItsFolder()
beforeEach(() => {
  path = join(folder, 'history.db')
})

const callsOf = async ({ history }: TestHistory) =>
  (await history.page(newest)).rows.map(({ callId }) => callId).sort()

const putAside = async () => (await readdir(folder)).filter((file) => file.endsWith('.unreadable'))

/** A disk whose database may not grow beyond this many pages. */
function smallDisk() {
  const connections: DatabaseSync[] = []
  return {
    open(file: string) {
      const db = new DatabaseSync(file)
      connections.push(db)
      return db
    },
    setPages(pages: number) {
      for (const db of connections) if (db.isOpen) db.exec(`PRAGMA max_page_count = ${pages}`)
    },
  }
}

describe('a full disk', () => {
  it('stores the holds in memory, reports so, and writes them once there is space', async () => {
    const disk = smallDisk()
    const test = await start({ spawn: spawnHere(disk.open) })
    test.history.restore([origin])
    hold(test, 'before')
    await test.history.flush()
    disk.setPages(1)
    for (let index = 0; index < 100; index += 1) hold(test, `during-${index}`)
    test.history.recordStarts([holdAt(test.clock.now(), { callId: 'open' })])
    expect(await test.history.flush()).toBe(false)
    expect(test.history.state).toMatchObject({ state: 'waiting', why: 'disk-full', waiting: 101 })
    // Existing data can be read.
    expect(await callsOf(test)).toEqual(['before'])

    disk.setPages(1_000_000)
    test.runTimers(1_000)
    await expect.poll(() => test.history.state.state, patiently).toBe('writing')
    expect(test.states).toMatchObject([
      { state: 'waiting', why: 'disk-full', waiting: 101 },
      { state: 'writing', why: null, waiting: 0 },
    ])
    expect((await test.history.page(newest)).total).toBe(101)
    const next = await start({ clock: new HandClock(test.clock.wallAt) })
    expect(next.history.restore([origin]).holds).toMatchObject([{ call: { callId: 'open' } }])
  })

  it('discards the oldest holds that are over once too many wait, and no open one', async () => {
    const disk = smallDisk()
    const test = await start({ spawn: spawnHere(disk.open) })
    test.history.restore([origin])
    await test.history.flush()
    disk.setPages(1)
    test.history.recordStarts([holdAt(0, { callId: 'open' })])
    for (let index = 0; index < maxQueueSize + 50; index += 1) hold(test, `call-${index}`)
    await test.history.flush()
    expect(test.history.state).toMatchObject({ waiting: maxQueueSize, lost: 51 })
    expect(test.states.at(-1)?.lost).toBe(51)
    expect(test.logged).toContain('Too many holds wait: the oldest are lost')
    disk.setPages(1_000_000)
    expect(await test.history.flush()).toBe(true)
    expect(test.states.at(-1)).toMatchObject({ state: 'writing', waiting: 0, lost: 51 })
    const { total } = await test.history.page(newest)
    expect(total).toBe(maxQueueSize - 1)
    const oldest = { ...newest, sort: { by: 'started', descending: false } as const, limit: 1 }
    expect((await test.history.page(oldest)).rows[0]?.callId).toBe('call-51')
    const next = await start({ clock: new HandClock(test.clock.wallAt) })
    expect(next.history.restore([origin]).holds).toMatchObject([{ call: { callId: 'open' } }])
  })
})

describe('a database that another program has locked', () => {
  it('is written once it is free', async () => {
    const test = await start()
    test.history.restore([origin])
    await test.history.flush()
    const other = new DatabaseSync(path)
    other.exec('BEGIN EXCLUSIVE')
    hold(test, 'a')
    expect(await test.history.flush()).toBe(false)
    expect(test.history.state).toMatchObject({ state: 'waiting', why: 'locked', waiting: 1 })
    await expect(test.history.deleteAll()).rejects.toMatchObject({ code: 'history-unavailable' })
    other.exec('COMMIT')
    other.close()
    test.runTimers(1_000)
    await expect.poll(() => test.history.state.state, patiently).toBe('writing')
    expect(await callsOf(test)).toEqual(['a'])
  })

  it('does not restore what changed during the wait', async () => {
    const test = await start({ spawn: spawnWorker })
    test.history.restore([origin])
    await test.history.flush()
    const other = new DatabaseSync(path)
    other.exec('BEGIN EXCLUSIVE')
    test.history.recordStarts([holdAt(0)])
    const written = test.history.flush()
    await pass(50)
    test.history.recordEnds([{ ...holdAt(0), endedBy: 900 }])
    expect(await written).toBe(false)
    other.exec('COMMIT')
    other.close()
    expect(await test.history.flush()).toBe(true)
    expect(await callsOf(test)).toEqual(['call-1'])
    const next = await start({ clock: new HandClock(test.clock.wallAt) })
    expect(next.history.restore([origin]).holds).toEqual([])
  })

  it('at the start does not delay the watch, and restores its content later', async () => {
    const first = await start()
    first.history.restore([origin])
    first.history.recordStarts([holdAt(0, { callId: 'left open' })])
    await first.history.close()
    const other = new DatabaseSync(path)
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')

    const test = await start({ spawn: spawnHere((file) => new DatabaseSync(file)) })
    expect(test.history.state).toMatchObject({ state: 'waiting', why: 'locked', waiting: 0 })
    await expect(test.history.page(newest)).rejects.toMatchObject({ code: 'history-unavailable' })
    expect(test.history.restore([origin]).holds).toEqual([])
    hold(test, 'meanwhile')
    other.exec('COMMIT')
    other.close()
    expect(await test.history.flush()).toBe(true)
    // Nobody can know by now whether it continued.
    expect((await test.history.page(newest)).rows).toMatchObject([
      { callId: 'left open', endedBy: null },
      { callId: 'meanwhile', endedBy: expect.any(Number) },
    ])
    const next = await start({ clock: new HandClock(test.clock.wallAt) })
    expect(next.history.restore([origin]).holds).toEqual([])
  })
})

describe('a folder that cannot be written to', () => {
  it.skipIf(process.getuid?.() === 0)('is reported, and retried', async () => {
    await chmod(folder, 0o500)
    const test = await start()
    test.history.restore([origin])
    hold(test, 'a')
    await test.history.flush()
    expect(test.history.state).toMatchObject({ state: 'waiting', why: 'read-only', waiting: 1 })
    await chmod(folder, 0o700)
    expect(await test.history.flush()).toBe(true)
    expect(await callsOf(test)).toEqual(['a'])
  })

  it('or whose file cannot be, is reported', async () => {
    await (await start()).history.close()
    const test = await start({
      spawn: spawnHere((file) => new DatabaseSync(file, { readOnly: true })),
    })
    test.history.restore([origin])
    hold(test, 'a')
    expect(await test.history.flush()).toBe(false)
    expect(test.history.state).toMatchObject({ state: 'waiting', why: 'read-only', waiting: 1 })
  })

  it('that turns out to be a file does not prevent the watch', async () => {
    await rm(folder, { recursive: true })
    await writeFile(folder, '')
    const test = await start()
    test.history.restore([origin])
    hold(test, 'a')
    await test.history.flush()
    expect(test.history.state).toMatchObject({ state: 'waiting', why: 'failed', waiting: 1 })
    await rm(folder)
    expect(await test.history.flush()).toBe(true)
    expect(await callsOf(test)).toEqual(['a'])
  })
})

describe('an unreadable file', () => {
  const foreign = () => {
    const db = new DatabaseSync(path)
    db.exec('CREATE TABLE somebody_elses (a)')
    db.close()
  }
  const newer = () => {
    const db = new DatabaseSync(path)
    db.exec('PRAGMA application_id = 0x484f4c44; PRAGMA user_version = 99; CREATE TABLE t (a)')
    db.close()
  }

  it.each([
    ['corrupt', 'garbage', () => writeFile(path, 'not a database at all '.repeat(500))],
    ['corrupt', 'cut off', () => writeFile(path, 'SQLite format 3\0 and then no more')],
    ['corrupt', "somebody else's", foreign],
    ['newer', 'from a newer version', newer],
  ])('is quarantined (%s: %s) and a new one created', async (why, _what, make) => {
    await make()
    const before = await readFile(path)
    const test = await start()
    expect(test.aside).toEqual([{ why, file: (await putAside())[0] }])
    expect(test.history.state.state).toBe('writing')
    expect(await readFile(join(folder, test.aside[0]?.file ?? ''))).toEqual(before)
    test.history.restore([origin])
    hold(test, 'a')
    await test.history.flush()
    expect(await callsOf(test)).toEqual(['a'])
  })

  it('twice in one second quarantines both', async () => {
    await writeFile(path, 'first, and long enough to be looked at as a database. '.repeat(20))
    await (await start()).history.close()
    await writeFile(path, 'second, and long enough to be looked at as a database. '.repeat(20))
    await start()
    expect(await putAside()).toHaveLength(2)
  })

  it('that is a folder of that name: it is moved too', async () => {
    await mkdir(path)
    const test = await start()
    expect(test.aside[0]?.why).toBe('corrupt')
    expect((await stat(join(folder, test.aside[0]?.file ?? ''))).isDirectory()).toBe(true)
  })

  it('that breaks while it is open is quarantined, and the open holds are written to the new one', async () => {
    const test = await start()
    test.history.restore([origin])
    for (let index = 0; index < 500; index += 1) hold(test, `before-${index}`)
    test.history.recordStarts([holdAt(test.clock.now(), { callId: 'open' })])
    await test.history.close()

    // All but the first page: the file still looks like a history.
    const bytes = await readFile(path)
    bytes.fill(0xa5, 8_192)
    await writeFile(path, bytes)
    const broken = await start({ clock: new HandClock(test.clock.wallAt) })
    broken.history.restore([origin])
    for (let index = 0; index < 50; index += 1) hold(broken, `after-${index}`)
    await broken.history.flush()
    await broken.history.flush()
    expect(broken.aside).toMatchObject([{ why: 'corrupt' }])
    expect(await putAside()).toHaveLength(1)
    expect(broken.history.state.state).toBe('writing')
    expect((await broken.history.page(newest)).total).toBe(50)
  })

  it('or deleted by another program, is created anew with the open holds', async () => {
    const test = await start()
    test.history.restore([origin])
    test.history.recordStarts([holdAt(0, { callId: 'open' })])
    await test.history.flush()
    for (const file of await readdir(folder)) await rm(join(folder, file))
    hold(test, 'after')
    await test.history.flush()
    expect(await test.history.flush()).toBe(true)
    expect(await callsOf(test)).toEqual(['after'])
    const next = await start({ clock: new HandClock(test.clock.wallAt) })
    expect(next.history.restore([origin]).holds).toMatchObject([{ call: { callId: 'open' } }])
  })
})

describe('the file', () => {
  it.skipIf(process.platform === 'win32')(
    'is for its owner alone, and so is what lies beside it',
    async () => {
      const test = await start()
      test.history.restore([origin])
      hold(test, 'a')
      await test.history.flush()
      for (const file of await readdir(folder)) {
        expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
      }
      expect(await readdir(folder)).toContain('history.db-wal')
    },
  )
})

it('a row that the database rejects does not prevent others from being written', async () => {
  const test = await start()
  test.history.restore([origin])
  const bad = holdAt(0, { callId: 'bad', lastSeenAt: NaN })
  test.history.recordEnds([{ ...bad, endedBy: 10 }])
  hold(test, 'good')
  expect(await test.history.flush()).toBe(true)
  expect(await callsOf(test)).toEqual(['good'])
  expect(test.logged).toContain('Holds were not taken by the history')
})
