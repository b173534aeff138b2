import { describe, expect, it } from 'vitest'
import type { BoardSort, HeldCall } from '../../src-shared/contract/index.ts'
import { boardNow, heldCall } from '../testing/boardData.ts'
import { comparisonOf, nextSort, type Wording } from './order.ts'

const limits = { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 }
const vip = { amberMs: 10_000, redMs: 15_000, criticalMs: 20_000 }
const table = { limits, skillLimits: { vip } }
const wording: Wording = {
  compare: (a, b) => a.localeCompare(b),
  agent: ({ agentId }) => agentId,
  callType: ({ callFeature }) => String(callFeature),
}
const call = (holdId: string, seconds: number, over: Partial<HeldCall> = {}) =>
  heldCall({ holdId, startedAt: boardNow - seconds * 1_000, ...over })
const order = (sort: BoardSort, calls: HeldCall[]) =>
  calls.toSorted(comparisonOf(sort, table, wording)).map(({ holdId }) => holdId)
const acknowledged = { kind: 'acknowledged', at: 0, until: null } as const
const snoozed = { kind: 'snoozed', at: 0, until: boardNow } as const

describe('a row that needs action', () => {
  it('comes first by its level, however short it is held', () => {
    const calls = [
      call('amber', 100, { level: 'amber' }),
      call('vip', 26, { level: 'critical', skill: 'vip' }),
      call('red', 250, { level: 'red' }),
    ]
    expect(order(null, calls)).toEqual(['vip', 'red', 'amber'])
  })

  it('comes first by how long it is over the limit of its own skill', () => {
    const calls = [
      call('ten over', 310, { level: 'critical' }),
      call('six over', 26, { level: 'critical', skill: 'vip' }),
      call('twenty over', 40, { level: 'critical', skill: 'vip' }),
    ]
    expect(order(null, calls)).toEqual(['twenty over', 'ten over', 'six over'])
  })

  it('comes first by how soon it reaches its first limit', () => {
    const calls = [call('in 20', 40), call('in 5', 5, { skill: 'vip' }), call('in 50', 10)]
    const normal = calls.map((one) => ({ ...one, level: 'normal' as const }))
    expect(order(null, normal)).toEqual(['in 5', 'in 20', 'in 50'])
  })

  it.each([
    ['acknowledged', acknowledged],
    ['snoozed', snoozed],
  ])('comes before what is %s at its level, and after that of a worse one', (_kind, attention) => {
    const calls = [
      call('handled red', 290, { level: 'red', attention }),
      call('red', 130, { level: 'red' }),
      call('amber', 119, { level: 'amber' }),
      call('handled critical', 900, { level: 'critical', attention }),
    ]
    expect(order(null, calls)).toEqual(['handled critical', 'red', 'handled red', 'amber'])
  })
})

describe('a column', () => {
  const calls = [
    call('a', 10, { agentId: '2', skill: 'x', callFeature: 7, holdNumber: 2, customer: '9' }),
    call('b', 30, { agentId: '1', skill: 'z', callFeature: 0, holdNumber: 1, customer: '7' }),
    call('c', 20, { agentId: '2', skill: 'y', callFeature: 5, holdNumber: 2, customer: '8' }),
  ]

  it.each([
    ['heldFor', ['a', 'c', 'b']],
    ['agent', ['b', 'c', 'a']],
    ['customer', ['b', 'c', 'a']],
    ['skill', ['a', 'c', 'b']],
    ['call', ['b', 'c', 'a']],
    ['thisCall', ['b', 'c', 'a']],
  ] as const)('sorts by %s, the longer hold first where two are equal', (by, expected) => {
    expect(order({ by, descending: false }, calls)).toEqual(expected)
  })

  it('reverses the order, except for equal rows', () => {
    expect(order({ by: 'agent', descending: true }, calls)).toEqual(['c', 'a', 'b'])
  })

  it.each([
    ['agent', false],
    ['heldFor', true],
    ['thisCall', true],
  ] as const)('%s is sorted by one click, turned by the second, left by the third', (by, first) => {
    const once = nextSort({ by: 'skill', descending: true }, by)
    expect(once).toEqual({ by, descending: first })
    const twice = nextSort(once, by)
    expect(twice).toEqual({ by, descending: !first })
    expect(nextSort(twice, by)).toBeNull()
  })
})
