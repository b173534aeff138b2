import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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
/** The app started once and ended: its settings and its notices. */
async function started() {
  const one = await app()
  const table = await one.request('preferences.get', null)
  const { notices } = await one.request('app.get_info', null)
  await one.close()
  return { table, notices }
}

describe('what an administrator has set in the system’s own place', () => {
  it('counts before the file, key by key', async () => {
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

  it('locks nothing where nothing is set', async () => {
    say({})
    expect((await started()).table).toMatchObject({ revealNumbers: { isLocked: false } })
  })

  it('is as strict as can be where it is wrong, and a notice says where', async () => {
    say({ retentionDays: 'a week' })
    const { table, notices } = await started()
    expect(table).toMatchObject({ retentionDays: { value: 3_650, isLocked: true } })
    expect(notices).toMatchObject([{ code: 'managed-malformed', params: { file: where } }])
  })

  it('stays in force at a start at which it cannot be read', async () => {
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

  it('opens no number where it could never be read, unless the file says so', async () => {
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
