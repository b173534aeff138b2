import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { HandClock, holdAt, newest, noFilter, origin, patiently } from './fakes.ts'
import type { TestHistory } from './fakes.ts'
import { eachInItsFolder, folder, start, startWatching } from './testing.ts'

const dayMs = 86_400_000

eachInItsFolder()

/** One hold of one second that ends now. */
async function hold({ history, clock }: TestHistory, callId: string): Promise<void> {
  const began = holdAt(clock.now(), { callId, agentId: `agent of ${callId}` })
  history.recordStarts([began])
  clock.pass(1_000)
  history.recordEnds([{ ...began, lastSeenAt: clock.now() - 100, endedBy: clock.now() }])
  await history.flush()
}

/** Many short ones. */
async function holdMany({ history }: TestHistory, holds: number): Promise<void> {
  for (let index = 0; index < holds; index += 1) {
    const began = holdAt(index, { callId: `call-${index}` })
    history.recordStarts([began])
    history.recordEnds([{ ...began, endedBy: index + 10 }])
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
  it('are deleted when their retention period is over, without a trace', async () => {
    const test = await startWatching({ retentionDays: 2 })
    await hold(test, 'old')
    test.history.recordStarts([holdAt(test.clock.now(), { callId: 'still open' })])
    test.clock.pass(dayMs)
    await hold(test, 'new')
    expect(await callsOf(test)).toEqual(['new', 'old'])

    test.clock.pass(dayMs)
    test.runTimers(3_600_000)
    await test.history.flush()
    expect(await callsOf(test)).toEqual(['new'])
    expect((await test.history.facets()).agents).toMatchObject([{ agentId: 'agent of new' }])
    expect(await onDisk()).not.toContain('agent of old')
    const next = await startWatching({ clock: new HandClock(test.clock.wallAt) })
    expect(next.history.restore([origin]).holds).toMatchObject([{ call: { callId: 'still open' } }])
  })

  it('are deleted at the start', async () => {
    const first = await startWatching({ retentionDays: 1 })
    await hold(first, 'old')
    await first.history.close()
    const second = await startWatching({
      retentionDays: 1,
      clock: new HandClock(first.clock.wallAt + 2 * dayMs),
    })
    await second.history.flush()
    expect(await callsOf(second)).toEqual([])
    expect(second.today).not.toEqual([])
  })

  it('are deleted at once when the retention period is shortened', async () => {
    const test = await startWatching({ retentionDays: 30 })
    await hold(test, 'old')
    test.clock.pass(3 * dayMs)
    await hold(test, 'new')
    await test.history.setRetention(2)
    expect(await callsOf(test)).toEqual(['new'])
  })

  it('are not stored at all with a period of 0; open ones are', async () => {
    const test = await startWatching({ retentionDays: 30 })
    await hold(test, 'before')
    await test.history.setRetention(0)
    test.history.recordStarts([holdAt(test.clock.now(), { callId: 'open' })])
    await hold(test, 'after')
    expect(await callsOf(test)).toEqual([])
    // The totals of a call that may be held again are too, for a few hours.
    const next = await startWatching({ clock: new HandClock(test.clock.wallAt), retentionDays: 0 })
    const { holds, earlier } = next.history.restore([origin])
    expect(holds).toMatchObject([{ call: { callId: 'open' } }])
    expect(earlier.size).toBe(2)
  })

  it('are deleted in pieces, so that writes and requests wait for one piece only', async () => {
    const test = await startWatching({ retentionDays: 30 })
    await holdMany(test, 4_500)
    test.clock.pass(2 * dayMs)
    void test.history.setRetention(1)
    await hold(test, 'meanwhile')
    expect((await test.history.page(newest)).total).toBeGreaterThan(1)
    const totals: number[] = []
    while (totals.at(-1) !== 1) totals.push((await test.history.page(newest)).total)
    expect(totals.some((total) => total > 1 && total < 4_500)).toBe(true)
  })
})

describe('the retention period', () => {
  /** A history with a period of 365 days, with one hold of 100 days ago. */
  async function longKept(): Promise<HandClock> {
    const first = await startWatching({ retentionDays: 365 })
    await hold(first, 'old')
    for (let week = 0; week < 20; week += 1) {
      first.clock.pass(5 * dayMs)
      first.runTimers(3_600_000)
      await first.history.flush()
    }
    await first.history.close()
    return new HandClock(first.clock.wallAt)
  }

  it('is the one in the database where none was chosen, longer or shorter', async () => {
    const clock = await longKept()
    const lost = await startWatching({ clock, retention: { days: 30, by: 'nobody' } })
    await lost.history.flush()
    expect(await callsOf(lost)).toEqual(['old'])
    expect(lost.retention).toMatchObject([{ retentionDays: 365 }])
    expect(lost.history.state.deletionWaits).toBeNull()
    await lost.history.setRetention(0)
    await lost.history.close()
    const again = await startWatching({ clock, retention: { days: 30, by: 'nobody' } })
    expect(again.retention.at(-1)).toMatchObject({ retentionDays: 0 })
  })

  it('is not shortened by the settings at a start, until the user confirms it', async () => {
    const clock = await longKept()
    const reopened = await startWatching({ clock, retentionDays: 30 })
    await reopened.history.flush()
    expect(await callsOf(reopened)).toEqual(['old'])
    expect(reopened.retention.at(-1)).toMatchObject({ retentionDays: 365 })
    expect(reopened.states.at(-1)?.deletionWaits).toEqual({ why: 'settings', days: 30 })
    await reopened.history.confirmDeletion()
    expect(await callsOf(reopened)).toEqual([])
    expect(reopened.history.state.deletionWaits).toBeNull()
    await reopened.history.close()
    expect(
      (await startWatching({ clock, retentionDays: 30 })).history.state.deletionWaits,
    ).toBeNull()
  })

  it('is lengthened by them at once', async () => {
    const first = await startWatching({ retentionDays: 2 })
    await hold(first, 'old')
    await first.history.close()
    const clock = new HandClock(first.clock.wallAt + 3 * dayMs)
    const second = await startWatching({ clock, retentionDays: 5 })
    await second.history.flush()
    expect(await callsOf(second)).toEqual(['old'])
    expect(second.retention.at(-1)).toMatchObject({ retentionDays: 5 })
  })

  it('is the administrator’s, at once', async () => {
    const clock = await longKept()
    const managed = await startWatching({ clock, retention: { days: 7, by: 'administrator' } })
    await managed.history.flush()
    expect(await callsOf(managed)).toEqual([])
    expect(managed.retention.at(-1)).toMatchObject({ retentionDays: 7 })
  })

  it('is unchanged when the file was created anew', async () => {
    const test = await startWatching({ retentionDays: 90 })
    await test.history.setRetention(10)
    for (const file of await readdir(folder)) await rm(join(folder, file))
    await hold(test, 'a')
    await test.history.flush()
    await test.history.close()
    const next = await startWatching({
      clock: new HandClock(test.clock.wallAt),
      retention: { days: 30, by: 'nobody' },
    })
    expect(next.retention.at(-1)).toMatchObject({ retentionDays: 10 })
  })
})

describe('a clock far ahead of the last trusted one', () => {
  async function ahead(days: number): Promise<{ right: HandClock; test: TestHistory }> {
    const first = await startWatching({ retentionDays: 30 })
    await hold(first, 'kept')
    await first.history.close()
    const right = new HandClock(first.clock.wallAt)
    const clock = new HandClock(first.clock.wallAt + days * dayMs)
    const test = await startWatching({ clock, retentionDays: 30 })
    await test.history.flush()
    return { right, test }
  }

  it('deletes nothing and reports so, and is ignored once it is right again', async () => {
    const { right, test } = await ahead(60)
    expect(await callsOf(test)).toEqual(['kept'])
    expect(test.states.at(-1)?.deletionWaits).toEqual({ why: 'clock', days: 30 })
    await test.history.close()
    const next = await startWatching({ clock: right, retentionDays: 30 })
    await next.history.flush()
    expect(await callsOf(next)).toEqual(['kept'])
    expect(next.history.state.deletionWaits).toBeNull()
    right.pass(5 * dayMs)
    next.runTimers(3_600_000)
    await next.history.flush()
    expect(await callsOf(next)).toEqual(['kept'])
  })

  it('deletes expired holds after the user has confirmed it, and is trusted from then on', async () => {
    const { test } = await ahead(60)
    await test.history.confirmDeletion()
    expect(await callsOf(test)).toEqual([])
    expect(test.history.state.deletionWaits).toBeNull()
    await test.history.close()
    const next = await startWatching({ clock: new HandClock(test.clock.wallAt), retentionDays: 30 })
    await next.history.flush()
    expect(next.history.state.deletionWaits).toBeNull()
  })

  it('does not allow a shorter period to delete by itself either', async () => {
    const { test } = await ahead(60)
    await test.history.setRetention(20)
    expect(await callsOf(test)).toEqual(['kept'])
    expect(test.history.state.deletionWaits).toEqual({ why: 'clock', days: 20 })
  })

  it('stores nothing where the period is 0', async () => {
    const { test } = await ahead(60)
    await test.history.setRetention(0)
    expect(await callsOf(test)).toEqual([])
  })

  it('that jumps while the app runs is not trusted either', async () => {
    const test = await startWatching({ retentionDays: 30 })
    await hold(test, 'kept')
    test.clock.wallAt += 60 * dayMs
    test.runTimers(3_600_000)
    await test.history.flush()
    expect(await callsOf(test)).toEqual(['kept'])
    expect(test.history.state.deletionWaits?.why).toBe('clock')
  })

  it('marks open holds as not watched for a while', async () => {
    const first = await startWatching()
    first.history.recordStarts([holdAt(0, { callId: 'open' })])
    await first.history.close()
    const test = await start({ clock: new HandClock(first.clock.wallAt + 365 * dayMs) })
    expect(test.history.restore([origin]).holds).toMatchObject([
      { call: { callId: 'open' }, gap: true },
    ])
  })

  it('that was set back once is not the trusted one', async () => {
    const { right, test } = await ahead(-3_650)
    await test.history.close()
    const next = await startWatching({ clock: right, retentionDays: 30 })
    await next.history.flush()
    expect(next.history.state.deletionWaits).toBeNull()
  })
})

describe('a quarantined file', () => {
  async function aside(): Promise<TestHistory> {
    await writeFile(
      join(folder, 'history.db'),
      'agent of long ago, in no database at all '.repeat(99),
    )
    const test = await startWatching({ retentionDays: 5 })
    expect(test.aside).toHaveLength(1)
    return test
  }
  const files = async () => (await readdir(folder)).filter((file) => file.includes('unreadable'))

  it('is deleted when the retention period of all its content is over', async () => {
    const test = await aside()
    test.clock.pass(4 * dayMs)
    test.runTimers(3_600_000)
    await test.history.flush()
    expect(await files()).toHaveLength(1)
    test.clock.pass(2 * dayMs)
    test.runTimers(3_600_000)
    await test.history.flush()
    expect(await files()).toEqual([])
  })

  it('is deleted at once where the period is 0', async () => {
    const test = await aside()
    await test.history.setRetention(0)
    expect(await files()).toEqual([])
  })
})

describe('deleting everything', () => {
  it('leaves nothing in the file or beside it, and open holds continue', async () => {
    const test = await startWatching()
    for (let index = 0; index < 30; index += 1) await hold(test, `call-${index}`)
    test.history.recordStarts([holdAt(test.clock.now(), { callId: 'still open' })])
    await test.history.flush()
    await writeFile(join(folder, 'history.db.2026-01-01T10-00-00.unreadable'), 'agent of long ago')
    await writeFile(join(folder, 'settings.json'), 'kept')
    const keyBefore = wrappedKey()
    expect(await onDisk()).toContain('agent of call-7')

    await test.history.deleteAll()
    expect(await test.history.page(newest)).toEqual({ total: 0, rows: [] })
    expect(test.today.at(-1)).toMatchObject({ holds: 0 })
    const content = await onDisk()
    expect(content).not.toContain('agent of')
    expect(content).not.toContain('call-')
    expect(content).not.toContain(keyBefore)
    expect((await readdir(folder)).sort()).toEqual([
      'history.db',
      'history.db-shm',
      'history.db-wal',
      'settings.json',
    ])

    // Its number is stored again, under a new key.
    const next = await startWatching({ clock: new HandClock(test.clock.wallAt) })
    const open = holdAt(0, { callId: 'still open' })
    const call = { ...open.call, caller: '' }
    next.history.recordEnds([{ ...open, call, endedBy: 900 }])
    await next.history.flush()
    expect((await next.history.page(newest)).rows).toMatchObject([
      { callId: 'still open', customer: '•••• 1234' },
    ])
  })

  it('includes holds that were left open, where no gateway is watched', async () => {
    const first = await startWatching()
    first.history.recordStarts([holdAt(0, { callId: 'left open', agentId: 'agent of it' })])
    await first.history.close()
    const second = await start({ clock: new HandClock(first.clock.wallAt) })
    await second.history.deleteAll()
    expect(await onDisk()).not.toContain('agent of')
    expect(second.history.restore([origin]).holds).toEqual([])
  })

  it('includes changes that wait in memory, and does not leave them open', async () => {
    const test = await startWatching()
    test.history.recordStarts([holdAt(0, { callId: 'ends' })])
    await test.history.flush()
    test.history.recordEnds([{ ...holdAt(0, { callId: 'ends' }), endedBy: 10 }])
    await test.history.deleteAll()
    expect(await callsOf(test)).toEqual([])
    expect(test.history.restore([origin]).earlier).toEqual(new Map())
    const next = await startWatching({ clock: new HandClock(test.clock.wallAt) })
    expect(next.history.restore([origin])).toEqual({ holds: [], earlier: new Map() })
  })

  it('cancels a running export, and frees the space', async () => {
    const test = await startWatching()
    await holdMany(test, 3_000)
    const out = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
    await test.history.export({ filter: noFilter, numbers: 'masked' }, join(out, 'holds.csv'))
    await test.history.deleteAll()
    await expect.poll(() => test.exports.at(-1)?.state, patiently).toBe('cancelled')
    expect((await stat(join(folder, 'history.db'))).size).toBeLessThan(100_000)
    expect(await readdir(out)).toEqual([])
    await rm(out, { recursive: true })
  })

  it('reports that another program still reads the file', async () => {
    const test = await startWatching()
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
