import { defineStore } from 'pinia'
import type { Envelope, Input, SourcesView } from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { useRemote } from '../state/useRemote.ts'

/** The number of agents and the time to detect a hold change without an event; everything else has one. */
const figuresEveryMs = 5_000

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
  const { data, failure, takeFrom, load, ...remote } = useRemote<SourcesView>({
    read: () => request('sources.get', null),
    follow: (take) => listen('sources.changed', take),
  })
  /** Follows the sources while the page is visible; returns the unsubscribe function. */
  const start = (): (() => void) => {
    const stop = remote.start()
    const timer = setInterval(() => {
      if (!document.hidden) void remote.refresh()
    }, figuresEveryMs)
    return () => {
      stop()
      clearInterval(timer)
    }
  }
  const change = async <N extends Change>(
    name: N,
    input: Input<N>,
  ): Promise<Envelope<SourcesView>> =>
    takeFrom((await request(name, input)) as Envelope<SourcesView>)

  return { view: data, failure, load, start, change }
})
