import { describe, expect, it } from 'vitest'
import { withKnownCallIds } from './knownCallIds.ts'
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
/** The ids of these calls, as a gateway lists them beside these holds. */
function ids(calls: string[], holds: Hold[]): string[] {
  const observation = { kind: 'holding' as const, calls: calls.map(call), malformed: 0 }
  const known = withKnownCallIds(observation, holds, 'gateway')
  return known.kind === 'holding' ? known.calls.map(({ callId }) => callId) : []
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

  it('is one call where both arrived in the same second, and there is one on each side', () => {
    expect(ids(['1659513159-9'], [hold('1659513159-546', 'cms')])).toEqual(['1659513159-546'])
  })

  it('is another call where both ids tell the time of arrival, and it differs', () => {
    expect(ids(['1659513160-546'], [hold('1659513159-546', 'cms')])).toEqual(['1659513160-546'])
  })

  it('keeps its id where there are several on a side', () => {
    expect(ids(['546', '547'], [hold('1659513159-546', 'cms')])).toEqual(['546', '547'])
    expect(ids(['546'], [hold('1659513159-546', 'cms'), hold('x', 'cms')])).toEqual(['546'])
  })

  it('keeps its id where no other source has listed a call of this agent', () => {
    expect(ids(['546'], [hold('545', 'gateway')])).toEqual(['546'])
  })
})
