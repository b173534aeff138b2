import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTrustStore } from './store.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-'))
  file = join(folder, 'trust.json')
})
afterEach(() => rm(folder, { recursive: true }))

const sha256 = Array<string>(32).fill('AB').join(':')
const facts = { sha256, subject: 'CN=gw', issuer: 'CN=gw', names: ['gw'], validFrom: 1, validTo: 2 }
const origin = 'https://gw:8043'
const record = { origin, facts, reasons: ['self-signed' as const] }
const now = () => Date.UTC(2026, 0, 2)

describe('the list of trusted gateways', () => {
  it('outlives a restart, for exactly the origin it was given for', async () => {
    const store = await openTrustStore(file, { now })
    expect(store.notice).toBeNull()
    await store.trust(record)
    const again = await openTrustStore(file, { now })
    expect(again.pin(origin)).toEqual({ ...record, sha256, trustedAt: now() })
    expect(again.pin('https://gw:8044')).toBeNull()
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('forgets at once and for good', async () => {
    const store = await openTrustStore(file, { now })
    await store.trust(record)
    const forgotten = store.forget(origin)
    expect(store.pin(origin)).toBeNull()
    await forgotten
    expect((await openTrustStore(file, { now })).list()).toEqual([])
  })

  it.each([
    ['corrupt', '{ "version": 1, "gat', 'trust-corrupt'],
    ['empty', '', 'trust-corrupt'],
    ['of another kind', '[]', 'trust-corrupt'],
    ['newer', '{"version":2,"gateways":[]}', 'trust-newer'],
    [
      'inconsistent',
      JSON.stringify({
        version: 1,
        gateways: [{ ...record, sha256: sha256.replace('AB', 'CD'), trustedAt: 1 }],
      }),
      'trust-corrupt',
    ],
  ])('puts a file aside that is %s, and trusts nothing', async (_, text, code) => {
    await writeFile(file, text)
    const store = await openTrustStore(file, { now })
    expect(store.list()).toEqual([])
    expect(store.notice?.code).toBe(code)
    const aside = store.notice?.file ?? ''
    expect(await readdir(folder)).toEqual([aside])
    await store.trust(record)
    expect(await readFile(join(folder, aside), 'utf8')).toBe(text)
    expect((await openTrustStore(file, { now })).notice).toBeNull()
  })

  it('never puts one file aside over another', async () => {
    for (const text of ['first', 'second']) {
      await writeFile(file, text)
      await openTrustStore(file, { now })
    }
    const texts = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    )
    expect(texts.sort()).toEqual(['first', 'second'])
  })

  it('tells that it could not save, holds for this run, and makes it good later', async () => {
    const written: string[] = []
    let full = true
    const store = await openTrustStore(file, {
      now,
      write: async (_, text) => {
        if (full) throw new Error('disk full')
        written.push(text)
      },
    })
    await expect(store.trust(record)).rejects.toThrow('disk full')
    expect(store.pin(origin)).not.toBeNull()
    full = false
    await store.trust({ ...record, origin: 'https://other:1' })
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      gateways: [{ origin }, { origin: 'https://other:1' }],
    })
    full = true
    await expect(store.forget(origin)).rejects.toThrow('disk full')
    expect(store.pin(origin)).toBeNull()
  })
})
