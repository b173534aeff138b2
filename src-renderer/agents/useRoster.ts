import { shallowRef } from 'vue'
import type { AppError, Roster } from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'

/** The gateway's own list of agents; null while it is loading. */
export const useRoster = () => {
  const roster = shallowRef<Roster | null>(null)
  const error = shallowRef<AppError | null>(null)
  const load = async (): Promise<void> => {
    roster.value = null
    error.value = null
    const answer = await request('watch.get_roster', null)
    if (answer.ok) roster.value = answer.data
    else error.value = answer.error
  }
  return { roster, error, load }
}
