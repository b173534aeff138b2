import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { textCell, textOfCell } from '../base/csv.ts'
import { createCsvLine, createLocalTime, header } from './csv.ts'
import {
  holdAt,
  newest,
  noFilter,
  openHistory,
  origin,
  patiently,
  spawnWorker,
  type TestHistory,
} from './fakes.ts'
import { PhoneNumberCipher } from './phoneNumberCipher.ts'

/** A strict RFC 4180 parser. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  let row: string[] = []
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const match = cell.exec(text)
    if (match === null) throw new Error(`no cell at ${at}: ${JSON.stringify(text.slice(at))}`)
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '\r\n') {
      rows.push(row)
      row = []
    }
  }
  return rows
}

const nastyText = fc.string({
  unit: fc.constantFrom(...'ab陈1 ,"\'\r\n\t=+-@＝＋－＠;|%'),
  maxLength: 12,
})

describe('a cell of text', () => {
  it.each(['=1+1', '+1', '-1', '@a', '\tx', '\rx', '＝1', '＋1', '－1', '＠a'])(
    '%j is no formula',
    (text) => {
      expect(parseCsv(`${textCell(text)}\r\n`)).toEqual([[`'${text}`]])
    },
  )

  it('is read back unchanged, whatever it contains', () => {
    fc.assert(
      fc.property(fc.array(nastyText, { minLength: 1 }), (texts) => {
        const [read] = parseCsv(`${texts.map(textCell).join()}\r\n`)
        // Before digits alone the apostrophe is the spreadsheet's own.
        const digits = /^'(?=\d+$)/
        expect(read?.map(textOfCell)).toEqual(texts.map((text) => text.replace(digits, '')))
        for (const text of read ?? []) expect(text).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
      }),
    )
  })
})

describe('a time', () => {
  const zone = process.env['TZ']
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  it.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'])(
    'is ISO 8601, local, with its offset, and the same second: %s',
    (timeZone) => {
      process.env['TZ'] = timeZone
      const time = createLocalTime()
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => {
          const text = time(at)
          expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/)
          expect(new Date(text).getTime()).toBe(at - (at % 1_000))
          expect(text.slice(11, 13)).toBe(String(new Date(at).getHours()).padStart(2, '0'))
        }),
      )
    },
  )
})

describe('a line', () => {
  const numbers = new PhoneNumberCipher([{ id: 1, key: randomBytes(32) }])

  it('has a cell for each column, the bounds among them', () => {
    const row = {
      id: 1,
      agent_id: '101',
      agent_name: 'Ann "=x", B',
      call_id: '1-2',
      customer: numbers.seal('•••• 1234') as Uint8Array<ArrayBuffer>,
      skill: '=cmd',
      call_feature: 6,
      started_at: 1_000_000,
      doubt_ms: 1_500,
      held_ms: 61_250,
      end_ms: 62_000,
      gap: 1,
      level: 1,
      hold_number: 2,
      earlier_ms: 5_000,
      handled_kind: 'acknowledged',
      handled_by: '@900',
      handled_ms: 60_000,
      notes: JSON.stringify([
        { text: '=on hold, please', by: '900', afterMs: 30_000, retcode: '100-006' },
        { text: 'once more', by: '900', afterMs: 40_000, retcode: '0' },
        { text: 'again', by: '901', afterMs: 50_000, retcode: null },
      ]),
    }
    const [names, cells] = parseCsv(header + createCsvLine(numbers, 'masked', String)(row))
    expect(Object.fromEntries((names ?? []).map((name, index) => [name, cells?.[index]]))).toEqual({
      agent_id: '101',
      agent_name: 'Ann "=x", B',
      call_id: '1-2',
      customer: '•••• 1234',
      skill: "'=cmd",
      call_type: '6',
      call_type_name: 'Internal',
      not_before: '998500',
      started_at: '1000000',
      last_seen_at: '1061250',
      ended_by: '1062000',
      duration_s: '61',
      duration_at_most_s: '64',
      gap: 'yes',
      level: 'amber',
      hold_number: '2',
      earlier_s: '5',
      handled: 'acknowledged',
      handled_by: "'@900",
      handled_at: '1060000',
      note_sent_at: '1030000\n1040000\n1050000',
      note_by: '900\n900\n901',
      note_result: 'refused 100-006\naccepted\nno answer',
      note_text: "'=on hold, please\nonce more\nagain",
    })
    expect(cells).toHaveLength(names?.length ?? 0)
    // A type without a known name, and none at all.
    for (const call_feature of [99, null]) {
      const [cells] = parseCsv(createCsvLine(numbers, 'masked', String)({ ...row, call_feature }))
      expect(cells?.slice(5, 7)).toEqual([String(call_feature ?? ''), ''])
    }
  })
})

const everything = { filter: noFilter, numbers: 'masked' } as const

describe('an export', () => {
  let folder: string
  let path: string
  let test: TestHistory
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
    path = join(folder, 'holds.csv')
    test = await openHistory(join(folder, 'data'))
    test.history.restore([origin])
  })
  afterEach(async () => {
    await test.history.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function fill(holds: number): Promise<void> {
    for (let index = 0; index < holds; index += 1) {
      const hold = holdAt(index, { callId: `call-${index}`, agentId: String(index % 3) })
      test.history.recordStarts([hold])
      test.history.recordEnds([{ ...hold, endedBy: index + 500 }])
    }
    await test.history.flush()
  }

  const over = async () => {
    await expect.poll(() => test.exports.at(-1)?.state ?? 'running', patiently).not.toBe('running')
    return test.exports.at(-1)
  }

  it('contains the filtered holds, in order, readable as UTF-8 by Excel, and reports when it is done', async () => {
    await fill(1_203)
    const filter = { ...noFilter, agents: ['1', '2'] }
    const state = await test.history.export({ filter, numbers: 'masked' }, path)
    expect(state).toEqual({ state: 'running', file: 'holds.csv', done: 0, total: 802 })
    expect(await over()).toEqual({ state: 'done', file: 'holds.csv', done: 802, total: 802 })
    const text = await readFile(path, 'utf8')
    expect(text.startsWith('\uFEFFagent_id,')).toBe(true)
    const [, ...rows] = parseCsv(text.slice(1))
    expect(rows.map(([agentId, , callId]) => `${agentId} ${callId}`)).toEqual(
      Array.from({ length: 1_203 }, (_, index) => `${index % 3} call-${index}`).filter(
        (row) => !row.startsWith('0 '),
      ),
    )
    expect(text).not.toContain('02155501234')
    expect((await readdir(folder)).sort()).toEqual(['data', 'holds.csv'])
  })

  it.each([
    ['masked', ['•••• 1234', '•••• 1234', '']],
    ['whole', ['•••• 1234', "'+8602155501234", '']],
    ['hidden', ['••••', '••••', '']],
  ] as const)('shows customers’ numbers %s', async (numbers, expected) => {
    const callOf = (callId: string, caller: string) => {
      const hold = holdAt(0, { callId })
      return { ...hold, call: { ...hold.call, caller } }
    }
    const over = async (hold: ReturnType<typeof holdAt>) => {
      test.history.recordStarts([hold])
      test.history.recordEnds([{ ...hold, endedBy: 500 }])
      await test.history.flush()
    }
    await over(callOf('1', '+8602155501234'))
    await test.history.setKeptNumbers('whole')
    await over(callOf('2', '+8602155501234'))
    await over(callOf('3', ''))
    await test.history.export({ filter: noFilter, numbers }, path)
    await expect.poll(() => test.exports.at(-1)?.state, patiently).toBe('done')
    const [names = [], ...rows] = parseCsv((await readFile(path, 'utf8')).slice(1))
    expect(rows.map((row) => row[names.indexOf('customer')])).toEqual(expected)
  })

  it('has its times in the system’s time zone at the moment of the export', async () => {
    vi.stubEnv('TZ', 'UTC')
    await test.history.close()
    test = await openHistory(join(folder, 'data'), { spawn: spawnWorker })
    test.history.restore([origin])
    await fill(1)
    const offsetOf = async () => {
      const before = test.exports.length
      await test.history.export(everything, path)
      await expect.poll(() => test.exports.slice(before).at(-1)?.state, patiently).toBe('done')
      const [names = [], cells] = parseCsv((await readFile(path, 'utf8')).slice(1))
      return cells?.[names.indexOf('started_at')]?.slice(-6)
    }
    expect(await offsetOf()).toBe('+00:00')
    vi.stubEnv('TZ', 'Asia/Kolkata')
    expect(await offsetOf()).toBe('+05:30')
    const { hours } = await test.history.charts(noFilter)
    expect(new Date(hours[0]?.hour ?? NaN).toISOString()).toMatch(/:30:00.000Z$/)
    vi.unstubAllEnvs()
  })

  it('replaces the chosen file only once it is complete', async () => {
    await writeFile(path, 'what was there')
    await fill(2_000)
    await test.history.export(everything, path)
    await test.history.cancelExport()
    expect(await over()).toMatchObject({ state: 'cancelled', total: 2_000 })
    expect(test.exports.at(-1)?.done).toBeLessThan(2_000)
    expect(await readFile(path, 'utf8')).toBe('what was there')
    expect((await readdir(folder)).sort()).toEqual(['data', 'holds.csv'])
  })

  it('that cannot be written reports so and leaves no file behind', async () => {
    await fill(3)
    await test.history.export(everything, join(folder, 'no such folder', 'holds.csv'))
    expect((await over())?.state).toBe('failed')
    expect(test.logged).toContain('The export failed')
    // A folder at its path: everything is written, and cannot be renamed.
    await test.history.export(everything, join(folder, 'data'))
    await expect.poll(() => test.exports.length, patiently).toBe(2)
    expect((await over())?.state).toBe('failed')
    expect(await readdir(folder)).toEqual(['data'])
  })

  it('is one at a time', async () => {
    await fill(2_000)
    await test.history.export(everything, path)
    const second = test.history.export(everything, join(folder, 'second.csv'))
    await expect(second).rejects.toMatchObject({ code: 'export-running' })
    await over()
    await test.history.export(everything, join(folder, 'second.csv'))
    await expect
      .poll(() => test.exports.at(-1), patiently)
      .toMatchObject({ state: 'done', file: 'second.csv' })
  })

  it('allows holds to be written and pages to be read meanwhile', async () => {
    await fill(2_000)
    await test.history.export(everything, path)
    test.history.recordStarts([holdAt(9_000, { callId: 'meanwhile' })])
    expect(await test.history.flush()).toBe(true)
    expect((await test.history.page(newest)).total).toBe(2_000)
    expect(test.exports.filter(({ state }) => state !== 'running')).toEqual([])
    expect((await over())?.state).toBe('done')
  })
})
