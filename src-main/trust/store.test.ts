import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openJsonFile } from '../settings/jsonFile.ts'
import { createTrustStore, trustFile, type TrustFile } from './store.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trust-'))
  path = join(folder, 'trust.json')
})
afterEach(() => rm(folder, { recursive: true }))

const sha256 = Array<string>(32).fill('AB').join(':')
const facts = { sha256, subject: 'CN=gw', issuer: 'CN=gw', names: ['gw'], validFrom: 1, validTo: 2 }
const origin = 'https://gw:8043'
const record = { origin, facts, reasons: ['self-signed' as const] }
const now = () => Date.UTC(2026, 0, 2)
const open = async () => createTrustStore(await openJsonFile(path, trustFile, 1), now)

describe('the list of trusted gateways', () => {
  it('survives a restart, for exactly the origin it was given for', async () => {
    await (await open()).trust(record)
    const again = await open()
    expect(again.pins(origin)).toEqual([{ ...record, sha256, trustedAt: now() }])
    expect(again.pins('https://gw:8044')).toEqual([])
  })

  it('forgets at once and permanently', async () => {
    const store = await open()
    await store.trust(record)
    const forgotten = store.forget(origin, sha256)
    expect(store.pins(origin)).toEqual([])
    await forgotten
    expect((await open()).list()).toEqual([])
  })

  it('stores several certificates of one origin, and forgets a single one', async () => {
    const other = { ...record, facts: { ...facts, sha256: sha256.replace('AB', 'CD') } }
    const store = await open()
    await store.trust(record)
    await store.trust(other)
    await store.trust(record)
    const prints = (pins: readonly { sha256: string }[]) => pins.map((pin) => pin.sha256)
    expect(prints((await open()).pins(origin))).toEqual([sha256, other.facts.sha256])
    await store.forget(origin, sha256)
    expect(prints((await open()).pins(origin))).toEqual([other.facts.sha256])
    store.trustForNow(record)
    expect(prints(store.pins(origin))).toEqual([other.facts.sha256, sha256])
    await store.forget(origin, sha256)
    expect(prints(store.list())).toEqual([other.facts.sha256])
  })

  it('trusts nothing in a file whose fingerprint does not match its certificate', async () => {
    const gateways = [{ ...record, sha256: sha256.replace('AB', 'CD'), trustedAt: 1 }]
    await writeFile(path, JSON.stringify({ version: 1, gateways }))
    expect((await open()).list()).toEqual([])
  })

  it('reports a failed save, applies the change in this run, and saves it later', async () => {
    const written: TrustFile[] = []
    let full = true
    const store = createTrustStore(
      {
        value: null,
        quarantined: null,
        rejected: null,
        replacedOlder: null,
        save: async (value) => {
          if (full) throw new Error('disk full')
          written.push(value)
        },
        settled: () => Promise.resolve(),
      },
      now,
    )
    await expect(store.trust(record)).rejects.toThrow('disk full')
    expect(store.pins(origin)).toHaveLength(1)
    full = false
    await store.trust({ ...record, origin: 'https://other:1' })
    expect(written).toMatchObject([{ gateways: [{ origin }, { origin: 'https://other:1' }] }])
    full = true
    await expect(store.forget(origin, sha256)).rejects.toThrow('disk full')
    expect(store.pins(origin)).toEqual([])
  })
})
