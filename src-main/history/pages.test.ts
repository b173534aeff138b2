import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { HistoryFilter, HistorySort, PastHold } from '../../src-shared/contract/index.ts'
import { localHour, readCharts } from './charts.ts'
import { noFilter, origin } from './fakes.ts'
import { writeHolds } from './holdTables.ts'
import { PhoneNumberCipher } from './phoneNumberCipher.ts'
import { pastHoldOf, readFacets, readPage, readToday } from './pages.ts'
import { levels, type PastRow } from './rows.ts'
import { migrate } from './schema.ts'

/** Times that are often equal, ms. */
const moment = fc.nat({ max: 200 }).map((count) => count * 1_000_000)

const noNumbers = new PhoneNumberCipher([])
const levelNames = levels as readonly string[]

const row: fc.Arbitrary<PastRow> = fc
  .record({
    agentId: fc.constantFrom('101', '102', "o'hara"),
    agentName: fc.constantFrom('', 'Ann', 'bob', '陈伟'),
    callId: fc.constantFrom('a', 'b', 'c'),
    skill: fc.constantFrom('', 'billing', '=sales'),
    startedAt: moment,
    heldMs: fc.nat({ max: 700_000 }),
    level: fc.nat({ max: 3 }),
    endMs: fc.option(fc.nat({ max: 5_000 })),
  })
  .map((fields) => ({
    ...fields,
    origin,
    holdNumber: 1,
    earlierMs: 0,
    callFeature: null,
    customer: null,
    doubtMs: null,
    gap: false,
    handled: null,
    notes: [],
    asOf: 0,
    endMs: fields.endMs === null ? null : fields.heldMs + fields.endMs,
  }))

const rows = fc
  .uniqueArray(row, {
    maxLength: 60,
    size: 'max',
    selector: ({ agentId, callId, startedAt }) => `${agentId} ${callId} ${startedAt}`,
  })
  .map((all) => {
    const counts = new Map<string, number>()
    return all.map((one) => {
      const call = `${one.agentId} ${one.callId}`
      counts.set(call, (counts.get(call) ?? 0) + 1)
      return { ...one, holdNumber: counts.get(call) ?? 1 }
    })
  })

const oneOf = <T>(values: T[]) => fc.subarray(values)
const filters: fc.Arbitrary<HistoryFilter> = fc.record({
  from: fc.option(moment),
  to: fc.option(moment),
  agents: oneOf(['101', "o'hara", 'nobody']),
  skills: oneOf(['billing', '=sales']),
  levels: oneOf([...levels]),
  search: fc.constantFrom('', '', ' ', 'ANN', 'b', 'bob billing', "o'h 陈", '%', '_', 'n1'),
})

const sorts: fc.Arbitrary<HistorySort> = fc.record({
  by: fc.constantFrom('started', 'duration', 'agent', 'skill', 'level'),
  descending: fc.boolean(),
})

function databaseOf(past: PastRow[]): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  migrate(db)
  expect(writeHolds(db, { past, open: [], keepsPast: true }, noNumbers)).toBe(0)
  return db
}

const fits = (filter: HistoryFilter) => (hold: PastHold) =>
  (filter.from === null || hold.startedAt >= filter.from) &&
  (filter.to === null || hold.startedAt < filter.to) &&
  (filter.agents.length === 0 || filter.agents.includes(hold.agentId)) &&
  (filter.skills.length === 0 || filter.skills.includes(hold.skill)) &&
  (filter.levels.length === 0 || filter.levels.includes(hold.level)) &&
  filter.search
    .toLowerCase()
    .split(' ')
    .every((word) =>
      [hold.agentName, hold.agentId, hold.skill, hold.callId].some((text) =>
        text.toLowerCase().includes(word),
      ),
    )

const sortKey: Record<HistorySort['by'], (hold: PastHold) => (string | number)[]> = {
  started: () => [],
  duration: ({ durationMs }) => [durationMs],
  // Sorted like SQLite: ASCII letters without regard to case.
  agent: ({ agentName, agentId }) => [agentName.toLowerCase(), agentId],
  skill: ({ skill }) => [skill],
  level: ({ level }) => [levelNames.indexOf(level)],
}

function inOrder(holds: PastHold[], { by, descending }: HistorySort): PastHold[] {
  const keys = (hold: PastHold) => [...sortKey[by](hold), hold.startedAt, hold.id]
  const compare = (a: PastHold, b: PastHold) => {
    const [left, right] = [keys(a), keys(b)]
    const at = left.findIndex((key, index) => key !== right[index])
    return at === -1 ? 0 : (left[at] ?? 0) < (right[at] ?? 0) ? -1 : 1
  }
  return [...holds].sort(compare)[descending ? 'reverse' : 'slice']()
}

const everything = (db: DatabaseSync) =>
  db
    .prepare('SELECT * FROM past_holds ORDER BY started_at, id')
    .all()
    .map((row) => pastHoldOf(row, noNumbers))

describe('a page', () => {
  it('is the requested part of the matches, in order, with its total', () => {
    fc.assert(
      fc.property(
        rows,
        filters,
        sorts,
        fc.nat({ max: 110 }),
        fc.integer({ min: 1, max: 70 }),
        (past, filter, sort, percent, limit) => {
          const db = databaseOf(past)
          const expected = inOrder(everything(db).filter(fits(filter)), sort)
          const offset = Math.floor((expected.length * percent) / 100)
          expect(readPage(db, { filter, sort, offset, limit }, noNumbers)).toEqual({
            total: expected.length,
            rows: expected.slice(offset, offset + limit),
          })
          db.close()
        },
      ),
      { numRuns: 200 },
    )
  })

  const fewRows = fc.sample(row, { numRuns: 20, seed: 1 }).map((one, index) => ({
    ...one,
    callId: String(index),
    agentId: String(index % 2),
    skill: index % 4 < 2 ? 's' : 't',
    level: 0,
    startedAt: 1,
  }))
  const plansOf = (input: Parameters<typeof readPage>[1]) => {
    const db = databaseOf(fewRows)
    const plans: string[] = []
    const prepare = db.prepare.bind(db)
    db.prepare = (sql) => {
      if (sql.includes('FROM past_holds WHERE') && !sql.includes('min(')) {
        plans.push(JSON.stringify(prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...blanks(sql))))
      }
      return prepare(sql)
    }
    readPage(db, input, noNumbers)
    return plans
  }

  it('is found through an index that contains all filtered columns', () => {
    const filter = {
      ...noFilter,
      from: 1,
      to: 2,
      agents: ['1'],
      skills: ['s'],
      levels: levels.slice(0, 3),
    }
    const sort = { by: 'duration', descending: true } as const
    const plans = plansOf({ filter, sort, offset: 0, limit: 1 })
    expect(plans).not.toEqual([])
    for (const plan of plans) expect(plan).toContain('COVERING INDEX past_by_')
  })

  it.each(['started', 'duration', 'agent', 'skill', 'level'] as const)(
    'of everything by %s is read in that order: only the rows of the page are sorted',
    (by) => {
      const plans = plansOf({
        filter: noFilter,
        sort: { by, descending: true },
        offset: 0,
        limit: 1,
      })
      expect(plans).not.toEqual([])
      for (const plan of plans) {
        expect(plan.match(/USE TEMP B-TREE FOR ORDER BY/g)?.length ?? 0).toBeLessThan(2)
      }
    },
  )
})

it('treats a filter that names all existing values as none', async () => {
  const past = fc.sample(row, { numRuns: 30, seed: 1 }).map((one, index) => ({
    ...one,
    callId: String(index),
    agentId: String(index % 2),
    skill: String(index % 3),
  }))
  const db = databaseOf(past)
  const prepared = vi.spyOn(db, 'prepare')
  const sqlFor = async (part: Partial<HistoryFilter>) => {
    prepared.mockClear()
    const filter = { ...noFilter, ...part }
    const sort = { by: 'duration', descending: true } as const
    readPage(db, { filter, sort, offset: 0, limit: 10 }, noNumbers)
    await readCharts(db, filter)
    return prepared.mock.calls.map(([sql]) => sql).join()
  }
  const all = { agents: ['0', '1', 'gone'], skills: ['0', '1', '2'], levels: [...levels] }
  expect(await sqlFor(all)).not.toContain('IN (SELECT value')
  for (const part of [{ agents: ['0'] }, { skills: ['0', '2'] }, { levels: levels.slice(1) }]) {
    expect(await sqlFor({ ...all, ...part })).toContain('IN (SELECT value')
  }
  db.close()
})

describe('pages that are turned', () => {
  /** Two connections to one file, as the threads have them. */
  function both<T>(work: (writer: DatabaseSync, reader: DatabaseSync) => T): T {
    const folder = mkdtempSync(join(tmpdir(), 'holdwatch-test-'))
    const path = join(folder, 'history.db')
    const writer = new DatabaseSync(path)
    try {
      writer.exec('PRAGMA journal_mode = WAL')
      migrate(writer)
      const reader = new DatabaseSync(path, { readOnly: true })
      try {
        return work(writer, reader)
      } finally {
        reader.close()
      }
    } finally {
      writer.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const write = (db: DatabaseSync, past: PastRow[]) =>
    writeHolds(db, { past, open: [], keepsPast: true }, noNumbers)

  const turn = fc.record({
    percent: fc.nat({ max: 105 }),
    limit: fc.integer({ min: 1, max: 9 }),
    /** Runs before the page is read. */
    change: fc.option(
      fc.oneof(
        fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 1, max: 4 }) }),
        fc.record({ kind: fc.constant('remove' as const), count: fc.integer({ min: 1, max: 4 }) }),
        fc.record({ kind: fc.constant('raise' as const), count: fc.constant(1) }),
      ),
      { freq: 2 },
    ),
  })

  it('show the current rows, whatever page was read before, and whatever ended or was deleted meanwhile', () => {
    fc.assert(
      fc.property(rows, filters, sorts, fc.array(turn, { maxLength: 8 }), (past, ...rest) => {
        const [filter, sort, turns] = rest
        both((writer, reader) => {
          const half = Math.ceil(past.length / 2)
          write(writer, past.slice(0, half))
          const later = past.slice(half)
          for (const { percent, limit, change } of turns) {
            if (change?.kind === 'add') write(writer, later.splice(0, change.count))
            if (change?.kind === 'remove') {
              writer.exec(`DELETE FROM past_holds WHERE id IN
                (SELECT id FROM past_holds ORDER BY ended_at LIMIT ${change.count})`)
            }
            if (change?.kind === 'raise') {
              writer.exec(`UPDATE past_holds SET level = 3, skill = 'billing'
                WHERE id = (SELECT max(id) FROM past_holds WHERE level < 3)`)
            }
            const expected = inOrder(everything(writer).filter(fits(filter)), sort)
            const offset = Math.floor((expected.length * percent) / 100)
            const page = readPage(reader, { filter, sort, offset, limit }, noNumbers)
            expect(page.total).toBe(expected.length)
            // A row that was replaced while the list kept its length may have shifted it by one.
            if (!turns.some(({ change }) => change?.kind === 'raise')) {
              expect(page.rows).toEqual(expected.slice(offset, offset + limit))
            }
          }
        })
      }),
      { numRuns: 100 },
    )
  })

  it.each(['started', 'duration', 'agent', 'skill', 'level'] as const)(
    'by %s pass none but their neighbors, also when holds have ended meanwhile',
    (by) => {
      both((writer, reader) => {
        const held = Array.from({ length: 400 }, (_, index): PastRow => ({
          ...(fc.sample(row, { numRuns: 1, seed: index })[0] as PastRow),
          callId: String(index),
        }))
        write(writer, held.slice(0, 390))
        const prepare = reader.prepare.bind(reader)
        let lastValues = (): readonly unknown[] => []
        reader.prepare = (sql) => {
          const statement = prepare(sql)
          if (sql.includes('OFFSET ?')) {
            const read = vi.spyOn(statement, 'all')
            lastValues = () => read.mock.lastCall ?? []
          }
          return statement
        }
        const sort = { by, descending: true }
        const passedFor = (offset: number) => {
          const page = readPage(reader, { filter: noFilter, sort, offset, limit: 10 }, noNumbers)
          expect(page.rows).toEqual(inOrder(everything(writer), sort).slice(offset, offset + 10))
          return Number(lastValues().at(-1))
        }
        expect(passedFor(0)).toBe(0)
        expect(passedFor(380)).toBe(0)
        expect([passedFor(200), passedFor(210), passedFor(200), passedFor(190)]).toEqual([
          170, 10, 0, 0,
        ])
        write(writer, held.slice(390))
        // Rows that were added before it are included in the offset.
        expect(passedFor(200)).toBeLessThanOrEqual(10)
        // Reads that follow the start of the list continue from the anchor.
        passedFor(0)
        expect(passedFor(210)).toBe(10)
        // The position of a deleted row is unknown.
        writer.exec('DELETE FROM past_holds WHERE id % 20 = 0')
        expect(passedFor(150)).toBeGreaterThan(100)
      })
    },
  )
})

const blanks = (sql: string) => Array.from(sql.matchAll(/\?/g), () => null)

describe('facets', () => {
  it('are the existing values, each agent under the latest known name', async () => {
    const hold = (agentId: string, agentName: string, startedAt: number): PastRow => ({
      ...(fc.sample(row, 1)[0] as PastRow),
      agentId,
      agentName,
      startedAt,
      skill: agentId === '102' ? '' : 'billing',
    })
    const db = databaseOf([
      hold('101', 'Ann', 3_000),
      hold('101', 'Ben', 5_000),
      hold('101', 'Zoe', 1_000),
      hold('101', '', 9_000),
      hold('102', '', 4_000),
    ])
    expect(readFacets(db)).toEqual({
      agents: [
        { agentId: '101', name: 'Ben' },
        { agentId: '102', name: '' },
      ],
      // Some calls have no skill, which can be filtered as well.
      skills: ['', 'billing'],
      earliest: 1_000,
    })
    const { agents } = await readCharts(db, noFilter)
    expect(agents.find(({ key }) => key === '101')?.name).toBe('Ben')
    expect(readFacets(databaseOf([]))).toEqual({ agents: [], skills: [], earliest: null })
  })
})

describe('charts', () => {
  it('count every match once', async () => {
    await fc.assert(
      fc.asyncProperty(rows, filters, async (past, filter) => {
        const db = databaseOf(past)
        const holds = everything(db).filter(fits(filter))
        const charts = await readCharts(db, filter)
        const totalMs = holds.reduce((sum, { durationMs }) => sum + durationMs, 0)
        const sum = (list: { holds: number }[]) => list.reduce((all, { holds }) => all + holds, 0)
        for (const list of [charts.hours, charts.durations, charts.agents, charts.skills]) {
          expect(sum(list)).toBe(holds.length)
        }
        for (const shares of [charts.agents, charts.skills]) {
          expect(shares.reduce((all, share) => all + share.totalMs, 0)).toBe(totalMs)
          expect(shares.map((share) => share.totalMs)).toEqual(
            shares.map((share) => share.totalMs).sort((a, b) => b - a),
          )
        }
        for (const { hour, longestMs } of charts.hours) {
          const within = holds.filter(({ startedAt }) => localHour(startedAt) === hour)
          expect(longestMs).toBe(Math.max(...within.map(({ durationMs }) => durationMs)))
        }
        // A single bar for an hour would show nothing.
        expect(sum(charts.minutes)).toBe(charts.hours.length === 1 ? holds.length : 0)
        for (const { minute, longestMs } of charts.minutes) {
          const within = holds.filter(
            ({ startedAt }) => startedAt >= minute && startedAt < minute + 60_000,
          )
          expect(longestMs).toBe(Math.max(...within.map(({ durationMs }) => durationMs)))
        }
        for (const { fromMs, toMs, holds: n } of charts.durations) {
          const within = holds.filter(
            ({ durationMs }) => durationMs >= fromMs && durationMs < (toMs ?? Infinity),
          )
          expect(n).toBe(within.length)
        }
        const heldOften = (times: number) =>
          holds.filter(({ holdNumber }) => holdNumber === times).length
        for (const { holds: times } of charts.repeats) {
          const atLeast = sum(
            charts.repeats
              .filter(({ holds: n }) => n >= times)
              .map(({ calls: n }) => ({ holds: n })),
          )
          expect(atLeast).toBe(Math.max(...[1, 2, 3, 4, 5].slice(times - 1).map(heldOften)))
        }
        const calls = Map.groupBy(everything(db), ({ agentId, callId }) => `${agentId} ${callId}`)
        expect((await readCharts(db, noFilter)).repeats.map(({ calls: n }) => n)).toEqual(
          [1, 2, 3, 4, 5].map(
            (n) => [...calls.values()].filter((list) => Math.min(list.length, 5) === n).length,
          ),
        )
        db.close()
      }),
      { numRuns: 60 },
    )
  })

  it('start an hour where the local hour starts, also where clocks are set back', () => {
    const zone = process.env['TZ']
    const hours = (tz: string, from: string, quarters: number) => {
      process.env['TZ'] = tz
      const start = Date.parse(from)
      const all = Array.from({ length: quarters }, (_, index) =>
        localHour(start + index * 15 * 60_000 + 7),
      )
      return [...new Set(all)].map((at) => new Date(at).toISOString().slice(11, 16))
    }
    try {
      expect(hours('Asia/Kolkata', '2026-03-01T00:00Z', 8)).toEqual(['23:30', '00:30', '01:30'])
      // Two o'clock comes twice, as two hours.
      expect(hours('Europe/Berlin', '2026-10-25T00:00Z', 12)).toEqual(['00:00', '01:00', '02:00'])
      // The clocks go back by half an hour.
      expect(hours('Australia/Lord_Howe', '2026-04-04T14:00Z', 8)).toEqual([
        '14:00',
        '14:30',
        '15:30',
      ])
    } finally {
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    }
  })
})

const boundsOf = ({ durationMs, notBefore, endedBy, gap }: PastHold) => ({
  durationMs,
  doubtMs: notBefore === null || endedBy === null ? null : endedBy - notBefore - durationMs,
  gap,
})

describe("today's figures", () => {
  it('cover the holds that ended since then', () => {
    fc.assert(
      fc.property(rows, moment, (past, since) => {
        const db = databaseOf(past)
        const holds = everything(db).filter(
          ({ endedBy, lastSeenAt }) => (endedBy ?? lastSeenAt) >= since,
        )
        const durations = holds.map(({ durationMs }) => durationMs).sort((a, b) => a - b)
        const figures = readToday(db, since)
        const middle = durations.slice(
          Math.ceil(durations.length / 2 - 1),
          Math.floor(durations.length / 2) + 1,
        )
        expect(figures).toEqual({
          since,
          holds: holds.length,
          overRed: holds.filter(({ level }) => level === 'red' || level === 'critical').length,
          longest: figures.longest,
          medianMs:
            middle.length === 0 ? null : middle.reduce((all, ms) => all + ms, 0) / middle.length,
        })
        const longest = holds.filter(({ durationMs }) => durationMs === durations.at(-1))
        expect(longest.length === 0 ? [null] : longest.map(boundsOf)).toContainEqual(
          figures.longest,
        )
        db.close()
      }),
      { numRuns: 60 },
    )
  })
})
