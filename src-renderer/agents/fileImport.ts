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

/** What the agents of a file are for. */
export interface ImportPurpose {
  /** There is a list already, to which they may be added. */
  hasList: boolean
  /** Whether names are kept besides the ids. */
  withNames: boolean
}

/** What was taken over of a file. */
export interface Imported {
  file: string
  agents: NamedAgent[]
  /** In place of the list there was. */
  replaces: boolean
}

/** A file of agents that is looked at before anything of it is taken over; one at a time. */
export const useFileImport = defineStore('fileImport', () => {
  const preview = shallowRef<FilePreview | null>(null)
  const purpose = shallowRef<ImportPurpose>({ hasList: false, withNames: true })
  const error = shallowRef<AppError | null>(null)
  const choice = shallowRef<FileChoice>({})
  let settle: (imported: Imported | null) => void = () => {}

  /** Asks for a file and shows it; null where nothing was taken over. */
  const ask = async (asked: ImportPurpose): Promise<Envelope<Imported | null>> => {
    const answer = await request('rosters.open_file', null)
    if (!answer.ok || answer.data === null) return answer as Envelope<null>
    purpose.value = asked
    choice.value = {}
    error.value = null
    preview.value = answer.data
    const imported = await new Promise<Imported | null>((resolve) => (settle = resolve))
    return { ok: true, data: imported }
  }

  /** Has the file read anew, with this too; only the answer to the newest choice counts. */
  const choose = async (change: FileChoice): Promise<void> => {
    const wanted = { ...choice.value, ...change }
    choice.value = wanted
    const answer = await request('rosters.read_file', wanted)
    if (choice.value !== wanted || preview.value === null) return
    error.value = answer.ok ? null : answer.error
    if (answer.ok) preview.value = answer.data
  }

  /** Ends the preview; null takes nothing over. */
  const end = (how: 'add' | 'replace' | null): void => {
    const shown = preview.value
    preview.value = null
    const { file, agents } = shown ?? { file: '', agents: [] }
    settle(shown === null || how === null ? null : { file, agents, replaces: how === 'replace' })
  }

  return { preview, purpose, error, choice, ask, choose, end }
})
