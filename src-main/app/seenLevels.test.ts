import { expect, it } from 'vitest'
import { app, board, eachInItsFolder, gateway, until, watchAll } from './testing.ts'

eachInItsFolder()

it('the history stores the observed level, and counts it in the figures of today', async () => {
  const simulator = await gateway()
  const one = await app()
  const value = { amberMs: 1_000, redMs: 2_000, criticalMs: 3_600_000 }
  // The gateway formats the skill in its own way.
  await one.request('preferences.set', {
    key: 'skillLimits',
    value: [{ skill: 'VIP', limits: value }],
  })
  await watchAll(one, simulator)
  await board(one, ({ watch }) => watch.state === 'watching')
  const agentId = simulator.accounts.agents[0]?.agentId ?? ''
  const callId = simulator.hold(agentId, { skill: 'vip' })
  await board(one, ({ calls: [call] }) => {
    return call !== undefined && call.lastSeenAt - call.startedAt >= value.redMs
  })
  simulator.retrieve(agentId, callId)
  const today = await until(
    () => one.request('history.get_today', null),
    ({ holds }) => holds === 1,
  )
  expect(today).toMatchObject({ overRed: 1, longest: { gap: false } })
  expect(today.longest?.durationMs).toBeGreaterThanOrEqual(value.redMs)
})
