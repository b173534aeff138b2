import { describe, expect, it } from 'vitest'
import { requests } from '../../../src-shared/contract/index.ts'
import {
  app,
  board,
  eachInItsFolder,
  gateway,
  trustGateway,
  until,
  watchAll,
} from '../../app/testing.ts'

eachInItsFolder()

describe('the details of a hold', () => {
  it('include when it may have begun, and who acknowledged it when', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    const [agent] = simulator.accounts.agents
    simulator.hold(agent?.agentId ?? '')
    const { calls } = await board(one, ({ calls }) => calls.length === 1)
    const holdId = String(calls[0]?.holdId)
    const before = await one.request('hold.get_details', { holdId })
    expect(before).toMatchObject({ alertedUpTo: null, handled: null })
    expect(before.notBefore ?? 0).toBeLessThanOrEqual(before.startedAt)
    await one.request('hold.acknowledge', { holdId })
    const after = await one.request('hold.get_details', { holdId })
    const by = simulator.accounts.inspector.agentId
    expect(after.handled).toMatchObject({ kind: 'acknowledged', by })
    expect(after.handled?.at).toBeGreaterThanOrEqual(after.startedAt)
  })
})

describe('all shown holds', () => {
  it('are acknowledged by their ids, and the main process returns which, so that it can be undone', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    for (const { agentId } of simulator.accounts.agents.slice(0, 2)) simulator.hold(agentId)
    await board(one, ({ calls }) => calls.length === 2)
    await one.request('preferences.set', {
      key: 'limits',
      value: { amberMs: 1_000, redMs: 600_000, criticalMs: 900_000 },
    })
    const { calls } = await board(one, ({ calls }) => calls.every(({ level }) => level === 'amber'))
    const [shown, hidden] = calls.map(({ holdId }) => holdId)

    const acknowledge = () =>
      one.request('hold.acknowledge_all', { holdIds: [String(shown), 'ended'] })
    expect(await acknowledge()).toEqual({ holdIds: [shown] })
    const after = await board(one, ({ calls }) => calls.some(({ attention }) => attention !== null))
    expect(after.calls.map(({ holdId, attention }) => [holdId, attention?.kind])).toEqual([
      [shown, 'acknowledged'],
      [hidden, undefined],
    ])
    expect(await acknowledge()).toEqual({ holdIds: [] })
    await one.request('hold.clear_attention_all', { holdIds: [String(shown), 'ended'] })
    await board(one, ({ calls }) => calls.every(({ attention }) => attention === null))
  })

  it.each([[null], [{}], [{ holdIds: 'all' }], [{ holdIds: [7] }]])(
    'are not everything that is held, whatever else is sent: %j',
    (input) => {
      expect(requests['hold.acknowledge_all'].input.safeParse(input).success).toBe(false)
    },
  )
})

describe('a note to the agent who holds', () => {
  async function holding() {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    const agentId = simulator.accounts.agents[0]?.agentId ?? ''
    simulator.hold(agentId)
    const { calls } = await board(one, ({ calls }) => calls.length === 1)
    return { simulator, one, agentId, holdId: String(calls[0]?.holdId) }
  }

  it('is accepted, and told on the row, in its details, and once it is over in the history', async () => {
    const { simulator, one, agentId, holdId } = await holding()
    await expect(one.request('hold.send_note', { holdId, text: 'x' })).rejects.toThrow('notes-off')
    await one.request('preferences.set', { key: 'notes', value: true })
    await one.request('hold.send_note', { holdId, text: 'Please go back 客户' })
    const by = simulator.accounts.inspector.agentId
    expect(simulator.notes).toMatchObject([
      { sender: by, receiver: agentId, content: 'Please go back 客户' },
    ])
    const { calls } = await board(one, ({ calls }) => calls[0]?.notedAt !== null)
    expect(calls).toHaveLength(1)
    const note = { text: 'Please go back 客户', by, retcode: '0' }
    const details = await one.request('hold.get_details', { holdId })
    expect(details.notes).toMatchObject([note])

    simulator.retrieve(agentId)
    await board(one, ({ calls }) => calls.length === 0)
    const filter = { from: null, to: null, agents: [], skills: [], levels: [], search: '' }
    const sort = { by: 'started', descending: true } as const
    const page = () => one.request('history.get_page', { filter, sort, offset: 0, limit: 10 })
    const { rows } = await until(page, ({ total }) => total === 1)
    expect(rows[0]?.notes).toMatchObject([note])
    expect(Math.abs((rows[0]?.notes[0]?.at ?? 0) - (details.notes[0]?.at ?? 1))).toBeLessThan(50)
  })

  it('to an agent who has signed out is refused, and says whom it is about', async () => {
    const { simulator, one, agentId, holdId } = await holding()
    await one.request('preferences.set', { key: 'notes', value: true })
    simulator.fault({ kind: 'retcode', code: '100-006', match: 'sendnote' })
    await expect(one.request('hold.send_note', { holdId, text: 'x' })).rejects.toMatchObject({
      code: 'note-agent-signed-out',
      params: { agent: agentId, retcode: '100-006' },
    })
    const { calls } = await one.request('board.get_snapshot', null)
    expect(calls).toMatchObject([{ holdId, notedAt: null }])
  })

  it('cannot be sent with an agent’s own session', async () => {
    const simulator = await gateway({ desktops: false })
    const one = await app()
    await trustGateway(one, simulator)
    await one.request('session.use_agents', null)
    const [agent] = simulator.accounts.agents
    const { agentId = '', password = '', phone = '' } = agent ?? {}
    const credential = { kind: 'password' as const, password, phone }
    await one.request('watch.set_agents', { agents: [{ agentId, credential }] })
    await one.request('preferences.set', { key: 'notes', value: true })
    await until(
      async () => simulator.state as { agents: { agentId: string; node: number | null }[] },
      ({ agents }) => agents.some((each) => each.agentId === agentId && each.node !== null),
    )
    simulator.hold(agentId)
    const { calls } = await board(one, ({ calls }) => calls.length === 1)
    const holdId = String(calls[0]?.holdId)
    await expect(one.request('hold.send_note', { holdId, text: 'x' })).rejects.toThrow(
      'note-no-session',
    )
    await expect(one.request('notes.send_test', { text: 'x' })).rejects.toThrow('note-no-session')
    expect(await one.request('hold.get_phone', { holdId })).toEqual({ phone })
    expect(simulator.notes).toEqual([])
  })
})

describe('a test note', () => {
  it('comes back as a notice, of which only the last few stay', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    await one.request('notes.send_test', { text: 'Holdwatch test' })
    const info = () => one.request('app.get_info', null)
    const { notices } = await until(info, ({ notices }) => notices.length > 0)
    expect(notices).toMatchObject([
      { code: 'note-received', params: { from: 'Helen Park 10301', text: 'Holdwatch test' } },
    ])
    await expect(one.request('notes.send_test', { text: 'again' })).rejects.toThrow('note-too-soon')
  })
})

describe('the phone of an agent', () => {
  it('is asked of the gateway, and not shown in privacy mode', async () => {
    const simulator = await gateway()
    const one = await app()
    await watchAll(one, simulator)
    const [agent] = simulator.accounts.agents
    simulator.hold(agent?.agentId ?? '')
    const { calls } = await board(one, ({ calls }) => calls.length === 1)
    const holdId = String(calls[0]?.holdId)
    expect(await one.request('hold.get_phone', { holdId })).toEqual({ phone: agent?.phone })
    await one.request('preferences.set', { key: 'privacyMode', value: true })
    expect(await one.request('hold.get_phone', { holdId })).toEqual({ phone: '' })
  })
})
