import { describe, expect, it } from 'vitest'
import { heldCall } from '../testing/boardData.ts'
import { filterCount, isFound, isNumberLike, noFilters, passes } from './filter.ts'

const call = heldCall()
const age = () => 90_000

describe('a filter', () => {
  it('that is empty excludes nothing', () => {
    expect(passes(call, 'Sales', noFilters, age)).toBe(true)
    expect(filterCount(noFilters)).toBe(0)
  })

  it.each([
    ['agent', { agents: ['10412'] }, { agents: ['1'] }],
    ['skill', { skills: ['voice', 'billing'] }, { skills: ['voice'] }],
    ['call type', { callTypes: [0] }, { callTypes: [7, null] }],
    ['level', { levels: ['red'] }, { levels: ['critical'] }],
    ['team', { teams: ['Sales', ''] }, { teams: [''] }],
    ['least age', { minAgeMs: 90_000 }, { minAgeMs: 90_001 }],
  ] as const)('by %s lets through what fits, and nothing else', (_by, fits, other) => {
    const filters = (part: object) => ({ ...noFilters, ...part })
    expect(passes(call, 'Sales', filters(fits), age)).toBe(true)
    expect(passes(call, 'Sales', filters(other), age)).toBe(false)
    expect(filterCount(filters(fits))).toBe(1)
  })

  it('for holds that need action excludes those acknowledged or snoozed', () => {
    const filters = { ...noFilters, unhandled: true }
    const attended = { kind: 'snoozed', at: 0, until: 1 } as const
    expect(passes(call, '', filters, age)).toBe(true)
    expect(passes(heldCall({ attention: attended }), '', filters, age)).toBe(false)
    expect(filterCount(filters)).toBe(1)
  })

  it('reads the age only where needed', () => {
    const never = () => {
      throw new Error('asked')
    }
    expect(passes(call, 'Sales', noFilters, never)).toBe(true)
  })

  it('includes calls without a type', () => {
    const untyped = heldCall({ callFeature: null })
    expect(passes(untyped, '', { ...noFilters, callTypes: [null] }, age)).toBe(true)
  })
})

describe('a search', () => {
  const row = {
    call,
    agentName: 'Chen Wei 陈伟',
    team: 'Premium sales',
    callType: 'Incoming',
    number: '•••• 1234',
  }

  it.each([
    ['part of a name', 'chen'],
    ['a Chinese name', '陈伟'],
    ['parts of a name in any order', 'wei  chen'],
    ['an agent id', '10412'],
    ['a call id', '-204'],
    ['a skill', 'Bill'],
    ['a team', 'premium'],
    ['a type of call', 'incom'],
    ['the last digits of a masked number', '1234'],
    ['some of them', '23'],
    ['a whole number that ends like the mask', '021 5550-1234'],
    ['such a number with its country', '+86 (21) 5550 1234'],
    ['nothing', '  '],
  ])('finds a row by %s', (_by, text) => {
    expect(isFound(row, text)).toBe(true)
  })

  it.each([
    ['another number', '021 5550 9999'],
    ['digits before the masked ones', '5550'],
    ['another name', 'maria'],
    ['a name with digits in it', 'chen 1234'],
  ])('does not find it by %s', (_by, text) => {
    expect(isFound(row, text)).toBe(false)
  })

  it('finds nothing by number where none is shown', () => {
    expect(isFound({ ...row, number: '••••' }, '1234')).toBe(false)
    expect(isNumberLike('', '1')).toBe(false)
  })

  it('finds a revealed number by any part of it', () => {
    expect(isNumberLike('02155501234', '5550')).toBe(true)
  })
})
