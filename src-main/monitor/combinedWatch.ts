import type { WatchState } from '../../src-shared/contract/index.ts'

/** Where no source is watching, the one whose state asks most of the supervisor speaks for all. */
const order: readonly WatchState['state'][] = ['stopped', 'interrupted', 'connecting', 'paused']

/** The state of the whole watch: `watching` while any source is. With one source, the state of that one. */
export function combinedWatch(states: readonly WatchState[]): WatchState {
  const watching = states.filter(({ state }) => state === 'watching')
  const first =
    watching.find(({ atRisk }) => atRisk !== null) ??
    watching[0] ??
    order.flatMap((state) => states.filter((each) => each.state === state))[0]
  if (first === undefined) throw new RangeError('A board has at least one source')
  return first
}
