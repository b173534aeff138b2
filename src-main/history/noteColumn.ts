import type { SQLOutputValue } from 'node:sqlite'

/** A note about a hold as it lies in its row. */
export interface NoteRow {
  text: string
  by: string
  /** From first sight to when it was sent. */
  afterMs: number
  /** The gateway's code; null where it did not answer. */
  retcode: string | null
}

/** Null for none, as with almost every hold. */
export const noteColumn = (notes: readonly NoteRow[]): string | null =>
  notes.length === 0 ? null : JSON.stringify(notes)

/** What the column tells; nothing where it cannot be understood. */
export function notesOf(column: SQLOutputValue | undefined): NoteRow[] {
  if (typeof column !== 'string') return []
  try {
    const notes: unknown = JSON.parse(column)
    return Array.isArray(notes) ? notes.map(noteRow) : []
  } catch {
    return []
  }
}

/** Read leniently, and without the schema library, which the history's threads need for nothing else. */
function noteRow(value: unknown): NoteRow {
  const { text, by, afterMs, retcode } = Object(value) as Record<keyof NoteRow, unknown>
  return {
    text: String(text),
    by: String(by),
    afterMs: Number(afterMs) || 0,
    retcode: typeof retcode === 'string' ? retcode : null,
  }
}
