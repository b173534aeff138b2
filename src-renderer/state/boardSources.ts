import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { SourceState, WatchState } from '../../src-shared/contract/index.ts'
import { hostOf } from '../i18n/date.ts'
import { i18n } from '../i18n/index.ts'
import { useBoard } from './board.ts'

/** The name that the supervisor has given a source; otherwise its address. */
export const sourceName = ({ name, origin }: Pick<SourceState, 'name' | 'origin'>): string =>
  name || hostOf(origin)

/** A source that should be connected and is not. */
const isDown = ({ watch }: SourceState): boolean =>
  watch.state === 'interrupted' || watch.state === 'stopped'

/** The sources of the board. With a single one, nothing on the board names it. */
export const useBoardSources = defineStore('boardSources', () => {
  const board = useBoard()

  const all = computed((): readonly SourceState[] => board.head?.sources ?? [])
  const hasSeveral = computed(() => all.value.length > 1)
  const byOrigin = computed(() => new Map(all.value.map((source) => [source.origin, source])))
  const down = computed(() => (hasSeveral.value ? all.value.filter(isDown) : []))
  /** Asked about all agents once a second, while it answers. */
  const hasCms = computed(() =>
    all.value.some(({ way, watch }) => way === 'cms' && watch.state === 'watching'),
  )

  const nameOf = (origin: string): string =>
    sourceName(byOrigin.value.get(origin) ?? { name: '', origin })
  /** Their names, as a list; empty where there is a single source. */
  const namesOf = (origins: readonly string[]): string =>
    hasSeveral.value ? origins.map(nameOf).join(i18n.global.t('common.comma')) : ''
  /** The states of these sources; with a single source, that of the whole board. */
  const statesOf = (origins: readonly string[]): readonly WatchState[] => {
    if (!hasSeveral.value) return board.head ? [board.head.watch] : []
    return origins.flatMap((origin) => byOrigin.value.get(origin)?.watch ?? [])
  }
  /** Whether nothing but a CC-CMS is responsible: what is said about a gateway does not apply. */
  const isOfCms = (origins: readonly string[]): boolean =>
    origins.length > 0 && origins.every((origin) => byOrigin.value.get(origin)?.way === 'cms')

  return { all, hasSeveral, down, hasCms, nameOf, namesOf, statesOf, isOfCms }
})
