import type { AgentCredential, AppError, WatchInput } from '../../src-shared/contract/index.ts'
import { normalizeTyped } from '../../src-shared/typedText.ts'

export type CredentialKind = AgentCredential['kind']

/** One line of the per-agent form. */
export interface CredentialRow {
  key: number
  agentId: string
  guid: string
  password: string
  phone: string
}

let lastKey = 0
export const emptyRow = (agentId = '', password = ''): CredentialRow => ({
  key: (lastKey += 1),
  agentId,
  guid: '',
  password,
  phone: '',
})

export type LeftWhy = 'no-number' | 'out-of-range' | 'no-secret' | 'too-many' | 'mixed'
export interface LeftLine {
  text: string
  why: LeftWhy
}

const separator = /[,;\uFF0C\uFF1B\u3001]/

/**
 * The parts of a line. The separator right after the id also separates the rest, so that a password may contain the
 * other separators; without one there, it is spaces.
 */
const partsOf = (text: string, kind: CredentialKind): { parts: string[]; spaced: boolean } => {
  if (kind === 'guid') {
    return { parts: text.split(/[\s,;\uFF0C\uFF1B\u3001]+/).filter(Boolean), spaced: true }
  }
  const own = /^[\p{N}\p{Cf}]*[ \u3000]*([,;\t\uFF0C\uFF1B\u3001])/u.exec(text)?.[1]
  const parts = own === undefined ? text.split(/\s+/) : text.split(own).map((part) => part.trim())
  if (parts.length > 1 && parts.at(-1) === '') parts.pop()
  return { parts, spaced: own === undefined }
}

const inRange = (id: number): boolean => id >= 101 && id <= 999_999

const readLine = (line: string, kind: CredentialKind): CredentialRow | LeftWhy => {
  const { parts, spaced } = partsOf(line.trim(), kind)
  const [first = '', secret = '', phone = '', ...rest] = parts
  const agentId = normalizeTyped(first)
  if (!/^\d+$/.test(agentId)) return 'no-number'
  if (!inRange(Number(agentId))) return 'out-of-range'
  if (secret === '') return 'no-secret'
  if (rest.length > 0 || (kind === 'guid' && phone !== '')) return 'too-many'
  if (kind === 'guid') return { ...emptyRow(agentId), guid: secret }
  // "10401 secret, 70021": whether the comma belongs to the password is ambiguous.
  if (spaced && phone !== '' && separator.test(secret.at(-1) ?? '')) return 'mixed'
  return { ...emptyRow(agentId), password: secret, phone }
}

/** Parses pasted lines: id and GUID, or id, password and phone. Invalid lines are returned. */
export const readLines = (
  text: string,
  kind: CredentialKind,
): { rows: CredentialRow[]; rejects: LeftLine[] } => {
  const rows: CredentialRow[] = []
  const rejects: LeftLine[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const read = readLine(line, kind)
    if (typeof read === 'string') rejects.push({ text: line, why: read })
    else rows.push(read)
  }
  return { rows, rejects }
}

/** The row that an error of the main process is about, and whether it is about its id or its credential. */
export const rowOf = (
  error: AppError | null,
  rows: readonly CredentialRow[],
): { key: number; part: 'id' | 'credential' } | null => {
  const field = error?.field
  const own = field?.startsWith('agents.') ? field.slice('agents.'.length) : undefined
  const named = field === 'agents' ? (error?.params?.['agent'] ?? error?.params?.['text']) : own
  const id = normalizeTyped(String(named ?? ''))
  const row = id === '' ? undefined : rows.find(({ agentId }) => normalizeTyped(agentId) === id)
  return row ? { key: row.key, part: own === undefined ? 'id' : 'credential' } : null
}

/** Pasted rows replace those of the same id; empty rows are removed. */
export const mergeRows = (old: CredentialRow[], added: CredentialRow[]): CredentialRow[] => {
  const ids = new Set(added.map(({ agentId }) => agentId))
  return [
    ...old.filter(({ agentId }) => agentId !== '' && !ids.has(normalizeTyped(agentId))),
    ...added,
  ]
}

/** The data for the main process. No credential means: keep the stored one of this agent. */
export const toAgents = (rows: CredentialRow[], kind: CredentialKind): WatchInput['agents'] =>
  rows
    .filter((row) => normalizeTyped(row.agentId) !== '')
    .map((row) => {
      const agentId = normalizeTyped(row.agentId)
      if (kind === 'guid') {
        const guid = normalizeTyped(row.guid)
        return { agentId, credential: guid === '' ? null : { kind: 'guid', guid } }
      }
      if (row.password === '' && row.phone === '') return { agentId, credential: null }
      return {
        agentId,
        credential: { kind: 'password', password: row.password, phone: row.phone.trim() },
      }
    })
