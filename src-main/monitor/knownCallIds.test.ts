import { describe, expect, it } from 'vitest'
import { knownCallIds } from './knownCallIds.ts'
import type { Hold } from './ledger.ts'
import type { SeenCall } from './observation.ts'

const call = (callId: string): SeenCall => ({
  callId,
  callFeature: 0,
  caller: '02155501234',
  called: '4008000',
  skill: 'billing',
})
const hold = (callId: string, ...sources: string[]): Hold => ({
  holdId: `101/${callId}#1`,
  agentId: '101',
  call: call(callId),
  holdNumber: 1,
  earlierMs: 0,
  notBefore: null,
  firstSeenAt: 0,
  lastSeenAt: 0,
  gap: false,
  sources,
})
/** The ids by which these calls are known, as a gateway lists them beside these holds. */
function ids(listed: string[], holds: Hold[], before: Record<string, string> = {}): string[] {
  const known = { holds, source: 'gateway', before: new Map(Object.entries(before)) }
  return [...knownCallIds(listed, known).values()]
}

describe('a call listed by two sources', () => {
  it('is one call where one writes the id in seconds and the other in milliseconds', () => {
    expect(ids(['1659513159-546'], [hold('1659513159000-546', 'cms')])).toEqual([
      '1659513159000-546',
    ])
    expect(
      ids(['1-1', '1659513159000-546'], [hold('1659513159-546', 'cms'), hold('2-2', 'cms')]),
    ).toEqual(['1-1', '1659513159-546'])
  })

  it('is one call where an id has another shape, and there is one on each side', () => {
    expect(ids(['546'], [hold('1659513159-546', 'cms')])).toEqual(['1659513159-546'])
    expect(ids(['1659513159-546'], [hold('546', 'cms', 'gateway')])).toEqual(['546'])
  })

  it('is another call where both ids have the documented shape and differ', () => {
    expect(ids(['1659513160-546'], [hold('1659513159-546', 'cms')])).toEqual(['1659513160-546'])
  })

  it('keeps its id where there are several on a side', () => {
    expect(ids(['546', '547'], [hold('1659513159-546', 'cms')])).toEqual(['546', '547'])
    expect(ids(['546'], [hold('1659513159-546', 'cms'), hold('x', 'cms')])).toEqual(['546'])
  })

  it('keeps its id where no other source has listed a call of this agent', () => {
    expect(ids(['546'], [hold('545', 'gateway')])).toEqual(['546'])
  })

  it('keeps the id by which the source has listed it, when others join it', () => {
    const both = hold('1659513159-546', 'cms', 'gateway')
    const before = { 546: '1659513159-546' }
    expect(ids(['546', '547'], [both], before)).toEqual(['1659513159-546', '547'])
    expect(ids(['547', '546'], [both, hold('547', 'gateway')], before)).toEqual([
      '547',
      '1659513159-546',
    ])
  })

  it('is another call where the source has listed that one under another id', () => {
    const both = hold('1659513159-546', 'cms', 'gateway')
    expect(ids(['547'], [both], { 546: '1659513159-546' })).toEqual(['547'])
  })
})
