import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { quarantine } from '../base/quarantine.ts'
import { openJsonFile } from './jsonFile.ts'
import { writeWhole } from './wholeFile.ts'

vi.mock('../base/quarantine.ts', { spy: true })

const schema = z.object({ version: z.literal(1), text: z.string() })
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
  path = join(folder, 'file.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => openJsonFile(path, schema, 1)

describe('a JSON file', () => {
  it('that does not exist has no value and no error', async () => {
    const file = await open()
    expect([file.value, file.quarantined]).toEqual([null, null])
  })

  it('is read back unchanged, and readable by its owner alone', async () => {
    const file = await open()
    await file.save({ version: 1, text: '陈伟' })
    expect((await open()).value).toEqual({ version: 1, text: '陈伟' })
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['corrupt', '{"version":1,"text":'],
    ['corrupt', ''],
    ['corrupt', '{"version":1}'],
    ['corrupt', '[]'],
    ['newer', '{"version":2,"text":"from the future"}'],
  ])(
    'that is %s is kept aside unchanged, said so, and replaced by the next save',
    async (why, text) => {
      await writeFile(path, text)
      const file = await open()
      expect(file.value).toBeNull()
      expect(file.quarantined?.why).toBe(why)
      expect(await readFile(join(folder, file.quarantined?.file ?? ''), 'utf8')).toBe(text)

      await file.save({ version: 1, text: 'new' })
      expect((await open()).value?.text).toBe('new')
      expect(await readdir(folder)).toHaveLength(2)
    },
  )

  it('quarantined twice in one second keeps both copies', async () => {
    await writeFile(path, 'first')
    const first = await open()
    await writeFile(path, 'second')
    const second = await open()
    expect(await readFile(join(folder, first.quarantined?.file ?? ''), 'utf8')).toBe('first')
    expect(await readFile(join(folder, second.quarantined?.file ?? ''), 'utf8')).toBe('second')
  })

  it('ends with the newest of many concurrent saves', async () => {
    const file = await open()
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => file.save({ version: 1, text: String(index) })),
    )
    expect((await open()).value?.text).toBe('49')
  })

  it('whose folder is missing reports it, keeps the value, and saves again once possible', async () => {
    const file = await open()
    await rm(folder, { recursive: true })
    await expect(file.save({ version: 1, text: 'kept' })).rejects.toThrow()
    expect(file.value?.text).toBe('kept')
    await mkdir(folder)
    await file.save({ version: 1, text: 'later' })
    expect((await open()).value?.text).toBe('later')
  })

  it('that cannot be read is moved aside, not overwritten', async () => {
    // A folder in its place: not even root can read it as a file.
    await mkdir(path)
    const file = await open()
    expect(file.value).toBeNull()
    expect(file.quarantined?.why).toBe('corrupt')
    await file.save({ version: 1, text: 'new' })
    expect((await open()).value?.text).toBe('new')
    expect((await stat(join(folder, file.quarantined?.file ?? ''))).isDirectory()).toBe(true)
  })

  it('is saved later by itself after the disk rejected it, and once more at the end', async () => {
    let isRefusing = true
    const later: (() => void)[] = []
    const file = await openJsonFile(path, schema, 1, {
      retryLater: (run) => later.push(run),
      write: (...asked) => (isRefusing ? Promise.reject(new Error('EPERM')) : writeWhole(...asked)),
    })
    await expect(file.save({ version: 1, text: 'first' })).rejects.toThrow('EPERM')
    isRefusing = false
    for (const run of later.splice(0)) run()
    await file.settled()
    expect((await open()).value?.text).toBe('first')
    isRefusing = true
    await expect(file.save({ version: 1, text: 'last' })).rejects.toThrow('EPERM')
    isRefusing = false
    await file.settled()
    expect((await open()).value?.text).toBe('last')
  })

  it('saved by an editor with a byte order mark, or as UTF-16, is read', async () => {
    const text = '\uFEFF{"version":1,"text":"x"}'
    for (const encoding of ['utf8', 'utf16le'] as const) {
      await writeFile(path, text, encoding)
      expect((await open()).value?.text).toBe('x')
    }
  })

  it('preserves what a newer version has added to it', async () => {
    await writeFile(path, '{"version":1,"text":"old","brandNew":{"a":[1]}}')
    const file = await open()
    await file.save({ version: 1, text: 'new' })
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      version: 1,
      text: 'new',
      brandNew: { a: [1] },
    })
  })

  it('preserves what a newer version has added beside a value that only that one understands', async () => {
    const json = { version: 1, name: 'x', kind: { wide: 'as the sea', deep: true }, more: [1] }
    await writeFile(path, JSON.stringify(json))
    const kind = z.object({ wide: z.number() }).partial()
    const wider = z.object({ version: z.literal(1), name: z.string(), kind })
    const file = await openJsonFile(path, wider, 1, {
      standard: { version: 1, name: '', kind: {} },
    })
    expect(file.rejected?.fields).toEqual(['kind.wide'])
    await file.save({ version: 1, name: 'y', kind: {} })
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      version: 1,
      name: 'y',
      kind: { deep: true },
      more: [1],
    })
  })

  it('with a wrong value discards that alone, reports it, and is copied unchanged', async () => {
    const wide = z.object({
      version: z.literal(1),
      text: z.string(),
      window: z.object({ x: z.number() }).nullable(),
      list: z.array(z.object({ id: z.string() })),
    })
    const standard = { version: 1 as const, text: 'standard', window: null, list: [] }
    const wrong =
      '{"version":1,"text":7,"window":{"x":null},"list":[{"id":"1"},{"id":2},{"id":"3"}]}'
    await writeFile(path, wrong)
    const file = await openJsonFile(path, wide, 1, { standard })
    expect(file.value).toEqual({
      version: 1,
      text: 'standard',
      window: null,
      list: [{ id: '1' }, { id: '3' }],
    })
    expect(file.rejected?.fields).toEqual(['text', 'window.x', 'window', 'list.1.id', 'list.1'])
    expect(await readFile(join(folder, file.rejected?.file ?? ''), 'utf8')).toBe(wrong)
    expect(await readFile(path, 'utf8')).toBe(wrong)
  })
})

describe('a JSON file that an older version of the app has quarantined', () => {
  const newerSchema = z.object({ version: z.literal(2), text: z.string() })
  const openNewer = () => openJsonFile(path, newerSchema, 2)
  /** With a field that only this version knows, and formatted unlike anything else. */
  const newerText = '{"text":"of the newer","version":2, "beside":[1]}'
  const read = (name: string) => readFile(join(folder, name), 'utf8')

  beforeEach(() => writeFile(path, newerText))

  it('is restored when the newer version starts, and the older one’s choices are quarantined', async () => {
    await (await open()).save({ version: 1, text: 'of the older' })
    const file = await openNewer()
    expect([file.value?.text, file.quarantined]).toEqual(['of the newer', null])
    expect(await read('file.json')).toBe(newerText)
    expect(JSON.parse(await read(file.replacedOlder ?? ''))).toEqual({
      version: 1,
      text: 'of the older',
    })
    expect(await readdir(folder)).toHaveLength(2)
    await file.save({ version: 2, text: 'and on' })
    expect(JSON.parse(await read('file.json'))).toEqual({
      version: 2,
      text: 'and on',
      beside: [1],
    })
    expect(await openNewer()).toMatchObject({ value: { text: 'and on' }, replacedOlder: null })
  })

  it('is restored silently where the older version has saved nothing', async () => {
    await open()
    const file = await openNewer()
    expect([file.value?.text, file.quarantined, file.replacedOlder]).toEqual([
      'of the newer',
      null,
      null,
    ])
    expect(await readdir(folder)).toEqual(['file.json'])
  })

  it('is restored even if the older version has quarantined a file that it could not read', async () => {
    await open()
    await writeFile(path, '{')
    await (await open()).save({ version: 1, text: 'of the older' })
    expect((await openNewer()).value?.text).toBe('of the newer')
  })

  it('does not restore the older version’s values when that starts again', async () => {
    const later = (hours: number) => vi.setSystemTime(Date.UTC(2026, 2, 4, hours))
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      later(1)
      await (await open()).save({ version: 1, text: 'of the older' })
      later(2)
      await openNewer()
      later(3)
      for (let start = 0; start < 2; start += 1) expect((await open()).value).toBeNull()
      later(4)
      expect((await openNewer()).value?.text).toBe('of the newer')
    } finally {
      vi.useRealTimers()
    }
  })

  it('is used, and overwrites nothing, while the other cannot be moved', async () => {
    await (await open()).save({ version: 1, text: 'of the older' })
    vi.mocked(quarantine).mockImplementationOnce(() => {
      throw new Error('EBUSY')
    })
    const file = await openNewer()
    expect([file.value?.text, file.replacedOlder]).toEqual(['of the newer', 'file.json'])
    expect(JSON.parse(await read('file.json'))).toMatchObject({ text: 'of the older' })
    await file.save({ version: 2, text: 'and on' })
    expect((await openNewer()).value?.text).toBe('and on')
    const all = await Promise.all((await readdir(folder)).map(read))
    expect(all.join()).toContain('of the older')
  })

  it('stays quarantined where a file of this version is in its place, or an unreadable one', async () => {
    await open()
    await writeFile(path, '{"version":2,"text":"chosen since"}')
    expect((await openNewer()).value?.text).toBe('chosen since')
    await writeFile(path, '{"version":')
    expect(await openNewer()).toMatchObject({ value: null, quarantined: { why: 'corrupt' } })
  })
})
