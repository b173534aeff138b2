import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { WatchedAgent } from '../../src-shared/contract/index.ts'
import { type Coverage, coverageOf, isSameCoverage } from '../state/agents.ts'
import { useBoard } from '../state/board.ts'
import { useBoardSources } from '../state/boardSources.ts'
import { standsForMs } from '../state/announcements.ts'

/** Who is observed and who is not; announced once all agents have been queried, and available to be opened later. */
export const useCoverage = defineStore('coverage', () => {
  const board = useBoard()
  const sources = useBoardSources()
  const coverage = computed<Coverage>((before) => {
    const { agentCount, unseen, waiting } = board
    const isOfCms = ({ sources: origins }: WatchedAgent): boolean => sources.isOfCms(origins)
    const now = coverageOf(agentCount, unseen, waiting.length, isOfCms)
    return before && isSameCoverage(now, before) ? before : now
  })
  const isOpen = ref(false)
  /** The state when all agents had been queried, for a while; agents who join start another round. */
  const announcement = shallowRef<Coverage | null>(null)

  const isAsking = computed(() => coverage.value.waiting > 0)
  const isOver = computed(
    () => board.head?.watch.state === 'watching' && coverage.value.all > 0 && !isAsking.value,
  )
  let isTold = false
  const tell = (now: Coverage): void => {
    announcement.value = now
    // If it stayed, it would be mistaken for the current state.
    setTimeout(() => {
      if (announcement.value === now) announcement.value = null
    }, standsForMs)
  }
  watch(
    [isAsking, isOver],
    ([asking, over]) => {
      if (asking) isTold = false
      if (!over || isTold) return
      isTold = true
      tell(coverage.value)
      if (coverage.value.unseen > 0) isOpen.value = true
    },
    { immediate: true },
  )

  return { coverage, isOpen, announcement }
})
