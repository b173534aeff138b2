import { type FilePreview } from '../../src-shared/contract/index.ts'
import { normalizeTyped } from '../../src-shared/typedText.ts'
import { checkAgentId, withoutGrouped } from '../../src-shared/agentId.ts'

/** What stands where an id should: one, one with a thousands separator, or why it is none. */
export type IdCell =
  | { kind: 'id'; id: string }
  | { kind: 'grouped'; id: string; text: string }
  | { kind: 'none'; why: FilePreview['leftOut'][number]['why'] }

/** No id is as long, whatever nobody sees stands in it. */
const longestId = 40

export function readIdCell(cell: string): IdCell {
  if (cell.length > longestId) return { kind: 'none', why: 'not-a-number' }
  const checked = checkAgentId(cell)
  if (checked.ok) return { kind: 'id', id: checked.id }
  const text = normalizeTyped(cell)
  if (text === '') return { kind: 'none', why: 'no-id' }
  const { grouped, rest } = withoutGrouped(text)
  const [first] = grouped
  if (first !== undefined && rest.trim() === '') return { kind: 'grouped', ...first }
  const why = checked.code === 'agent-id-out-of-range' ? 'out-of-range' : 'not-a-number'
  return { kind: 'none', why }
}

/** Whether an id may be meant by it. */
export const mayBeId = (cell: string): boolean => readIdCell(cell).kind !== 'none'
