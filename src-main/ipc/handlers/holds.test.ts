import { describe, expect, it } from 'vitest'
import { requests } from '../../../src-shared/contract/index.ts'
import { app, board, eachInItsFolder, gateway, watchAll } from '../../app/testing.ts'

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
