import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openJsonFile } from '../settings/jsonFile.ts'
import { policiesCopy, readAdministrator } from './administrator.ts'
import { Notices } from '../settings/notices.ts'
import { app, eachInItsFolder, folder, policies } from './testing.ts'

eachInItsFolder()

const where = 'HKLM\\Software\\Policies\\Holdwatch'
const say = (settings: object) => {
  policies.source = { where, read: () => Promise.resolve({ ...settings }) }
}
const fail = () => {
  policies.source = { where, read: () => Promise.reject(new Error('no answer in time')) }
}
const file = (settings: object) =>
  writeFile(join(folder, 'managed.json'), JSON.stringify({ version: 1, ...settings }))
/** The settings and notices after the app was started once and ended. */
async function started() {
  const one = await app()
  const table = await one.request('preferences.get', null)
  const { notices } = await one.request('app.get_info', null)
  await one.close()
  return { table, notices }
}

describe('managed settings in the system’s own place', () => {
  it('take precedence over the file, key by key', async () => {
    say({ retentionDays: 7, maskNumbers: false })
    await file({ retentionDays: 90, requestsAtOnce: 3, maskNumbers: true })
    const { table, notices } = await started()
    expect(table).toMatchObject({
      retentionDays: { value: 7, isLocked: true },
      requestsAtOnce: { value: 3, isLocked: true },
      revealNumbers: { value: true, isLocked: true },
      theme: { isLocked: false },
    })
    expect(notices).toEqual([])
  })

  it('lock nothing where nothing is set', async () => {
    say({})
    expect((await started()).table).toMatchObject({ revealNumbers: { isLocked: false } })
  })

  it('are as strict as possible where one is wrong, and a notice says where', async () => {
    say({ retentionDays: 'a week' })
    const { table, notices } = await started()
    expect(table).toMatchObject({ retentionDays: { value: 3_650, isLocked: true } })
    expect(notices).toMatchObject([{ code: 'managed-malformed', params: { file: where } }])
  })

  it('stay in force at a start at which they cannot be read', async () => {
    say({ privacyMode: true })
    await started()
    fail()
    for (let start = 0; start < 2; start += 1) {
      const { table, notices } = await started()
      expect(table).toMatchObject({ privacyMode: { value: true, isLocked: true } })
      expect(notices).toMatchObject([
        { code: 'policies-unreadable', params: { where, detail: 'Error: no answer in time' } },
      ])
    }
    say({})
    expect((await started()).table).toMatchObject({ privacyMode: { isLocked: false } })
    fail()
    expect((await started()).table).toMatchObject({ revealNumbers: { isLocked: false } })
  })

  it('reveal no number where they could never be read, unless the file allows it', async () => {
    fail()
    expect((await started()).table).toMatchObject({
      revealNumbers: { value: false, isLocked: true },
    })
    await file({ maskNumbers: false })
    expect((await started()).table).toMatchObject({
      revealNumbers: { value: true, isLocked: true },
    })
  })
})

describe('whether the managed settings are completely known', () => {
  const managedFile = () => join(folder, 'managed.json')
  const isWhole = async () => {
    const copy = await openJsonFile(join(folder, 'policies.json'), policiesCopy, 1)
    const administrator = await readAdministrator({
      managedFile: managedFile(),
      policies: policies.source,
      copy,
      notices: new Notices(() => {}),
      onSaveFailed: () => {},
    })
    await copy.settled()
    return administrator.isWhole
  }
  const fine = { retentionDays: 7 }
  const wrong = { retentionDays: 'a week' }
  const unknown = { retentionDays: 7, brandNew: 1 }
  const both = async (inFile: object | null, inPolicies: object | null) => {
    await rm(managedFile(), { force: true })
    if (inFile !== null) await file(inFile)
    if (inPolicies === null) policies.source = null
    else say(inPolicies)
    return isWhole()
  }

  it('is true where none are set, or all are valid, and where only a newer version knows more', async () => {
    for (const inFile of [null, fine, unknown]) {
      for (const inPolicies of [null, {}, fine, unknown]) {
        expect(await both(inFile, inPolicies)).toBe(true)
      }
    }
  })

  it('is false where the file has a wrong value, whatever the system’s own place contains', async () => {
    for (const inPolicies of [null, {}, fine]) expect(await both(wrong, inPolicies)).toBe(false)
  })

  it('is false where the system’s own place has a wrong value, whatever the file contains', async () => {
    for (const inFile of [null, fine]) expect(await both(inFile, wrong)).toBe(false)
  })

  it.each(['{', '[]', '{"version":2}', Buffer.from([0xff, 0xfe, 0x00])])(
    'is not where the file holds %j',
    async (content) => {
      for (const inPolicies of [null, {}, fine]) {
        await both(null, inPolicies)
        await writeFile(managedFile(), content)
        expect(await isWhole()).toBe(false)
      }
    },
  )

  it('is false where the file cannot be read', async () => {
    await mkdir(managedFile())
    for (const source of [null, { where, read: () => Promise.resolve(fine) }]) {
      policies.source = source
      expect(await isWhole()).toBe(false)
    }
  })

  it('is false where the system’s own place never responded; the last response counts as one', async () => {
    for (const inFile of [null, fine]) {
      await both(inFile, null)
      fail()
      expect(await isWhole()).toBe(false)
    }
    say(fine)
    await isWhole()
    fail()
    expect(await isWhole()).toBe(true)
    say(wrong)
    await isWhole()
    fail()
    expect(await isWhole()).toBe(false)
  })
})
