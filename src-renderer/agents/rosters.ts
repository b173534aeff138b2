import { defineStore } from 'pinia'
import { computed } from 'vue'
import type {
  Envelope,
  RosterBook,
  RosterChange,
  SavedRoster,
  WatchInput,
} from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'
import { useBoard } from '../state/board.ts'
import { useRemote } from '../state/useRemote.ts'

/** Named lists of agents, stored by the main process; a roster is watched if exactly its agents are. */
export const useRosters = defineStore('rosters', () => {
  const board = useBoard()
  const {
    data: book,
    failure,
    takeFrom,
    load,
  } = useRemote<RosterBook>({ read: () => request('rosters.get', null) })

  const isWatched = ({ agents }: SavedRoster): boolean =>
    agents.length === board.agents.size && agents.every(({ agentId }) => board.agents.has(agentId))
  /** The name of the watched roster; empty where there is none. */
  const watched = computed(() => book.value?.rosters.find(isWatched)?.name ?? '')
  /** Per-agent way: agents on the roster without a credential. */
  const withoutCredential = ({ agents }: SavedRoster) => {
    const without = new Set(book.value?.withoutCredential)
    return agents.filter(({ agentId }) => without.has(agentId))
  }

  /** Per-agent way: whether a credential is stored for this agent of a roster. */
  const hasCredential = (agentId: string): boolean => withCredential.value.has(agentId)
  const withCredential = computed(() => {
    const { rosters = [], withoutCredential: without = [] } = book.value ?? {}
    const missing = new Set(without)
    const members = rosters.flatMap(({ agents }) => agents.map(({ agentId }) => agentId))
    return new Set(members.filter((agentId) => !missing.has(agentId)))
  })

  const save = async (change: RosterChange): Promise<Envelope<RosterBook>> =>
    takeFrom(await request('rosters.save', change))
  const remove = async (name: string): Promise<Envelope<RosterBook>> =>
    takeFrom(await request('rosters.delete', { name }))
  const switchTo = (name: string, agents: WatchInput['agents']): Promise<Envelope<null>> =>
    request('rosters.switch_to', { name, agents })

  return {
    book,
    failure,
    load,
    isWatched,
    watched,
    withoutCredential,
    hasCredential,
    save,
    remove,
    switchTo,
  }
})
