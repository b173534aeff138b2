import { defineStore } from 'pinia'
import type { Envelope, Input, SourcesView } from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { useRemote } from '../state/useRemote.ts'

/** The requests that change the sources; each is answered with all of them. */
type Change =
  | 'sources.add_gateway'
  | 'sources.add_cms'
  | 'sources.add_account'
  | 'sources.remove_account'
  | 'sources.rename'
  | 'sources.set_paused'
  | 'sources.remove'

/** The sources of held calls, as the main process has them. */
export const useSources = defineStore('sources', () => {
  const { data, failure, takeFrom, load, start } = useRemote<SourcesView>({
    read: () => request('sources.get', null),
    follow: (take) => listen('sources.changed', take),
  })
  const change = async <N extends Change>(
    name: N,
    input: Input<N>,
  ): Promise<Envelope<SourcesView>> =>
    takeFrom((await request(name, input)) as Envelope<SourcesView>)

  return { view: data, failure, load, start, change }
})
