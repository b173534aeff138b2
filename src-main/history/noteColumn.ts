import type { SQLOutputValue } from 'node:sqlite'
import { z } from 'zod'

/** A note about a hold as it lies in its row. */
export interface NoteRow {
  text: string
  by: string
  /** From first sight to when it was sent. */
  afterMs: number
  /** The gateway's code; null where it did not answer. */
  retcode: string | null
}

const noteRows = z.array(
  z.object({
    text: z.string(),
    by: z.string(),
    afterMs: z.number(),
    retcode: z.string().nullable(),
  }),
)

/** Null for none, as with almost every hold. */
export const noteColumn = (notes: readonly NoteRow[]): string | null =>
  notes.length === 0 ? null : JSON.stringify(notes)

/** What the column tells; nothing where it cannot be understood. */
export function notesOf(column: SQLOutputValue | undefined): NoteRow[] {
  if (typeof column !== 'string') return []
  try {
    return noteRows.safeParse(JSON.parse(column)).data ?? []
  } catch {
    return []
  }
}
