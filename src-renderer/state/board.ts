import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef, toRaw } from 'vue'
import type {
  AppError,
  BoardPatch,
  BoardSnapshot,
  HeldCall,
  WatchedAgent,
} from '../../src-shared/contract/index.ts'
import { listen, request } from '../bridge.ts'
import { collator } from '../i18n/collator.ts'
import { type Groups, groupsOf, label, longestCalls, nameOf, orderOf } from './agents.ts'
import { byAge } from './calls.ts'

export type BoardHead = Omit<BoardSnapshot, 'seq' | 'now' | 'calls' | 'agents' | 'lastAnswerAt'>

/** Age in ms of a board-clock time at a moment of this page's clock, which is `offset` ahead. */
export const ageAt = (pageNow: number, offset: number, boardTime: number): number =>
  Math.max(0, pageNow - offset - boardTime)

const nobody: readonly WatchedAgent[] = []

/** The values of a reactive map, read without its proxy: this is many times faster. */
const valuesOf = <T>(map: ReadonlyMap<string, T>): T[] =>
  // For the dependency tracking, its size changes with every entry.
  map.size === 0 ? [] : [...toRaw(map).values()]

/**
 * The board as sent by the main process: one snapshot, then numbered patches. It contains no ages, only board-clock
 * times and the offset to this page's clock.
 */
export const useBoard = defineStore('board', () => {
  const head = shallowRef<BoardHead | null>(null)
  const calls = shallowReactive(new Map<string, HeldCall>())
  const agents = shallowReactive(new Map<string, WatchedAgent>())
  const lastAnswerAt = ref<number | null>(null)
  /** performance.now() minus the board clock. */
  const offset = ref(0)
  /** performance.now() when the last message of the main process was received. */
  const heardAt = ref(0)
  const failure = shallowRef<AppError | null>(null)

  let seq = -1
  let asking: Promise<void> | null = null
  let queue: BoardPatch[] = []

  /** Rows, longest hold first. */
  const rows = computed(() => valuesOf(calls).sort(byAge))
  /** Each agent's longest call. */
  const longest = computed(() => longestCalls(rows.value))
  const watchedAgents = computed(() => valuesOf(agents))
  /** Unlike the size of the map it only changes with the number. */
  const agentCount = computed(() => agents.size)
  /** Hardly ever change, while the agents do with each patch: thousands need not be sorted each time. */
  const names = computed<readonly string[]>((before) => {
    const now = watchedAgents.value
    const isSame =
      before?.length === now.length && now.every((agent, at) => nameOf(agent) === before[at])
    return isSame ? before : now.map(nameOf)
  })
  const order = computed(() => orderOf(names.value, collator()))
  /** All agents by name. */
  const agentList = computed(() => {
    const now = watchedAgents.value
    return order.value.map((at) => now[at] as WatchedAgent)
  })
  /** The display name of an agent, whether monitored or not. */
  const labelOf = (agentId: string): string => label(agents.get(agentId) ?? { agentId, name: '' })
  const groups = computed<Groups>((before) => groupsOf(agentList.value, before))
  const unseen = computed(() => groups.value.get('needs-a-look') ?? nobody)
  /** Agents who were not queried yet. */
  const waiting = computed(() => groups.value.get('waiting') ?? nobody)
  /** How many agents' held calls are known. */
  const visibleAgents = computed(
    () => agentCount.value - unseen.value.length - waiting.value.length,
  )

  const recordTime = (now: number): void => {
    heardAt.value = performance.now()
    // A message is late, never early: the smallest difference is the most accurate, and ages only increase.
    offset.value = Math.min(offset.value, heardAt.value - now)
  }

  const apply = (patch: BoardPatch): void => {
    seq = patch.seq
    recordTime(patch.now)
    const { watch, sources, limits, skillLimits, alerts } = patch
    if (head.value && (watch || sources || limits || skillLimits || alerts)) {
      head.value = {
        ...head.value,
        ...(watch && { watch }),
        ...(sources && { sources }),
        ...(limits && { limits }),
        ...(skillLimits && { skillLimits }),
        ...(alerts && { alerts }),
      }
    }
    if (patch.lastAnswerAt !== undefined) lastAnswerAt.value = patch.lastAnswerAt
    patch.calls?.gone.forEach((id) => calls.delete(id))
    patch.calls?.put.forEach((call) => calls.set(call.holdId, call))
    patch.agents?.gone.forEach((id) => agents.delete(id))
    patch.agents?.put.forEach((agent) => agents.set(agent.agentId, agent))
  }

  const takeSnapshot = (snapshot: BoardSnapshot): void => {
    const { seq: number, now, calls: held, agents: watched, lastAnswerAt: at, ...rest } = snapshot
    seq = number
    heardAt.value = performance.now()
    offset.value = heardAt.value - now
    head.value = rest
    lastAnswerAt.value = at
    // Rows that stay are replaced in place, so that nothing on the page is created again.
    const holdIds = new Set(held.map(({ holdId }) => holdId))
    for (const id of [...calls.keys()]) if (!holdIds.has(id)) calls.delete(id)
    held.forEach((call) => calls.set(call.holdId, call))
    const agentIds = new Set(watched.map(({ agentId }) => agentId))
    for (const id of [...agents.keys()]) if (!agentIds.has(id)) agents.delete(id)
    watched.forEach((agent) => agents.set(agent.agentId, agent))
  }

  const ask = async (): Promise<void> => {
    const answer = await request('board.get_snapshot', null)
    asking = null
    const late = queue
    queue = []
    if (!answer.ok) {
      failure.value = answer.error
      return
    }
    failure.value = null
    takeSnapshot(answer.data)
    late.forEach(receive)
  }

  /** Requests the whole board; patches received meanwhile are queued. */
  const refresh = (): Promise<void> => (asking ??= ask())

  const receive = (patch: BoardPatch): void => {
    if (asking) {
      queue.push(patch)
      return
    }
    if (patch.seq <= seq) return
    if (head.value !== null && patch.seq === seq + 1) apply(patch)
    else void refresh()
  }

  /** Subscribes and requests the board; returns the unsubscribe function. */
  const start = (): (() => void) => {
    const stop = listen('board.patch', receive)
    void refresh()
    return stop
  }

  return {
    head,
    calls,
    agents,
    rows,
    longest,
    agentList,
    labelOf,
    groups,
    unseen,
    waiting,
    agentCount,
    visibleAgents,
    lastAnswerAt,
    offset,
    heardAt,
    failure,
    start,
    refresh,
    receive,
  }
})
