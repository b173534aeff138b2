import { describe, expect, it } from 'vitest'
import { agentState } from '../../src-shared/contract/index.ts'
import { boardNow, heldCall, watchedAgent } from '../testing/boardData.ts'
import {
  byLongestCall,
  coverageOf,
  groupOf,
  groupsOf,
  isNamed,
  label,
  nameOf,
  orderOf,
} from './agents.ts'

describe('the groups of the panel', () => {
  it('contain every state', () => {
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

  it('put an unseen agent with the unseen ones even with a call on the board', () => {
    const unseen = watchedAgent({ state: 'unseen', held: 1, reason: 'timeout' })
    expect(groupOf(unseen)).toBe('needs-a-look')
  })

  it('keep the order of the agents, and are the same lists as long as their members are', () => {
    const talking = ['1', '2', '3'].map((agentId) => watchedAgent({ agentId, state: 'talking' }))
    const idle = watchedAgent({ agentId: '4', state: 'idle' })
    const before = groupsOf([...talking, idle], undefined)
    expect(before).toEqual(
      new Map([
        ['talking', talking],
        ['not-talking', [idle]],
      ]),
    )
    const after = groupsOf([...talking, { ...idle, state: 'rest' }], before)
    expect(after.get('talking')).toBe(before.get('talking'))
    expect(after.get('not-talking')).not.toBe(before.get('not-talking'))
    expect(groupsOf(talking.slice(1), before).get('talking')).toEqual(talking.slice(1))
  })
})

describe('the order', () => {
  const order = (names: readonly string[], locale = 'en') =>
    orderOf(names, new Intl.Collator(locale, { numeric: true })).map((at) => names[at])

  it('is by name, numbers by their value, and equal names stay in their order', () => {
    expect(order(['Agent 10', 'agent 9', 'Chen', '104'])).toEqual([
      '104',
      'agent 9',
      'Agent 10',
      'Chen',
    ])
    expect(orderOf(['Chen', 'Ann', 'Chen', 'Ann'], new Intl.Collator('en'))).toEqual([1, 3, 0, 2])
  })

  it('follows the language', () => {
    expect(order(['安然', '阿里'])).toEqual(['安然', '阿里'])
    expect(order(['安然', '阿里'], 'zh-CN')).toEqual(['阿里', '安然'])
  })

  it('is by the longest call for those who are holding, the longest first', () => {
    const holding = (agentId: string) => watchedAgent({ agentId, name: '', state: 'holding' })
    const call = (agentId: string, heldMs: number) =>
      heldCall({ holdId: agentId, agentId, startedAt: boardNow - heldMs })
    const longest = new Map([
      ['1', call('1', 20_000)],
      ['2', call('2', 90_000)],
      ['3', call('3', 400_000)],
    ])
    const agents = byLongestCall(['1', '2', '3'].map(holding), longest)
    expect(agents.map(({ agentId }) => agentId)).toEqual(['3', '2', '1'])
  })
})

describe('an agent', () => {
  it('is written with name and id, or with the id alone where there is no name', () => {
    const named = watchedAgent({ agentId: '101', name: 'Ann' })
    const nameless = watchedAgent({ agentId: '103', name: '' })
    expect([label(named), nameOf(named)]).toEqual(['Ann 101', 'Ann'])
    expect([label(nameless), nameOf(nameless)]).toEqual(['103', '103'])
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
    const one = coverageOf(3, [unseen('1', 'timeout', null)], 1, () => false)
    expect(one).toMatchObject({ all: 3, seen: 1, waiting: 1, unseen: 1 })
  })

  it('distinguishes the gateway’s errors by their code, other reasons not', () => {
    const agents = [
      unseen('1', 'timeout', '000-006'),
      unseen('2', 'timeout', null),
      unseen('3', 'gateway-error', '300-001'),
      unseen('4', 'gateway-error', '300-002'),
    ]
    const { reasons } = coverageOf(4, agents, 0, () => false)
    expect(reasons.map(({ reason, retcode, agents }) => [reason, retcode, agents.length])).toEqual([
      ['timeout', null, 2],
      ['gateway-error', '300-001', 1],
      ['gateway-error', '300-002', 1],
    ])
  })

  it('distinguishes a gateway that does not answer from a CC-CMS that does not', () => {
    const agents = ['1', '2', '3'].map((agentId) => unseen(agentId, 'timeout', null))
    const { reasons } = coverageOf(3, agents, 0, ({ agentId }) => agentId === '3')
    expect(reasons.map(({ isOfCms, agents }) => [isOfCms, agents.length])).toEqual([
      [false, 2],
      [true, 1],
    ])
  })
})
