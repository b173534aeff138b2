import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { replaceFile } from '../base/replaceFile.ts'
import { openDatabase } from './database.ts'
import { noFilter } from './fakes.ts'
import { Reader } from './reader.ts'
import type { ThreadEvent } from './storeApi.ts'

vi.mock('../base/replaceFile.ts', { spy: true })

let folder: string
let reader: Reader
let events: ThreadEvent[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
  const { db } = openDatabase(folder, 0)
  const put = db.prepare(
    `INSERT INTO past_holds (origin, agent_id, agent_name, call_id, hold_number, earlier_ms, skill,
       started_at, held_ms, gap, level)
     VALUES ('', '101', 'Ann', ?, 1, 0, 'billing', ?, 1000, 0, 0)`,
  )
  db.exec('BEGIN')
  for (let hour = 0; hour < 500; hour += 1) put.run(`call-${hour}`, hour * 3_600_000)
  db.exec('COMMIT')
  db.close()
  events = []
  reader = new Reader((event) => void events.push(event))
  reader.attach({ folder })
})
afterEach(async () => {
  await reader.detach()
  await rm(folder, { recursive: true, force: true })
})

const skill = (name: string) => ({ ...noFilter, skills: [name] })

it('cancels charts that are no longer needed, and answers the latest request', async () => {
  const requests = ['a', 'b', 'c'].map((name) => reader.getCharts({ filter: skill(name) }))
  const answers = await Promise.allSettled([...requests, reader.getCharts({ filter: noFilter })])
  expect(answers.map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
    'rejected',
    'fulfilled',
  ])
})

it('cancels charts in progress when another filter is requested', async () => {
  const first = reader.getCharts({ filter: noFilter })
  // Its first hours have been read.
  await new Promise((go) => setImmediate(go))
  const second = reader.getCharts({ filter: skill('billing') })
  await expect(first).rejects.toMatchObject({ fate: 'open' })
  expect((await second).skills).toMatchObject([{ holds: 500 }])
})

it('reads the same charts once more after the current ones, however often they are requested', async () => {
  const first = reader.getCharts({ filter: noFilter })
  await new Promise((go) => setImmediate(go))
  const second = reader.getCharts({ filter: noFilter })
  expect(reader.getCharts({ filter: noFilter })).toBe(second)
  expect(second).not.toBe(first)
  expect(await second).toEqual(await first)
})

it('cancels reads when the file is to be released', async () => {
  const charts = reader.getCharts({ filter: noFilter })
  await new Promise((go) => setImmediate(go))
  const detached = reader.detach()
  await expect(charts).rejects.toMatchObject({ fate: 'closed' })
  await detached
  expect(() => reader.getFacets()).toThrow('not open')
})

it('reports that another program has the target of an export open', async () => {
  const busy = Object.assign(new Error('busy'), { code: 'EBUSY' })
  const disk = { rename: () => Promise.reject(busy), wait: () => Promise.resolve() }
  const inUse = await replaceFile('from', 'to', disk).catch((error: unknown) => error)
  vi.mocked(replaceFile).mockRejectedValueOnce(inUse)
  const path = join(folder, 'holds.csv')
  reader.startExport({
    filter: noFilter,
    numbers: 'masked',
    path,
    partial: `${path}.0a1b2c3d.part`,
  })
  await expect.poll(() => events.at(-1)?.state.state).toBe('in-use')
  expect(await readdir(folder)).not.toContain('holds.csv.0a1b2c3d.part')
})
