import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { managedPath, parseManaged, readManaged } from './managed.ts'

const pairs = Array.from({ length: 32 }, (_, index) => (index + 0xa0).toString(16).toUpperCase())
const sha256 = pairs.join(':')

const full = {
  version: 1,
  gateway: { origin: 'https://gateway.example:8043', sha256, way: 'inspector' },
  limits: { amberSeconds: 30, redSeconds: 60, criticalSeconds: 120 },
  maskNumbers: true,
  privacyMode: false,
  keptNumbers: 'last-four',
  retentionDays: 30,
  historyFolder: '/srv/holdwatch',
  requestsPerSecond: 40,
  requestsAtOnce: 10,
  notes: true,
  noteTemplates: ['On hold for {time} ({skill})', '客户已等待 {time}'],
  updateAddress: 'https://updates.example/holdwatch/',
  updateInstallation: 'on-quit',
}
const bytesOf = (json: unknown) => Buffer.from(JSON.stringify(json))
const parse = (json: unknown) => parseManaged(bytesOf(json))

describe('the location of the managed settings', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ['win32', { ProgramData: 'D:\\Shared' }, 'D:\\Shared\\Holdwatch\\managed.json'],
    ['win32', {}, 'C:\\ProgramData\\Holdwatch\\managed.json'],
    ['win32', { ProgramData: 'elsewhere' }, 'C:\\ProgramData\\Holdwatch\\managed.json'],
    ['darwin', {}, '/Library/Application Support/Holdwatch/managed.json'],
    ['linux', { ProgramData: '/tmp' }, '/etc/holdwatch/managed.json'],
  ])('on %s with %j is %s', (platform, env, path) => {
    expect(managedPath(platform, env)).toBe(path)
  })
})

describe('managed settings', () => {
  it('may contain everything or nothing', () => {
    expect(parse(full)).toEqual({ settings: full, problem: null })
    expect(parse({ version: 1 })).toEqual({ settings: { version: 1 }, problem: null })
  })

  it.each([
    sha256,
    sha256.toLowerCase(),
    `\u200e${sha256}\u200b`,
    pairs.join(''),
    ` ${pairs.join('').toLowerCase()}\n`,
  ])('take the fingerprint written as %j', (written) => {
    const { settings } = parse({ ...full, gateway: { ...full.gateway, sha256: written } })
    expect(settings?.gateway?.sha256).toBe(sha256)
  })

  it.each([
    ['https://gateway.example:8043/', 'https://gateway.example:8043'],
    ['HTTPS://Gateway.Example:443', 'https://gateway.example:443'],
    ['https://[2001:db8::1]:8043', 'https://[2001:db8::1]:8043'],
  ])('take the origin %s', (written, origin) => {
    expect(parse({ version: 1, gateway: { origin: written } }).settings).toEqual({
      version: 1,
      gateway: { origin },
    })
  })

  it('match docs/administrators.md, including every key it names', async () => {
    const page = await readFile(new URL('../../docs/administrators.md', import.meta.url), 'utf8')
    const [, example = ''] = /```json\n(.*?)```/s.exec(page) ?? []
    const { settings, problem } = parseManaged(Buffer.from(example))
    expect(problem).toBeNull()
    const { gateway: shown, ...others } = settings ?? {}
    const keys = [
      ...Object.keys(others),
      ...Object.keys(shown ?? {}).map((key) => `gateway.${key}`),
    ]
    const named = [...page.matchAll(/^\| `([\w.]+)` \| /gm)].map(([, key]) => key)
    expect(keys).toHaveLength(16)
    expect(named).toEqual(expect.arrayContaining(keys))
  })

  it.each([
    ['https://updates.example', 'https://updates.example/'],
    [' https://Updates.Example:8443/holdwatch\n', 'https://updates.example:8443/holdwatch/'],
  ])('take %j as the folder of updates', (written, updateAddress) => {
    expect(parse({ version: 1, updateAddress: written }).settings).toEqual({
      version: 1,
      updateAddress,
    })
  })

  it('with an invalid server look for no updates, and never install without confirmation', () => {
    const wrong = {
      ...full,
      updateAddress: 'http://updates.example/',
      updateInstallation: 'always',
    }
    expect(parse(wrong).settings).toMatchObject({ updateInstallation: 'ask' })
    expect(parse(wrong).settings?.updateAddress).toBeUndefined()
  })

  it.each([0, 3_650])('take %d days', (retentionDays) => {
    expect(parse({ version: 1, retentionDays }).settings?.retentionDays).toBe(retentionDays)
  })

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${JSON.stringify(full)}`, 'utf8')],
    ['UTF-16 with a byte order mark', Buffer.from(`\uFEFF${JSON.stringify(full)}`, 'utf16le')],
  ])('may be written as %s', (_what, bytes) => {
    expect(parseManaged(bytes)).toEqual({ settings: full, problem: null })
  })

  const gateway = (fields: object) => ({ ...full, gateway: { ...full.gateway, ...fields } })
  const limits = (fields: object) => ({ ...full, limits: { ...full.limits, ...fields } })

  it.each<[string, unknown]>([
    ['it must be one JSON object', []],
    ['it must be one JSON object', null],
    ['it must be one JSON object', 'text'],
    ['"version"', { ...full, version: 2 }],
    ['"version"', { ...full, version: undefined }],
    ['"version"', {}],
    ['"gateway"', { ...full, gateway: 'https://gateway.example:8043' }],
    ['"gateway.origin"', { ...full, gateway: { sha256 } }],
    ['"gateway.origin"', gateway({ origin: 'https://gateway.example' })],
    ['"gateway.origin"', gateway({ origin: 'gateway.example:8043' })],
    ['"gateway.origin"', gateway({ origin: 'http://gateway.example:8043' })],
    ['"gateway.origin"', gateway({ origin: 'https://gateway.example:8043/path' })],
    ['"gateway.origin"', gateway({ origin: 'https://me:hunter2@gateway.example:8043' })],
    ['"gateway.origin"', gateway({ origin: 'https://gateway.example:80430' })],
    ['"gateway.origin"', gateway({ origin: 8043 })],
    ['"gateway.sha256"', gateway({ sha256: sha256.slice(3) })],
    ['"gateway.sha256"', gateway({ sha256: `${sha256}:00` })],
    ['"gateway.sha256"', gateway({ sha256: sha256.replace('A0', 'G0') })],
    ['"gateway.sha256"', gateway({ sha256: sha256.replace(':', '') })],
    ['"gateway.sha256"', gateway({ sha256: null })],
    ['"gateway.way"', gateway({ way: 'both' })],
    ['"gateway.password"', gateway({ password: 'hunter2' })],
    ['"limits"', limits({ redSeconds: 30 })],
    ['"limits"', limits({ criticalSeconds: 59 })],
    ['"limits.amberSeconds"', limits({ amberSeconds: 0 })],
    ['"limits.redSeconds"', limits({ redSeconds: 60.5 })],
    ['"limits.criticalSeconds"', limits({ criticalSeconds: '120' })],
    ['"limits.criticalSeconds"', { ...full, limits: { amberSeconds: 1, redSeconds: 2 } }],
    ['"limits.blueSeconds"', limits({ blueSeconds: 1 })],
    ['"maskNumbers"', { ...full, maskNumbers: 'yes' }],
    ['"keptNumbers"', { ...full, keptNumbers: 'all' }],
    ['"historyFolder"', { ...full, historyFolder: 'holdwatch' }],
    ['"retentionDays"', { ...full, retentionDays: -1 }],
    ['"retentionDays"', { ...full, retentionDays: 3_651 }],
    ['"retentionDays"', { ...full, retentionDays: 1.5 }],
    ['"requestsPerSecond"', { ...full, requestsPerSecond: 251 }],
    ['"requestsAtOnce"', { ...full, requestsAtOnce: 0 }],
    ['"notes"', { ...full, notes: 'yes' }],
    ['"noteTemplates"', { ...full, noteTemplates: 'hunter2' }],
    ['"noteTemplates"', { ...full, noteTemplates: ['{number} hunter2'] }],
    ['"noteTemplates"', { ...full, noteTemplates: ['fine', '保'.repeat(342)] }],
    ['"updateAddress"', { ...full, updateAddress: 'http://updates.example/' }],
    ['"updateAddress"', { ...full, updateAddress: 'https://me:hunter2@updates.example/' }],
    ['"updateAddress"', { ...full, updateAddress: 'https://updates.example/?key=hunter2' }],
    ['"updateAddress"', { ...full, updateAddress: 'updates.example' }],
    ['"updateInstallation"', { ...full, updateInstallation: 'always' }],
    ['"retentiondays"', { ...full, retentiondays: 1 }],
    ['a field that Holdwatch does not know', { ...full, 'pw=hunter2': 1 }],
  ])('that are wrong are as strict as can be, and %s is named: %j', (named, json) => {
    const { settings, problem } = parse(json)
    expect(problem?.detail).toContain(named)
    expect(problem?.detail).not.toMatch(/hunter2|is not as it must be/)
    // Nothing is revealed, nothing is deleted, and no other gateway can be used.
    expect(settings?.maskNumbers).toBe(true)
    expect(settings?.retentionDays).toBeGreaterThanOrEqual(30)
    expect(settings?.gateway?.origin).toMatch(/^https:\/\/(gateway\.example|managed\.invalid):/)
    expect(settings?.limits).toBeDefined()
  })

  it('that are unknown are ignored, and the others are in force', () => {
    const { settings, problem } = parse({ ...full, brandNew: 1, limits: { ...full.limits, x: 1 } })
    expect(settings).toEqual(full)
    expect(problem?.why).toBe('unknown')
  })

  it('with one wrong value keep the others', () => {
    const { historyFolder, ...others } = full
    expect(parse({ ...full, historyFolder: `.${historyFolder}` }).settings).toEqual(others)
    const { settings } = parse({ ...full, retentionDays: 'ever', requestsAtOnce: 10 })
    expect(settings).toEqual({ ...full, retentionDays: 3_650 })
    expect(parse({ ...full, notes: 1, noteTemplates: [''] }).settings).toEqual({
      ...full,
      notes: false,
      noteTemplates: [],
    })
    expect(parse({ ...full, keptNumbers: 4 }).settings).toEqual({
      ...full,
      keptNumbers: 'unchanged',
    })
    const way = { ...full.gateway, way: 'both' }
    expect(parse({ ...full, gateway: way }).settings?.gateway).toEqual(full.gateway)
    const pin = { ...full.gateway, sha256: 'x' }
    expect(parse({ ...full, gateway: pin }).settings?.gateway).toMatchObject({
      origin: full.gateway.origin,
      sha256: expect.stringMatching(/^00(:00){31}$/) as string,
    })
  })

  it('report every error, each once', () => {
    const { problem } = parse({ ...full, version: 3, maskNumbers: 1, colour: 'red' })
    expect(problem?.detail.split('; ')).toEqual([
      '"version" must be 1',
      '"maskNumbers" must be true or false',
      'there is a field "colour" that Holdwatch does not know',
    ])
  })

  it.each([
    ['', 'it is not JSON'],
    ['{"version":1,"gateway":{"password":"hunter2"', 'it is not JSON'],
    ['{\n  "version": 1,\n  "gateway": hunter2\n}', 'it is not JSON'],
  ])('that are no JSON do not leak into the report: %j', (text, detail) => {
    const { settings, problem } = parseManaged(Buffer.from(text))
    expect(settings?.maskNumbers).toBe(true)
    expect(problem).toMatchObject({ why: 'malformed' })
    expect(problem?.detail).toContain(detail)
    expect(problem?.detail).not.toContain('hunter2')
  })

  it('that are not text are reported', () => {
    const { problem } = parseManaged(Buffer.from([0x7b, 0xc3, 0x28, 0x7d]))
    expect(problem).toEqual({ why: 'malformed', detail: 'it is no text that can be read' })
  })
})

describe('reading the managed settings', () => {
  let folder: string
  let path: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
    path = join(folder, 'managed.json')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('finds nothing, and no error, where there is no file', async () => {
    expect(await readManaged(path)).toEqual({ settings: null, problem: null })
    expect(await readdir(folder)).toEqual([])
  })

  it.each([JSON.stringify(full), '{'])('leaves the file %j as it was', async (text) => {
    await writeFile(path, text)
    const { settings } = await readManaged(path)
    expect(settings?.maskNumbers).toBe(true)
    expect(settings?.retentionDays).toBe(text === '{' ? 3_650 : 30)
    expect(await readFile(path, 'utf8')).toBe(text)
    expect(await readdir(folder)).toEqual(['managed.json'])
  })

  it('reports a folder in its place', async () => {
    await mkdir(path)
    expect(await readManaged(path)).toMatchObject({
      settings: { maskNumbers: true },
      problem: { why: 'unreadable', detail: 'a folder lies in its place' },
    })
  })

  it('reports that it could not be read for any other reason', async () => {
    await writeFile(path, JSON.stringify(full))
    const { settings, problem } = await readManaged(`${path}\0`)
    expect(settings?.maskNumbers).toBe(true)
    expect(problem?.why).toBe('unreadable')
  })
})
