import type * as fs from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { moveToFolder } from './bringHome.ts'
import { HandClock, holdAt, newest, openHistory, origin, patiently } from './fakes.ts'
import type { TestHistory } from './fakes.ts'

/** A disk at the old location, which fails together with the app at its nth change. */
const disk = vi.hoisted(() => ({ isElsewhere: false, changes: 0, diesAt: Infinity }))
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof fs>()
  const change =
    <A extends unknown[], R>(work: (...args: A) => R) =>
    (...args: A) => {
      disk.changes += 1
      if (disk.changes >= disk.diesAt) throw new Error('killed')
      return work(...args)
    }
  return {
    ...real,
    copyFileSync: change(real.copyFileSync),
    mkdirSync: change(real.mkdirSync),
    rmSync: change(real.rmSync),
    renameSync: change((from: string, to: string) => {
      if (disk.isElsewhere && dirname(from) !== dirname(to)) {
        throw Object.assign(new Error('another disk'), { code: 'EXDEV' })
      }
      real.renameSync(from, to)
    }),
  }
})

let root: string
let roaming: string
let local: string
let open: TestHistory[]
beforeEach(async () => {
  Object.assign(disk, { isElsewhere: false, changes: 0, diesAt: Infinity })
  root = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
  roaming = join(root, 'roaming')
  local = join(root, 'local', 'holdwatch')
  open = []
})
afterEach(async () => {
  for (const { history } of open) await history.close()
  await rm(root, { recursive: true, force: true })
})

async function start(folder: string, options: Parameters<typeof openHistory>[1] = {}) {
  const test = await openHistory(folder, options)
  open.push(test)
  test.history.restore([origin])
  return test
}

/** The files of a killed app: all rows are still in the log, and one hold is open. */
async function leave(folder: string, callIds: string[], openId: string): Promise<HandClock> {
  const live = join(root, `live-${callIds.join('-')}`)
  const test = await start(live)
  for (const callId of callIds) {
    test.history.recordEnds([{ ...holdAt(0, { callId }), lastSeenAt: 500, endedBy: 900 }])
  }
  test.history.recordStarts([holdAt(0, { callId: openId })])
  await test.history.flush()
  await cp(live, folder, { recursive: true })
  await rm(join(folder, 'history.db-shm'))
  return new HandClock(test.clock.wallAt)
}

function callsIn(folder: string): string[] {
  const db = new DatabaseSync(join(folder, 'history.db'), { readOnly: true })
  const rows = db.prepare('SELECT call_id FROM past_holds ORDER BY call_id').all()
  db.close()
  return rows.map((row) => String(row['call_id']))
}

const files = async (folder: string) => (await readdir(folder)).sort()
const aside = 'history.db.2026-01-01T10-00-00.unreadable'

describe.each([
  ['on the same disk', false],
  ['on another disk', true],
])('a history that belongs elsewhere, %s', (_where, isElsewhere) => {
  beforeEach(async () => {
    disk.isElsewhere = isElsewhere
  })

  it('is moved there with its log and all quarantined files', async () => {
    await leave(roaming, ['a', 'b'], 'open')
    await writeFile(join(roaming, aside), 'not a database')
    await writeFile(join(roaming, `${aside}-wal`), 'its log')
    await writeFile(join(roaming, 'settings.json'), '{}')
    expect(moveToFolder(local, [roaming], 0)).toEqual({ folder: local, problem: null })
    expect(await files(roaming)).toEqual(['settings.json'])
    expect(await files(local)).toEqual(['history.db', 'history.db-wal', aside, `${aside}-wal`])
    expect(callsIn(local)).toEqual(['a', 'b'])
  })

  it('is complete in one place whenever the app was killed meanwhile', async () => {
    await leave(join(root, 'before'), ['a', 'b'], 'open')
    await writeFile(join(root, 'before', aside), 'not a database')
    for (let diesAt = 1; ; diesAt += 1) {
      await cp(join(root, 'before'), roaming, { recursive: true })
      Object.assign(disk, { changes: 0, diesAt })
      const { folder } = moveToFolder(local, [roaming], 0)
      const wasKilled = disk.changes >= diesAt
      disk.diesAt = Infinity
      if (folder === roaming) expect(await files(roaming)).toContain('history.db-wal')
      expect(moveToFolder(local, [roaming], 0)).toEqual({ folder: local, problem: null })
      expect(await files(local)).toEqual(['history.db', 'history.db-wal', aside])
      expect(await files(roaming)).toEqual([])
      expect(callsIn(local)).toEqual(['a', 'b'])
      await rm(roaming, { recursive: true })
      await rm(local, { recursive: true })
      if (!wasKilled) break
    }
    expect(disk.changes).toBeGreaterThan(5)
  })

  it('does not overwrite an existing one, and is merged into it, each hold once', async () => {
    await leave(roaming, ['a', 'both'], 'open there')
    const clock = await leave(local, ['b', 'both'], 'open here')
    const test = await start(local, { clock, formerFolders: [roaming] })
    await expect
      .poll(async () => (await test.history.page(newest)).rows.map(({ callId }) => callId).sort(), {
        ...patiently,
      })
      .toEqual(['a', 'b', 'both', 'open there'])
    expect(test.history.restore([origin]).holds).toMatchObject([{ call: { callId: 'open here' } }])
    expect(await files(roaming)).toEqual([])
  })

  it('continues there unchanged', async () => {
    const clock = await leave(roaming, ['a'], 'open')
    const folders: string[] = []
    const test = await start(local, {
      clock,
      formerFolders: [roaming],
      onOpened: (folder) => folders.push(folder),
    })
    expect(folders).toEqual([local])
    expect(test.history.restore([origin]).holds).toMatchObject([{ call: { callId: 'open' } }])
    expect((await test.history.page(newest)).rows).toMatchObject([
      { callId: 'a', customer: '•••• 1234' },
    ])
    expect(test.aside).toEqual([])
  })
})

it('a history that cannot be moved is used at the old location', async () => {
  const clock = await leave(roaming, ['a'], 'open')
  await writeFile(join(root, 'local'), 'a file in the place of the folder')
  const test = await start(local, { clock, formerFolders: [roaming] })
  expect((await test.history.page(newest)).total).toBe(1)
  expect(test.logged).toContain('The history could not be moved to its place')
  await rm(join(root, 'local'))
  await test.history.close()
  const next = await start(local, { clock, formerFolders: [roaming] })
  expect((await next.history.page(newest)).total).toBe(1)
  expect(await files(roaming)).toEqual([])
})

it('a history that is already there, under another name of the same folder, stays', async () => {
  await leave(roaming, ['a'], 'open')
  await mkdir(dirname(local))
  await symlink(roaming, local)
  const before = await files(roaming)
  expect(moveToFolder(local, [roaming, roaming, join(root, 'nowhere')], 0)).toEqual({
    folder: local,
    problem: null,
  })
  expect(await files(roaming)).toEqual(before)
})

it('a hold that is open here and was left open in a quarantined file is not written as over as well', async () => {
  await leave(roaming, ['a'], 'open')
  await cp(roaming, local, { recursive: true })
  // It continued here, so the two rows have diverged.
  const first = await start(local)
  first.history.recordEnds([{ ...holdAt(0, { callId: 'b' }), endedBy: 900 }])
  await first.history.close()
  const clock = new HandClock(first.clock.wallAt)
  const test = await start(local, { clock, formerFolders: [roaming] })
  await expect
    .poll(async () => (await files(local)).some((file) => file.endsWith('.unreadable')), patiently)
    .toBe(false)
  expect((await test.history.page(newest)).rows.map(({ callId }) => callId).sort()).toEqual([
    'a',
    'b',
  ])
})
