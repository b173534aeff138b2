import { open as openFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { HandClock, hold, holdAt, newest, origin, patiently, spawnHere } from './fakes.ts'
import type { TestHistory } from './fakes.ts'
import { schemaVersion } from './schema.ts'
import { eachInItsFolder, folder, start } from './testing.ts'

let path: string
eachInItsFolder()
beforeEach(() => {
  path = join(folder, 'history.db')
})

/** A closed history with this many past holds and an open one. */
async function filled(holds: number): Promise<HandClock> {
  const test = await start()
  test.history.restore([origin])
  for (let index = 0; index < holds; index += 1) hold(test, `call-${index}`)
  test.history.recordStarts([holdAt(test.clock.now(), { callId: 'still open' })])
  await test.history.close()
  return new HandClock(test.clock.wallAt)
}

/** Overwrites one page in the middle of a table or an index. */
async function damage(name: string): Promise<void> {
  const db = new DatabaseSync(path)
  const pages = db
    .prepare(`SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path`)
    .all(name)
  const { page_size: size } = db.prepare('PRAGMA page_size').get() as { page_size: number }
  db.close()
  const page = Number(pages[Math.floor(pages.length / 2)]?.['pageno'])
  const file = await openFile(path, 'r+')
  await file.write(Buffer.alloc(size, 0x5a), 0, size, (page - 1) * size)
  await file.close()
}

const total = async ({ history }: TestHistory) =>
  (await history.page({ ...newest, limit: 1 }).catch(() => ({ total: 0 }))).total
const aside = async () => (await readdir(folder)).filter((file) => file.endsWith('.unreadable'))

describe('a damaged page', () => {
  it('of an index costs nothing: every row is imported', async () => {
    const clock = await filled(800)
    await damage('past_by_end')
    const test = await start({ clock, keptNumbers: 'last-four' })
    test.history.restore([origin])
    await test.history.today().catch(() => null)
    test.runTimers(60_000)
    await expect.poll(() => total(test), patiently).toBe(800)
    expect(test.aside).toMatchObject([{ why: 'corrupt' }])
    expect(await aside()).toHaveLength(1)
    const { rows } = await test.history.page(newest)
    expect(rows.every(({ customer }) => customer === '•••• 1234')).toBe(true)

    // Only once, though the damaged file stays.
    await test.history.deleteAll()
    const next = await start({ clock: new HandClock(clock.wallAt) })
    await next.history.flush()
    expect(await total(next)).toBe(0)
  })

  it('of the table itself costs the rows on it', async () => {
    const clock = await filled(800)
    await damage('past_holds')
    const test = await start({ clock })
    test.history.restore([origin])
    await test.history.page({ ...newest, offset: 380 }).catch(() => null)
    test.runTimers(60_000)
    await expect.poll(() => total(test), patiently).toBeGreaterThan(700)
    expect(test.history.state.state).toBe('writing')
  })

  it('of the open holds costs no other row, and does not change the retention period', async () => {
    const clock = await filled(800)
    const first = await start({ clock })
    await first.history.setRetention(365)
    await first.history.close()
    await damage('open_holds')
    const test = await start({ clock, retention: { days: 1, by: 'nobody' } })
    test.history.restore([origin])
    test.runTimers(60_000)
    await expect.poll(() => total(test), patiently).toBe(800)
    expect(test.retention.at(-1)).toMatchObject({ retentionDays: 365 })
  })

  it('that is never read is found while there are no requests', async () => {
    const clock = await filled(800)
    await damage('past_by_name')
    const test = await start({ clock })
    test.history.restore([origin])
    test.runTimers(3_600_000)
    await expect
      .poll(() => {
        test.runTimers(60_000)
        return test.aside.length
      }, patiently)
      .toBe(1)
    await expect.poll(() => total(test), patiently).toBe(800)
  })
})

describe('a history of a newer version', () => {
  const setVersion = (file: string, version: number) => {
    const db = new DatabaseSync(join(folder, file))
    db.exec(`PRAGMA user_version = ${version}`)
    db.close()
  }

  it('that was quarantined by an older version is restored by the newer one', async () => {
    const clock = await filled(30)
    setVersion('history.db', schemaVersion + 1)
    const older = await start({ clock })
    older.history.restore([origin])
    hold(older, 'meanwhile')
    await older.history.close()
    expect(older.aside).toMatchObject([{ why: 'newer' }])

    // The newer version finds it: the file's version is the one it supports.
    setVersion((await aside())[0] ?? '', schemaVersion)
    const newer = await start({ clock: new HandClock(clock.wallAt) })
    await expect.poll(() => total(newer), patiently).toBe(32)
    const { rows } = await newer.history.page(newest)
    expect(rows.map(({ callId }) => callId)).toContain('still open')
    expect(rows.every(({ customer }) => customer === '•••• 1234')).toBe(true)
    expect(await aside()).toEqual([])
  })

  it('deletes its numbers where the user wants none to be stored', async () => {
    const clock = await filled(3)
    setVersion('history.db', schemaVersion + 1)
    const older = await start({ clock })
    await older.history.setKeptNumbers('none')
    const db = new DatabaseSync(join(folder, (await aside())[0] ?? ''), { readOnly: true })
    expect(db.prepare('SELECT * FROM number_keys').all()).toEqual([])
    expect(db.prepare('SELECT count(*) AS n FROM past_holds').get()).toEqual({ n: 3 })
    db.close()
  })

  it('and so does an unreadable file', async () => {
    await writeFile(path, 'not a database at all '.repeat(500))
    const test = await start()
    expect(await aside()).toHaveLength(1)
    await test.history.setKeptNumbers('none')
    expect(await aside()).toEqual([])
  })
})

describe('a history of an older version that lies aside', () => {
  it('is taken over without what it does not know', async () => {
    const clock = await filled(3)
    const db = new DatabaseSync(path)
    // As versions before the fifth, without notes.
    db.exec(`ALTER TABLE past_holds DROP COLUMN notes; ALTER TABLE open_holds DROP COLUMN notes;
      PRAGMA user_version = ${schemaVersion + 1}`)
    db.close()
    await (await start({ clock })).history.close()
    const old = new DatabaseSync(join(folder, (await aside())[0] ?? ''))
    old.exec('PRAGMA user_version = 4')
    old.close()
    const test = await start({ clock: new HandClock(clock.wallAt) })
    await expect.poll(() => total(test), patiently).toBe(4)
    const { rows } = await test.history.page(newest)
    expect(rows.map(({ notes }) => notes)).toEqual([[], [], [], []])
  })
})

describe('a connection', () => {
  /** The first one fails with this code from a given moment on; others work. */
  function breaking(errcode: number) {
    const disk = { opened: 0, isBroken: false }
    const spawn = spawnHere((file) => {
      disk.opened += 1
      const isFirst = disk.opened === 1
      const db = new DatabaseSync(file)
      const exec = db.exec.bind(db)
      db.exec = (sql) => {
        if (isFirst && disk.isBroken && sql.includes('BEGIN')) {
          throw Object.assign(new Error('failed'), { errcode })
        }
        exec(sql)
      }
      return db
    })
    return { disk, spawn }
  }

  it.each([
    ['an I/O error', 10, 1],
    ['a protocol error', 15, 1],
    ['a file moved away', 1_032, 1],
    ['anything else', 1, 4],
  ])('that ended with %s is opened anew', async (_what, errcode, failures) => {
    const { disk, spawn } = breaking(errcode)
    const test = await start({ spawn })
    test.history.restore([origin])
    await test.history.flush()
    disk.isBroken = true
    hold(test, 'a')
    for (let count = 0; count < failures; count += 1) {
      expect(await test.history.flush()).toBe(false)
    }
    expect(await test.history.flush()).toBe(true)
    expect(disk.opened).toBe(2)
    expect(await total(test)).toBe(1)
  })
})

describe('the file', () => {
  it('returns deleted space to the disk', async () => {
    const test = await start()
    test.history.restore([origin])
    for (let index = 0; index < 800; index += 1) hold(test, `call-${index}`)
    await test.history.flush()
    const pages = () => {
      const db = new DatabaseSync(path, { readOnly: true })
      const row = db.prepare('PRAGMA page_count').get()
      db.close()
      return Number(row?.['page_count'])
    }
    const before = pages()
    test.clock.pass(5 * 86_400_000)
    await test.history.setRetention(1)
    expect(pages()).toBeLessThan(before / 4)
  })

  it('on a file system without WAL is reported, and still written to', async () => {
    const events: string[] = []
    const test = await start({
      spawn: spawnHere((file) => {
        const db = new DatabaseSync(file)
        const exec = db.exec.bind(db)
        db.exec = (sql) => {
          if (!sql.includes('journal_mode')) exec(sql)
        }
        return db
      }),
      onUnlogged: () => events.push('unlogged'),
    })
    test.history.restore([origin])
    hold(test, 'a')
    expect(await test.history.flush()).toBe(true)
    expect([events, await total(test)]).toEqual([['unlogged'], 1])
  })
})
