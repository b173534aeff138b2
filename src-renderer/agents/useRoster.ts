import type { Roster } from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'
import { useRemote } from '../state/useRemote.ts'

/** The gateway's own list of agents; null while it is loading. */
export const useRoster = () => {
  const remote = useRemote<Roster>({ read: () => request('watch.get_roster', null) })
  const load = (): Promise<void> => {
    remote.data.value = null
    return remote.load()
  }
  return { roster: remote.data, error: remote.failure, load }
}
