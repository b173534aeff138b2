import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type {
  AppError,
  Envelope,
  FileChoice,
  FilePreview,
  NamedAgent,
} from '../../src-shared/contract/index.ts'
import { request } from '../bridge.ts'

/** The purpose of the agents of a file. */
export interface ImportPurpose {
  /** There is already a list, which they may be added to. */
  hasList: boolean
  /** Whether names are stored besides the ids. */
  withNames: boolean
}

/** The accepted agents of a file. */
export interface Imported {
  file: string
  agents: NamedAgent[]
  /** Whether they replace the existing list. */
  replaces: boolean
}

/** A file of agents that is reviewed before any of it is used; one at a time. */
export const useFileImport = defineStore('fileImport', () => {
  const preview = shallowRef<FilePreview | null>(null)
  const purpose = shallowRef<ImportPurpose>({ hasList: false, withNames: true })
  const error = shallowRef<AppError | null>(null)
  const choice = shallowRef<FileChoice>({})
  let settle: (imported: Imported | null) => void = () => {}

  /** Asks for a file and shows it; null where nothing was accepted. */
  const ask = async (nextPurpose: ImportPurpose): Promise<Envelope<Imported | null>> => {
    const answer = await request('rosters.open_file', null)
    if (!answer.ok || answer.data === null) return answer as Envelope<null>
    purpose.value = nextPurpose
    choice.value = {}
    error.value = null
    preview.value = answer.data
    const imported = await new Promise<Imported | null>((resolve) => (settle = resolve))
    return { ok: true, data: imported }
  }

  /** Has the file parsed again with this choice added; only the response to the latest choice counts. */
  const choose = async (change: FileChoice): Promise<void> => {
    const nextChoice = { ...choice.value, ...change }
    choice.value = nextChoice
    const answer = await request('rosters.read_file', nextChoice)
    if (choice.value !== nextChoice || preview.value === null) return
    error.value = answer.ok ? null : answer.error
    if (answer.ok) preview.value = answer.data
  }

  /** Ends the preview; null accepts nothing. */
  const end = (how: 'add' | 'replace' | null): void => {
    const current = preview.value
    preview.value = null
    const { file, agents } = current ?? { file: '', agents: [] }
    settle(current === null || how === null ? null : { file, agents, replaces: how === 'replace' })
  }

  return { preview, purpose, error, choice, ask, choose, end }
})
