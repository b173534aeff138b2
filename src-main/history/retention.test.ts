import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HandClock, holdAt, newest, noFilter, openHistory, origin, patiently } from './fakes.ts'
import type { TestHistory } from './fakes.ts'

const dayMs = 86_400_000

let folder: string
let open: TestHistory[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
  open = []
})
afterEach(async () => {
  for (const { history } of open) await history.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(options: Parameters<typeof openHistory>[1] = {}): Promise<TestHistory> {
  const test = await openHistory(folder, options)
  open.push(test)
  test.history.restore(origin)
  return test
}

/** One hold of a second's length that ends now. */
async function hold({ history, clock }: TestHistory, callId: string): Promise<void> {
  const began = holdAt(clock.now(), { callId, agentId: `agent of ${callId}` })
  history.began([began])
  clock.pass(1_000)
  history.ended([{ ...began, lastSeenAt: clock.now() - 100, endedBy: clock.now() }])
  await history.flush()
}

/** Many short ones. */
async function holdMany({ history }: TestHistory, holds: number): Promise<void> {
  for (let index = 0; index < holds; index += 1) {
    const began = holdAt(index, { callId: `call-${index}` })
    history.began([began])
    history.ended([{ ...began, endedBy: index + 10 }])
  }
  await history.flush()
}

const callsOf = async ({ history }: TestHistory) =>
  (await history.page(newest)).rows.map(({ callId }) => callId)

async function onDisk(): Promise<string> {
  const files = await readdir(folder)
  const all = await Promise.all(files.map((file) => readFile(join(folder, file), 'latin1')))
  return all.join('\n')
}

describe('past holds', () => {
  it('go when they have been kept for long enough, and no trace of them stays', async () => {
    const test = await start({ retentionDays: 2 })
    await hold(test, 'old')
    test.history.began([holdAt(test.clock.now(), { callId: 'still open' })])
    test.clock.pass(dayMs)
    await hold(test, 'new')
    expect(await callsOf(test)).toEqual(['new', 'old'])

    test.clock.pass(dayMs)
    test.runTimers(3_600_000)
    await test.history.flush()
    expect(await callsOf(test)).toEqual(['new'])
    expect((await test.history.facets()).agents).toMatchObject([{ agentId: 'agent of new' }])
    expect(await onDisk()).not.toContain('agent of old')
    const next = await start({ clock: new HandClock(test.clock.wallAt) })
    expect(next.history.restore(origin).holds).toMatchObject([{ callId: 'still open' }])
  })

  it('go at the start', async () => {
    const first = await start({ retentionDays: 1 })
    await hold(first, 'old')
    await first.history.close()
    const second = await start({
      retentionDays: 1,
      clock: new HandClock(first.clock.wallAt + 2 * dayMs),
    })
    await second.history.flush()
    expect(await callsOf(second)).toEqual([])
    expect(second.today).not.toEqual([])
  })

  it('go at once when they are to be kept for less long', async () => {
    const test = await start({ retentionDays: 30 })
    await hold(test, 'old')
    test.clock.pass(3 * dayMs)
    await hold(test, 'new')
    await test.history.setRetention(2)
    expect(await callsOf(test)).toEqual(['new'])
  })

  it('are not kept at all where none are wished; what is open is', async () => {
    const test = await start({ retentionDays: 30 })
    await hold(test, 'before')
    await test.history.setRetention(0)
    test.history.began([holdAt(test.clock.now(), { callId: 'open' })])
    await hold(test, 'after')
    expect(await callsOf(test)).toEqual([])
    // The totals of a call that may be held again are too, for a few hours.
    const next = await start({ clock: new HandClock(test.clock.wallAt), retentionDays: 0 })
    const { holds, earlier } = next.history.restore(origin)
    expect(holds).toMatchObject([{ callId: 'open' }])
    expect(earlier).toHaveLength(2)
  })

  it('are deleted in pieces, so that whoever asks waits for a piece only', async () => {
    const test = await start({ retentionDays: 30 })
    await holdMany(test, 4_500)
    test.clock.pass(2 * dayMs)
    void test.history.setRetention(1)
    const totals: number[] = []
    while (totals.at(-1) !== 0) totals.push((await test.history.page(newest)).total)
    expect(totals.some((total) => total > 0 && total < 4_500)).toBe(true)
  })
})

describe('deleting everything', () => {
  it('leaves nothing in the file or beside it, and what is open goes on', async () => {
    const test = await start()
    for (let index = 0; index < 30; index += 1) await hold(test, `call-${index}`)
    test.history.began([holdAt(test.clock.now(), { callId: 'still open' })])
    await test.history.flush()
    await writeFile(join(folder, 'history.db.2026-01-01T10-00-00.unreadable'), 'agent of long ago')
    await writeFile(join(folder, 'settings.json'), 'kept')
    const keyBefore = wrappedKey()
    expect(await onDisk()).toContain('agent of call-7')

    await test.history.deleteAll()
    expect(await test.history.page(newest)).toEqual({ total: 0, rows: [] })
    expect(test.today.at(-1)).toMatchObject({ holds: 0 })
    const left = await onDisk()
    expect(left).not.toContain('agent of')
    expect(left).not.toContain('call-')
    expect(left).not.toContain(keyBefore)
    expect((await readdir(folder)).sort()).toEqual([
      'history.db',
      'history.db-shm',
      'history.db-wal',
      'settings.json',
    ])

    // Its number is kept on, under a new key.
    const next = await start({ clock: new HandClock(test.clock.wallAt) })
    const open = holdAt(0, { callId: 'still open' })
    const call = { ...open.call, caller: '' }
    next.history.ended([{ ...open, call, endedBy: 900 }])
    await next.history.flush()
    expect((await next.history.page(newest)).rows).toMatchObject([
      { callId: 'still open', customer: '•••• 1234' },
    ])
  })

  it('takes what was left open too, where nobody watches', async () => {
    const first = await start()
    first.history.began([holdAt(0, { callId: 'left open', agentId: 'agent of it' })])
    await first.history.close()
    const second = await openHistory(folder, { clock: new HandClock(first.clock.wallAt) })
    open.push(second)
    await second.history.deleteAll()
    expect(await onDisk()).not.toContain('agent of')
    expect(second.history.restore(origin).holds).toEqual([])
  })

  it('takes what waits in memory too, and does not leave it open', async () => {
    const test = await start()
    test.history.began([holdAt(0, { callId: 'ends' })])
    await test.history.flush()
    test.history.ended([{ ...holdAt(0, { callId: 'ends' }), endedBy: 10 }])
    await test.history.deleteAll()
    expect(await callsOf(test)).toEqual([])
    expect(test.history.restore(origin).earlier).toEqual([])
    const next = await start({ clock: new HandClock(test.clock.wallAt) })
    expect(next.history.restore(origin)).toMatchObject({ holds: [], earlier: [] })
  })

  it('ends an export that runs, and gives the room back', async () => {
    const test = await start()
    await holdMany(test, 3_000)
    const out = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
    await test.history.export(noFilter, join(out, 'holds.csv'))
    await test.history.deleteAll()
    await expect.poll(() => test.exports.at(-1)?.state, patiently).toBe('cancelled')
    expect((await stat(join(folder, 'history.db'))).size).toBeLessThan(100_000)
    expect(await readdir(out)).toEqual([])
    await rm(out, { recursive: true })
  })

  it('says so where somebody else still reads the file', async () => {
    const test = await start()
    await hold(test, 'a')
    const other = new DatabaseSync(join(folder, 'history.db'), { readOnly: true })
    other.exec('BEGIN')
    other.prepare('SELECT * FROM past_holds').all()
    await expect(test.history.deleteAll()).rejects.toMatchObject({ code: 'history-unavailable' })
    other.exec('COMMIT')
    other.close()
    await test.history.deleteAll()
    expect(await onDisk()).not.toContain('agent of')
  })
})

function wrappedKey(): string {
  const db = new DatabaseSync(join(folder, 'history.db'), { readOnly: true })
  const row = db.prepare('SELECT wrapped FROM number_keys').get()
  db.close()
  return String(row?.['wrapped'])
}
