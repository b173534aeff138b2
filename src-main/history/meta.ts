import type { DatabaseSync } from 'node:sqlite'
import { type KeptNumbers } from '../settings/preferences.ts'

/** The least first. */
export const numbersKept: readonly KeptNumbers[] = ['none', 'last-four', 'whole']

/** What the database knows of itself, so that it does not depend on a settings file. */
export interface Meta {
  /** How long past holds are kept, days. */
  retentionDays: number | null
  keptNumbers: KeptNumbers | null
  /** The latest wall clock that was believed, epoch ms. */
  believedAt: number | null
}

export const nothingKnown: Meta = { retentionDays: null, keptNumbers: null, believedAt: null }

export function readMeta(db: DatabaseSync): Meta {
  const query = db.prepare('SELECT value FROM meta WHERE key = ?')
  const read = (key: string) => {
    const value = query.get(key)?.['value']
    return typeof value === 'number' ? value : null
  }
  return {
    retentionDays: read('retention_days'),
    keptNumbers: numbersKept[read('kept_numbers') ?? -1] ?? null,
    believedAt: read('believed_at'),
  }
}

/** Writes what is not null. */
export function writeMeta(db: DatabaseSync, meta: Meta): void {
  const put = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  const { retentionDays, keptNumbers, believedAt } = meta
  if (retentionDays !== null) put.run('retention_days', retentionDays)
  if (keptNumbers !== null) put.run('kept_numbers', numbersKept.indexOf(keptNumbers))
  if (believedAt !== null) put.run('believed_at', Math.round(believedAt))
}

/** Files put aside of which everything that can be read was taken over. */
export const isRescued = (db: DatabaseSync, file: string) =>
  db.prepare('SELECT 1 FROM meta WHERE key = ?').get(`rescued ${file}`) !== undefined

export function setRescued(db: DatabaseSync, file: string): void {
  db.prepare('INSERT INTO meta (key, value) VALUES (?, 1) ON CONFLICT DO NOTHING').run(
    `rescued ${file}`,
  )
}

export function forgetRescued(db: DatabaseSync, file: string): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(`rescued ${file}`)
}
