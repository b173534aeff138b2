import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { writeWhole } from '../settings/wholeFile.ts'
import { History } from '../history/history.ts'
import { app, board, eachInItsFolder, folder, gateway, keyRing, watchAll } from './testing.ts'
import { Watch } from '../connection/watch.ts'

eachInItsFolder()

vi.mock('../settings/wholeFile.ts', { spy: true })
const full = () =>
  vi
    .mocked(writeWhole)
    .mockRejectedValue(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
afterEach(() => {
  vi.mocked(writeWhole).mockReset()
})

describe('a disk that rejects all writes', () => {
  it('because it is full stops no watch, is reported once, and is written to later', async () => {
    full()
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    await board(one, ({ watch }) => watch.state === 'watching')
    const { notices } = await one.request('app.get_info', null)
    expect(notices.map(({ code }) => code)).toEqual(['cannot-save'])
    vi.mocked(writeWhole).mockReset()
    await one.request('preferences.set', { key: 'theme', value: 'dark' })
    await one.close()

    const again = await app()
    expect(await again.request('setup.get', null)).toMatchObject({ origin: simulator.origin })
    expect(await again.request('preferences.get', null)).toMatchObject({ theme: { value: 'dark' } })
  })

  it('because the folder cannot be created stops no watch either', async () => {
    await writeFile(join(folder, 'a-file'), '')
    const simulator = await gateway()
    const one = await app(join(folder, 'a-file', 'holdwatch'))
    await watchAll(one, simulator)
    const [agent] = simulator.accounts.agents
    simulator.hold(agent?.agentId ?? '')
    await board(one, ({ calls }) => calls.length > 0)
    const { notices } = await one.request('app.get_info', null)
    expect(new Set(notices.map(({ code }) => code))).toEqual(new Set(['cannot-save']))
  })
})

it('a temporarily missing key ring costs no stored number', async () => {
  const simulator = await gateway()
  const one = await app()
  await watchAll(one, simulator)
  const [agent] = simulator.accounts.agents
  const callId = simulator.hold(agent?.agentId ?? '', { caller: '02155501234' })
  await board(one, ({ calls }) => calls.length > 0)
  simulator.retrieve(agent?.agentId ?? '', callId)
  await board(one, ({ calls }) => calls.length === 0)
  await one.close()

  keyRing.isThere = false
  const without = await app()
  expect(await without.request('preferences.get', null)).toMatchObject({
    keptNumbers: { value: 'none', isSupported: false, limit: 'no-key-ring' },
  })
  await without.close()

  keyRing.isThere = true
  const again = await app()
  const filter = { from: null, to: null, agents: [], skills: [], levels: [], search: '' }
  const sort = { by: 'started', descending: true } as const
  const { rows } = await again.request('history.get_page', { filter, sort, offset: 0, limit: 9 })
  expect(rows).toMatchObject([{ callId, customer: '•••• 1234' }])
})

describe('the history', () => {
  const withLocal = async () => {
    const one = await app(folder, { localFolder: join(folder, 'local') })
    await one.restorable
    return one
  }

  it('is moved from its location in an earlier version to the local folder', async () => {
    const first = await app()
    await first.request('preferences.set', { key: 'retentionDays', value: 365 })
    await first.close()
    expect(await readdir(folder)).toContain('history.db')
    const one = await withLocal()
    expect(await readdir(folder)).not.toContain('history.db')
    expect(await readdir(join(folder, 'local'))).toContain('history.db')
    expect(await one.request('preferences.get', null)).toMatchObject({
      retentionDays: { value: 365 },
    })
  })

  it('is moved to the administrator’s folder and back, and stays while the managed settings are invalid', async () => {
    const managed = join(folder, 'managed.json')
    const historyFolder = join(folder, 'named')
    const where = async () => {
      const one = await withLocal()
      await one.close()
      const folders = ['local', 'named/somebody']
      const there = await Promise.all(
        folders.map((each) => readdir(join(folder, each)).catch((): string[] => [])),
      )
      return folders.filter((_, index) => there[index]?.includes('history.db'))
    }
    expect(await where()).toEqual(['local'])
    await writeFile(managed, JSON.stringify({ version: 1, historyFolder }))
    expect(await where()).toEqual(['named/somebody'])
    await writeFile(managed, '{')
    expect(await where()).toEqual(['named/somebody'])
    await rm(managed)
    expect(await where()).toEqual(['local'])
  })
})

describe('past holds', () => {
  it('are stored as long and as completely as chosen, even if the settings are lost', async () => {
    const one = await app()
    await one.request('preferences.set', { key: 'retentionDays', value: 365 })
    await one.request('preferences.set', { key: 'keptNumbers', value: 'whole' })
    await one.close()
    await writeFile(join(folder, 'settings.json'), '{')
    const again = await app()
    await again.restorable
    expect(await again.request('preferences.get', null)).toMatchObject({
      retentionDays: { value: 365 },
      keptNumbers: { value: 'whole' },
    })
  })

  it('wait for confirmation where the settings at a start have a shorter period', async () => {
    const one = await app()
    await one.request('preferences.set', { key: 'retentionDays', value: 365 })
    await one.close()
    const path = join(folder, 'settings.json')
    await writeFile(path, (await readFile(path, 'utf8')).replace('365', '7'))
    const again = await app()
    await again.restorable
    const { notices } = await again.request('app.get_info', null)
    expect(notices.map(({ code }) => code)).toContain('deletion-waits-settings')
    expect(await again.request('history.get_state', null)).toMatchObject({
      deletionWaits: { why: 'settings', days: 7 },
    })
    expect(await again.request('preferences.get', null)).toMatchObject({
      retentionDays: { value: 365 },
    })
    await again.request('history.confirm_deletion', null)
    expect(await again.request('preferences.get', null)).toMatchObject({
      retentionDays: { value: 7 },
    })
  })

  it('that wait are written before sessions are signed out', async () => {
    const one = await app()
    const written = vi.spyOn(History.prototype, 'flush')
    const signedOut = vi.spyOn(Watch.prototype, 'disconnect')
    await one.close()
    expect(written.mock.invocationCallOrder[0]).toBeLessThan(
      signedOut.mock.invocationCallOrder[0] ?? 0,
    )
  })
})
