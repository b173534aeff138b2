import { type FilePreview } from '../../src-shared/contract/index.ts'
import { normalizeTyped } from '../../src-shared/typedText.ts'
import { checkAgentId, withoutGrouped } from '../../src-shared/agentId.ts'

/** The result of parsing an id cell: an id, an id with a thousands separator, or the reason why it is none. */
export type IdCell =
  | { kind: 'id'; id: string }
  | { kind: 'grouped'; id: string; text: string }
  | { kind: 'none'; why: FilePreview['leftOut'][number]['why'] }

/** No id is as long, even with invisible characters. */
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

/** Whether the text may be intended as an id. */
export const mayBeId = (cell: string): boolean => readIdCell(cell).kind !== 'none'
