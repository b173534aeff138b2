import { expect, it } from 'vitest'
import type { Activity } from './observation.ts'
import { aboutRefusedAgent } from './refusedAgent.ts'

const refused = (retcode?: string) =>
  ({ kind: 'unknown', reason: 'signed-out', ...(retcode && { retcode }) }) as const
const before = { listAskedAt: 100, lastSightAt: 200 }
const after = { listAskedAt: 300, lastSightAt: 200 }

it.each<[string, Activity | undefined, typeof before, string]>([
  ['signed out on a list asked for since', 'signed-out', after, 'none'],
  ['signed out on a list older than a sight of the call', 'signed-out', before, 'signed-out'],
  ['talking on the list', 'talking', after, 'not-visible'],
  ['at rest on the list', 'rest', before, 'not-visible'],
  ['a list that contradicts itself', 'unknown', after, 'signed-out'],
  ['not on the list', undefined, after, 'signed-out'],
])('100-006, %s', (_, activity, times, expected) => {
  const verdict = aboutRefusedAgent(refused('100-006'), { activity, ...times })
  expect(verdict.kind === 'unknown' ? verdict.reason : verdict.kind).toBe(expected)
})

it('our own lost session says nothing about an agent', () => {
  const known = { activity: 'signed-out', ...after } as const
  expect(aboutRefusedAgent(refused(), known)).toEqual(refused())
})

it('000-003 is a right that is missing, whatever the list says', () => {
  const known = { activity: 'signed-out', ...after } as const
  expect(aboutRefusedAgent(refused('000-003'), known)).toMatchObject({ reason: 'no-right' })
})

it('leaves results alone that are not a refusal', () => {
  const known = { activity: 'signed-out', ...after } as const
  const seen = { kind: 'unknown', reason: 'timeout', retcode: '100-006' } as const
  expect(aboutRefusedAgent(seen, known)).toBe(seen)
  expect(aboutRefusedAgent({ kind: 'none' }, known)).toEqual({ kind: 'none' })
})
