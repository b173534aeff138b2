import type { FilePreview, FoundAgents, NamedAgent } from '../../src-shared/contract/index.ts'
import { parseAgentList } from '../../src-shared/agentId.ts'
import type { IdCell } from './idCell.ts'

/** One entry of a list. */
export interface Finding {
  /** Starts at 1. */
  line: number
  read: IdCell
  /** Empty if there is none. */
  name: string
  /** The original text if it is not an id. */
  text: string
}

type RejectedRow = FilePreview['leftOut'][number]

/** The maximum number of rejected entries that are listed; a wrong file would list thousands. */
const namedAtMost = 100
const longestText = 200

/** The agents found, each once and with the first given name, and all rejected entries. */
export function gather(findings: readonly Finding[], joinGroups: boolean) {
  const names = new Map<string, string>()
  const grouped = new Map<string, FilePreview['grouped'][number]>()
  const leftOut: RejectedRow[] = []
  for (const { line, read, name, text } of findings) {
    const leave = (why: RejectedRow['why']) =>
      leftOut.push({ line, text: text.slice(0, longestText), why })
    if (read.kind === 'grouped') grouped.set(read.text, { text: read.text, id: read.id })
    if (read.kind === 'none') leave(read.why)
    else if (read.kind === 'grouped' && !joinGroups) leave('grouped')
    else {
      const known = names.get(read.id)
      if (known !== undefined) leave('named-twice')
      names.set(read.id, known || name.slice(0, longestText).trim())
    }
  }
  const agents = [...names].map(([agentId, name]): NamedAgent => ({ agentId, name }))
  const { newRange } = parseAgentList([...names.keys()].join('\n'))
  return { agents, newRange, grouped: [...grouped.values()], leftOut }
}

/** For a file, line by line. */
export function foundInFile(findings: readonly Finding[], joinGroups: boolean) {
  const { leftOut, ...rest } = gather(findings, joinGroups)
  return { ...rest, leftOut: leftOut.slice(0, namedAtMost), leftOutCount: leftOut.length }
}

/** For pasted text, in which only texts that look like an id count as one. */
export function foundInText(findings: readonly Finding[]): FoundAgents {
  const { leftOut, ...rest } = gather(findings, false)
  const rejected = new Map<string, FoundAgents['rejected'][number]>()
  const duplicates = new Set<string>()
  for (const { text, why } of leftOut) {
    if (why === 'named-twice') duplicates.add(text)
    if (why === 'not-a-number' || why === 'out-of-range') rejected.set(text, { text, why })
  }
  return {
    ...rest,
    duplicates: [...duplicates],
    rejected: [...rejected.values()].slice(0, namedAtMost),
    rejectedCount: rejected.size,
  }
}
