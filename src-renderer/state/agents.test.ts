import { beforeEach, describe, expect, it, vi } from 'vitest'
import { agentState, type WatchedAgent } from '../../src-shared/contract/index.ts'
import { collator } from '../i18n/collator.ts'
import { i18n } from '../i18n/index.ts'
import { boardNow, heldCall, watchedAgent } from '../testing/boardData.ts'
import {
  coverageOf as coverageBy,
  grouped,
  groupOf,
  isNamed,
  isVisible,
  label,
  nameOf,
} from './agents.ts'

const coverageOf = (agents: readonly WatchedAgent[]) => coverageBy(agents, () => false)

beforeEach(() => void (i18n.global.locale.value = 'en'))

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

  it('puts an unseen agent first even with a call on the board', () => {
    const agents = [
      watchedAgent({ agentId: '1', state: 'holding', held: 1 }),
      watchedAgent({ agentId: '2', state: 'unseen', held: 1, reason: 'timeout' }),
    ]
    expect(grouped(agents, new Map()).map(({ group }) => group)).toEqual([
      'needs-a-look',
      'holding',
    ])
  })

  it('do not vouch for agents that are not observed or not queried yet', () => {
    const blind = agentState.options.filter((state) => !isVisible(watchedAgent({ state })))
    expect(blind).toEqual(['waiting', 'unseen'])
  })
})

describe('the order within a group', () => {
  it('is by name, numbers by their value, and by id where there is no name', () => {
    const names = ['Agent 10', 'agent 9', 'Chen', '']
    const agents = names.map((name, i) => watchedAgent({ agentId: String(101 + i), name }))
    const [group] = grouped(agents, new Map())
    expect(group?.agents.map(({ name, agentId }) => name || agentId)).toEqual([
      '104',
      'agent 9',
      'Agent 10',
      'Chen',
    ])
  })

  const named = (...names: string[]) =>
    names.map((name, i) => watchedAgent({ agentId: String(101 + i), name }))
  const order = (agents: ReturnType<typeof named>) =>
    grouped(agents, new Map())[0]?.agents.map(nameOf)

  it('is by the longest call for those who are holding, the longest first', () => {
    const holding = (agentId: string) => watchedAgent({ agentId, name: '', state: 'holding' })
    const call = (agentId: string, heldMs: number) =>
      heldCall({ holdId: agentId, agentId, startedAt: boardNow - heldMs })
    const longest = new Map([
      ['1', call('1', 20_000)],
      ['2', call('2', 90_000)],
      ['3', call('3', 400_000)],
    ])
    const [group] = grouped(['1', '2', '3'].map(holding), longest)
    expect(group?.agents.map(({ agentId }) => agentId)).toEqual(['3', '2', '1'])
  })

  it('follows the current language', () => {
    const agents = named('安然', '阿里')
    expect(order(agents)).toEqual(['安然', '阿里'])
    i18n.global.locale.value = 'zh-CN'
    expect(order(agents)).toEqual(['阿里', '安然'])
    expect(
      coverageOf(agents.map((agent) => ({ ...agent, state: 'unseen' }))).reasons,
    ).toMatchObject([{ agents: [{ name: '阿里' }, { name: '安然' }] }])
  })

  it('is only computed again for a new name, and only for existing agents', () => {
    const compare = vi.spyOn(collator() as { compare: unknown }, 'compare', 'get')
    const agents = named('Ben', 'Ann', 'Cleo')
    expect(order(agents)).toEqual(['Ann', 'Ben', 'Cleo'])
    const sorts = compare.mock.calls.length
    order(agents)
    order(agents.slice(1))
    coverageOf(agents.map((agent) => ({ ...agent, state: 'unseen' })))
    expect(compare).toHaveBeenCalledTimes(sorts)
    // A removed agent is forgotten: on return, the name is a new one.
    expect(order(named('Dora', 'Ann'))).toEqual(['Ann', 'Dora'])
    expect(order(named('Cleo', 'Ann'))).toEqual(['Ann', 'Cleo'])
    expect(compare).toHaveBeenCalledTimes(sorts + 2)
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
    const agents = [
      watchedAgent(),
      watchedAgent({ state: 'waiting' }),
      unseen('1', 'timeout', null),
    ]
    expect(coverageOf(agents)).toMatchObject({ all: 3, seen: 1, waiting: 1, unseen: 1 })
  })

  it('distinguishes the gateway’s errors by their code, other reasons not', () => {
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

  it('distinguishes a gateway that does not answer from a CC-CMS that does not', () => {
    const agents = ['1', '2', '3'].map((agentId) => unseen(agentId, 'timeout', null))
    const { reasons } = coverageBy(agents, ({ agentId }) => agentId === '3')
    expect(reasons.map(({ isOfCms, agents }) => [isOfCms, agents.length])).toEqual([
      [false, 2],
      [true, 1],
    ])
  })
})
