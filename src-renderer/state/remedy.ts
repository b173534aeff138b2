import type { WatchState } from '../../src-shared/contract/index.ts'

/** Codes after which only a new sign-in helps. */
const signInCodes = new Set([
  '000-003',
  '100-002',
  '100-004',
  '100-006',
  '100-020',
  '105-005',
  '105-006',
  '105-007',
  '110-016',
])

export type Remedy = 'certificate' | 'sign-in' | 'retry'

/** The step that the supervisor has to go to for a stopped or interrupted watch. */
export const remedy = ({ state, reason, retcode }: WatchState): Remedy => {
  if (reason === 'untrusted-certificate') return 'certificate'
  if (state !== 'stopped') return 'retry'
  if (reason === 'signed-out' || reason === 'signed-in-elsewhere' || reason === 'no-right') {
    return 'sign-in'
  }
  return retcode !== null && signInCodes.has(retcode) ? 'sign-in' : 'retry'
}
