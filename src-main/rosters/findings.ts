import type { FilePreview, FoundAgents, NamedAgent } from '../../src-shared/contract/index.ts'
import { parseAgentList } from '../../src-shared/agentId.ts'
import type { IdCell } from './idCell.ts'

/** What one place of a list told. */
export interface Finding {
  /** Counted from 1. */
  line: number
  read: IdCell
  /** Empty where none is told. */
  name: string
  /** What stands for it where it is no id. */
  text: string
}

type LeftOut = FilePreview['leftOut'][number]

/** So much of what was left out is named; a wrong file would name thousands. */
const namedAtMost = 100
const longestText = 200

/** The agents that were found, each once and with the first name told, and everything that is none. */
export function gather(findings: readonly Finding[], joinGroups: boolean) {
  const names = new Map<string, string>()
  const grouped = new Map<string, FilePreview['grouped'][number]>()
  const leftOut: LeftOut[] = []
  for (const { line, read, name, text } of findings) {
    const leave = (why: LeftOut['why']) =>
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

/** Of a file, line by line. */
export function foundInFile(findings: readonly Finding[], joinGroups: boolean) {
  const { leftOut, ...found } = gather(findings, joinGroups)
  return { ...found, leftOut: leftOut.slice(0, namedAtMost), leftOutCount: leftOut.length }
}

/** Of a pasted text, in which only what looks like an id was meant to be one. */
export function foundInText(findings: readonly Finding[]): FoundAgents {
  const { leftOut, ...found } = gather(findings, false)
  const rejected = new Map<string, FoundAgents['rejected'][number]>()
  const duplicates = new Set<string>()
  for (const { text, why } of leftOut) {
    if (why === 'named-twice') duplicates.add(text)
    if (why === 'not-a-number' || why === 'out-of-range') rejected.set(text, { text, why })
  }
  return {
    ...found,
    duplicates: [...duplicates],
    rejected: [...rejected.values()].slice(0, namedAtMost),
    rejectedCount: rejected.size,
  }
}
