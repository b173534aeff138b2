import type { AgentCredential, WatchInput } from '../../src-preload/contract/index.ts'

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

/** Reads pasted lines: id and GUID, or id, password and phone. Lines it cannot read come back. */
export const readLines = (
  text: string,
  kind: CredentialKind,
): { rows: CredentialRow[]; left: string[] } => {
  const rows: CredentialRow[] = []
  const left: string[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue
    const [agentId = '', secret = '', phone = '', ...rest] = line
      .trim()
      .split(kind === 'guid' ? /[\s,;]+/ : /\s+/)
    const fits = rest.length === 0 && (kind === 'password' || phone === '')
    if (!/^\d+$/.test(agentId) || secret === '' || !fits) left.push(line)
    else if (kind === 'guid') rows.push({ ...emptyRow(agentId), guid: secret })
    else rows.push({ ...emptyRow(agentId), password: secret, phone })
  }
  return { rows, left }
}

/** Pasted rows replace those of the same id; empty rows make room. */
export const mergeRows = (old: CredentialRow[], added: CredentialRow[]): CredentialRow[] => {
  const ids = new Set(added.map(({ agentId }) => agentId))
  return [...old.filter(({ agentId }) => agentId !== '' && !ids.has(agentId.trim())), ...added]
}

/** What main is told. No credential means: keep what is stored for this agent. */
export const toAgents = (rows: CredentialRow[], kind: CredentialKind): WatchInput['agents'] =>
  rows
    .filter((row) => row.agentId.trim() !== '')
    .map((row) => {
      const agentId = row.agentId.trim()
      if (kind === 'guid') {
        const guid = row.guid.trim()
        return { agentId, credential: guid === '' ? null : { kind: 'guid', guid } }
      }
      if (row.password === '' && row.phone === '') return { agentId, credential: null }
      return {
        agentId,
        credential: { kind: 'password', password: row.password, phone: row.phone.trim() },
      }
    })
