import { expect, it } from 'vitest'
import { isOwnSession, type SessionMark } from './sessionMark.ts'

const mark: SessionMark = {
  version: 1,
  sessions: [
    { origin: 'https://gw:8044', agentIds: ['1043'], aliveAt: 1_000_000, isLeft: false },
    { origin: 'https://gw:8043', agentIds: ['1041', '1042'], aliveAt: 1_000_000, isLeft: false },
  ],
}

it('takes a session over only if it was this account’s here, and too recent to have expired', () => {
  expect(isOwnSession(mark, 'https://gw:8043', '1042', 1_060_000)).toBe(true)
  expect(isOwnSession(mark, 'https://gw:8043', '1042', 1_110_000)).toBe(false)
  expect(isOwnSession(mark, 'https://gw:8044', '1042', 1_060_000)).toBe(false)
  expect(isOwnSession(mark, 'https://gw:8043', '1043', 1_060_000)).toBe(false)
})

it('does not where the wall clock was set back, or no stale session exists', () => {
  expect(isOwnSession(mark, 'https://gw:8043', '1042', 999_999)).toBe(false)
  expect(isOwnSession({ version: 1, sessions: [] }, 'https://gw:8043', '1042', 1_000_001)).toBe(
    false,
  )
  expect(isOwnSession(null, 'https://gw:8043', '1042', 1_000_001)).toBe(false)
})
