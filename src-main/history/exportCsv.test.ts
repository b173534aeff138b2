import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { exportCsv } from './exportCsv.ts'
import { noFilter, origin } from './fakes.ts'
import { writeHolds } from './holdTables.ts'
import { PhoneNumberCipher } from './phoneNumberCipher.ts'
import type { PastRow } from './rows.ts'
import { migrate } from './schema.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const holdAt = (startedAt: number): PastRow => ({
  origin,
  agentId: '101',
  agentName: '',
  callId: `call ${startedAt}`,
  skill: '',
  startedAt,
  heldMs: 1_000,
  level: 0,
  endMs: null,
  holdNumber: 1,
  earlierMs: 0,
  callFeature: null,
  customer: null,
  doubtMs: null,
  gap: false,
  handled: null,
  notes: [],
  asOf: 0,
})

it('continues in each piece where the last one ended, not from the start of the filter', async () => {
  const db = new DatabaseSync(':memory:')
  migrate(db)
  const past = Array.from({ length: 2_500 }, (_, index) => holdAt(index))
  writeHolds(db, { past, open: [], keepsPast: true }, new PhoneNumberCipher([]))
  const prepared = vi.spyOn(db, 'prepare')
  const path = join(folder, 'holds.csv')
  await exportCsv(db, {
    order: { filter: { ...noFilter, from: 100, to: 2_400 }, numbers: 'masked' },
    path,
    partial: `${path}.part`,
    keys: new PhoneNumberCipher([]),
    signal: new AbortController().signal,
    onProgress: () => {},
  })
  const [, ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\r\n')
  expect(lines.map((line) => line.split(',')[2])).toEqual(
    past.slice(100, 2_400).map(({ callId }) => callId),
  )
  // Of two lower bounds SQLite looks up one in the index, and scans all rows between it and the other.
  for (const [sql] of prepared.mock.calls) {
    expect(sql.match(/started_at(, id\))? >/g)).toHaveLength(1)
  }
  db.close()
})
