import { describe, expect, it } from 'vitest'
import { agentState } from '../../src-preload/contract/index.ts'
import { watchedAgent } from '../testing/boardData.ts'
import { coverageOf, grouped, groupOf, isNamed, isVisible } from './agents.ts'

describe('the groups of the panel', () => {
  it('has a place for every state', () => {
    const places = Object.fromEntries(
      agentState.options.map((state) => [state, groupOf(watchedAgent({ state }))]),
    )
    expect(places).toEqual({
      waiting: 'waiting',
      holding: 'holding',
      talking: 'talking',
      idle: 'not-talking',
      busy: 'not-talking',
      'wrap-up': 'not-talking',
      rest: 'not-talking',
      'signed-out': 'signed-out',
      'not-holding': 'not-talking',
      unseen: 'needs-a-look',
    })
  })

  it('puts an unseen agent first even with a call on the board', () => {
    const agents = [
      watchedAgent({ agentId: '1', state: 'holding', held: 1 }),
      watchedAgent({ agentId: '2', state: 'unseen', held: 1, reason: 'timeout' }),
    ]
    expect(grouped(agents).map(({ group }) => group)).toEqual(['needs-a-look', 'holding'])
  })

  it('vouches neither for the unseen nor for those not asked yet', () => {
    const blind = agentState.options.filter((state) => !isVisible(watchedAgent({ state })))
    expect(blind).toEqual(['waiting', 'unseen'])
  })
})

describe('the order within a group', () => {
  it('is by name, numbers by their value, and ids where there is no name', () => {
    const names = ['Agent 10', 'agent 9', 'Chen', '']
    const agents = names.map((name, i) => watchedAgent({ agentId: String(101 + i), name }))
    const [group] = grouped(agents)
    expect(group?.agents.map(({ name, agentId }) => name || agentId)).toEqual([
      '104',
      'agent 9',
      'Agent 10',
      'Chen',
    ])
  })
})

describe('a search', () => {
  it.each([
    ['chen', true],
    ['WEI 104', true],
    ['陈 412', true],
    ['chen 999', false],
  ])('for %j', (search, isFound) => {
    expect(isNamed(watchedAgent(), search)).toBe(isFound)
  })
})

describe('the coverage', () => {
  const unseen = (agentId: string, reason: 'timeout' | 'gateway-error', retcode: string | null) =>
    watchedAgent({ agentId, state: 'unseen', reason, retcode })

  it('counts who can be seen, who cannot, and who has not been asked', () => {
    const agents = [
      watchedAgent(),
      watchedAgent({ state: 'waiting' }),
      unseen('1', 'timeout', null),
    ]
    expect(coverageOf(agents)).toMatchObject({ all: 3, seen: 1, waiting: 1, unseen: 1 })
  })

  it('tells the gateway’s errors apart by their code, other reasons not', () => {
    const { reasons } = coverageOf([
      unseen('1', 'timeout', '000-006'),
      unseen('2', 'timeout', null),
      unseen('3', 'gateway-error', '300-001'),
      unseen('4', 'gateway-error', '300-002'),
    ])
    expect(reasons.map(({ reason, retcode, agents }) => [reason, retcode, agents.length])).toEqual([
      ['timeout', null, 2],
      ['gateway-error', '300-001', 1],
      ['gateway-error', '300-002', 1],
    ])
  })
})
