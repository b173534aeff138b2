import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { resumeWatch } from '../connection/resume.ts'
import {
  type App,
  app,
  board,
  eachInItsFolder,
  folder,
  gateway,
  signInInput,
  trustGateway,
  watchAll,
} from './testing.ts'

eachInItsFolder()

const manage = (settings: object) =>
  writeFile(join(folder, 'managed.json'), JSON.stringify({ version: 1, ...settings }))

describe('managed settings', () => {
  it('lead to the administrator’s gateway and certificate, and to no other', async () => {
    const simulator = await gateway()
    const { origin, sha256 } = simulator
    await manage({ gateway: { origin, sha256, way: 'inspector' } })
    const { request } = await app()
    expect(await request('setup.get', null)).toMatchObject({
      locked: { address: true, way: true, sha256 },
      draft: { address: origin, way: 'inspector' },
    })
    const other = await gateway()
    await expect(request('setup.check_address', { address: other.origin })).rejects.toMatchObject({
      code: 'setting-locked',
      field: 'address',
    })
    // Trusted without confirmation.
    expect(await request('setup.check_address', { address: origin })).toMatchObject({
      verdict: 'pinned',
    })
    await expect(request('session.use_agents', null)).rejects.toMatchObject({
      code: 'setting-locked',
      field: 'way',
    })
    await request('session.sign_in', signInInput(simulator))
    expect((await request('setup.get', null)).route).toBe('watch')
    expect(await request('trust.get_list', null)).toEqual([])
  })

  it('cannot be bypassed with a simulated gateway', async () => {
    const { origin } = await gateway()
    await manage({ gateway: { origin } })
    const simulator = await gateway()
    const one = await app()
    const { inspector } = simulator.accounts
    one.setup.beginSimulated({ ...inspector, origin: simulator.origin, agents: [] })
    const other = await gateway()
    await expect(
      one.request('setup.check_address', { address: other.origin }),
    ).rejects.toMatchObject({ code: 'setting-locked', field: 'address' })
    expect(await one.request('setup.get', null)).toMatchObject({ simulated: false })
  })

  it('allow nobody to trust another certificate there', async () => {
    const { origin, sha256 } = await gateway()
    await manage({ gateway: { origin, sha256: 'AB'.repeat(32) } })
    const { request } = await app()
    const check = await request('setup.check_address', { address: origin })
    expect(check.verdict).toBe('changed')
    await expect(request('trust.accept', { origin, sha256 })).rejects.toMatchObject({
      code: 'setting-locked',
    })
  })

  it('disable a gateway that was set up before, and keep it on disk', async () => {
    const simulator = await gateway()
    const first = await app()
    await watchAll(first, simulator)
    await first.close()
    const { origin } = await gateway()
    await manage({ gateway: { origin } })
    const managed = await app()
    await resumeWatch(managed)
    expect(managed.monitoring.isOn).toBe(false)
    expect(await managed.request('setup.get', null)).toMatchObject({
      route: 'address',
      watched: [],
    })
    // A setting that is saved meanwhile does not remove it.
    await managed.request('preferences.set', { key: 'theme', value: 'dark' })
    await managed.close()
    await manage({})
    const again = await app()
    await resumeWatch(again)
    expect(again.watching.origin).toBe(simulator.origin)
  })

  it('lock limits, masking and retention, and report so', async () => {
    await manage({
      limits: { amberSeconds: 30, redSeconds: 60, criticalSeconds: 90 },
      maskNumbers: true,
      retentionDays: 7,
    })
    const simulator = await gateway()
    const one = await app()
    const { request } = one
    const limits = { amberMs: 30_000, redMs: 60_000, criticalMs: 90_000 }
    const table = await request('preferences.get', null)
    expect(table).toMatchObject({
      limits: { value: limits, isLocked: true },
      skillLimits: { value: [], isLocked: true },
      revealNumbers: { value: false, isLocked: true },
      retentionDays: { value: 7, isLocked: true },
      theme: { isLocked: false },
    })
    await expect(
      request('preferences.set', { key: 'retentionDays', value: 30 }),
    ).rejects.toMatchObject({ code: 'setting-locked', field: 'retentionDays' })
    expect(await request('preferences.reset', null)).toMatchObject({ limits: { value: limits } })
    await watchAll(one, simulator)
    const [agent] = simulator.accounts.agents
    simulator.hold(agent?.agentId ?? '', { caller: '02155501234' })
    const { calls, limits: boardLimits } = await board(one, (snapshot) => snapshot.calls.length > 0)
    expect(boardLimits).toEqual(limits)
    await expect(
      request('hold.reveal_number', { holdId: calls[0]?.holdId ?? '' }),
    ).rejects.toMatchObject({ code: 'setting-locked' })
  })

  const keep = (one: App, value: 'none' | 'last-four' | 'whole') =>
    one.request('preferences.set', { key: 'keptNumbers', value })

  it('determine what is stored of numbers, and cannot be changed', async () => {
    const first = await app()
    await keep(first, 'whole')
    await first.close()
    await manage({ keptNumbers: 'none' })
    const one = await app()
    expect(await one.request('preferences.get', null)).toMatchObject({
      keptNumbers: { value: 'none', isLocked: true },
    })
    await expect(keep(one, 'whole')).rejects.toMatchObject({ code: 'setting-locked' })
  })

  it('remove no stored numbers where they are invalid', async () => {
    const first = await app()
    await keep(first, 'whole')
    await first.close()
    await manage({ keptNumbers: 'everything' })
    const one = await app()
    expect(await one.request('preferences.get', null)).toMatchObject({
      keptNumbers: { value: 'whole', isLocked: true },
    })
    await expect(keep(one, 'none')).rejects.toMatchObject({ code: 'setting-locked' })
  })

  it('that are invalid are reported, and reveal and delete nothing', async () => {
    await manage({ retentionDays: 'a week', maskNumbers: 'yes', limits: { amberSeconds: 'soon' } })
    const { request } = await app()
    const { notices } = await request('app.get_info', null)
    expect(notices).toMatchObject([{ code: 'managed-malformed' }])
    expect(notices[0]?.params['file']).toContain('managed.json')
    expect(notices[0]?.params['detail']).toContain('amberSeconds')
    expect(await request('preferences.get', null)).toMatchObject({
      retentionDays: { value: 3_650, isLocked: true },
      revealNumbers: { value: false, isLocked: true },
    })
  })
})

describe('settings', () => {
  it('that are invalid are rejected beside their field, and nothing changes', async () => {
    const { request } = await app()
    const falling = { amberMs: 60_000, redMs: 30_000, criticalMs: 300_000 }
    await expect(
      request('preferences.set', { key: 'limits', value: falling }),
    ).rejects.toMatchObject({ code: 'limits-must-rise', field: 'limits' })
    await expect(request('preferences.set', { key: 'theme', value: 'pink' })).rejects.toMatchObject(
      { code: 'setting-invalid', field: 'theme' },
    )
    expect(await request('preferences.get', null)).toMatchObject({
      limits: { value: { redMs: 120_000 } },
      theme: { value: 'system' },
    })
  })

  it('survive a restart, and new limits apply to current holds', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    const [agent] = simulator.accounts.agents
    simulator.hold(agent?.agentId ?? '', { skill: 'billing' })
    await board(one, ({ calls }) => calls.length > 0)
    const limits = { amberMs: 1_000, redMs: 400_000, criticalMs: 500_000 }
    await one.request('preferences.set', {
      key: 'skillLimits',
      value: [{ skill: 'billing', limits }],
    })
    await board(one, ({ calls }) => calls[0]?.level === 'amber')
    await one.close()
    const again = await app()
    expect(await again.request('preferences.get', null)).toMatchObject({
      skillLimits: { value: [{ skill: 'billing', limits }] },
    })
  })

  it('reset to their defaults delete no past holds, and restore no hint', async () => {
    const { request } = await app()
    await request('preferences.set', { key: 'retentionDays', value: 365 })
    await request('preferences.set', { key: 'hintDismissed', value: true })
    await request('preferences.set', { key: 'theme', value: 'dark' })
    expect(await request('preferences.reset', null)).toMatchObject({
      retentionDays: { value: 365 },
      hintDismissed: { value: true },
      theme: { value: 'system' },
    })
  })

  it('for privacy hide every digit on the board, and reveal none', async () => {
    const simulator = await gateway()
    const one = await app()
    await trustGateway(one, simulator)
    await one.request('session.sign_in', signInInput(simulator))
    await one.request('watch.set_agents', {
      agents: simulator.accounts.agents.map(({ agentId }) => ({ agentId })),
    })
    const [agent] = simulator.accounts.agents
    simulator.hold(agent?.agentId ?? '', { caller: '02155501234' })
    const { calls } = await board(one, (snapshot) => snapshot.calls.length > 0)
    const holdId = calls[0]?.holdId ?? ''
    expect(await one.request('hold.reveal_number', { holdId })).toEqual({ number: '02155501234' })
    await one.request('preferences.set', { key: 'privacyMode', value: true })
    await board(one, (snapshot) => snapshot.calls[0]?.customer === '••••')
    await expect(one.request('hold.reveal_number', { holdId })).rejects.toMatchObject({
      code: 'setting-locked',
    })
  })

  it('turn updates on only where an administrator has set a server; otherwise none is contacted', async () => {
    const loaded: string[] = []
    const quitToInstall = vi.fn()
    const loadUpdater = (address: string) => {
      loaded.push(address)
      return Promise.resolve({
        unsupported: () => Promise.resolve(null),
        find: () => Promise.resolve('2.0.0'),
        download: () => Promise.resolve(),
        install: () => new Promise<never>(() => {}),
      })
    }
    const off = await app(folder, { loadUpdater, quitToInstall, timesFaster: 1_000 })
    expect([off.updates, await off.request('updates.get', null)]).toEqual([null, null])
    await off.request('updates.install', null)
    await off.close()

    await manage({ updateAddress: 'https://updates.example/holdwatch' })
    const on = await app(folder, { loadUpdater, quitToInstall, timesFaster: 1_000 })
    await vi.waitFor(async () =>
      expect(await on.request('updates.get', null)).toEqual({
        installation: 'ask',
        state: { is: 'ready', version: '2.0.0' },
      }),
    )
    expect(loaded).toEqual(['https://updates.example/holdwatch/'])
    expect((await on.request('app.get_info', null)).notices).toMatchObject([
      { code: 'update-ready', params: { version: '2.0.0' } },
    ])
    expect(quitToInstall).not.toHaveBeenCalled()
    await on.request('updates.install', null)
    expect(quitToInstall).toHaveBeenCalledTimes(1)
  })
})
