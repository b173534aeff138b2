import type { DatabaseSync } from 'node:sqlite'
import { type KeptNumbers } from '../settings/preferences.ts'

/** From least to most. */
export const numbersKept: readonly KeptNumbers[] = ['none', 'last-four', 'whole']

/** What the database stores about itself, so that it does not depend on a settings file. */
export interface Meta {
  /** How long past holds are stored, days. */
  retentionDays: number | null
  keptNumbers: KeptNumbers | null
  /** The latest trusted wall clock, epoch ms. */
  believedAt: number | null
}

export const emptyMeta: Meta = { retentionDays: null, keptNumbers: null, believedAt: null }

export function readMeta(db: DatabaseSync): Meta {
  const query = db.prepare('SELECT value FROM meta WHERE key = ?')
  const readValue = (key: string) => {
    const value = query.get(key)?.['value']
    return typeof value === 'number' ? value : null
  }
  return {
    retentionDays: readValue('retention_days'),
    keptNumbers: numbersKept[readValue('kept_numbers') ?? -1] ?? null,
    believedAt: readValue('believed_at'),
  }
}

/** Writes the values that are not null. */
export function writeMeta(db: DatabaseSync, meta: Meta): void {
  const insert = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  const { retentionDays, keptNumbers, believedAt } = meta
  if (retentionDays !== null) insert.run('retention_days', retentionDays)
  if (keptNumbers !== null) insert.run('kept_numbers', numbersKept.indexOf(keptNumbers))
  if (believedAt !== null) insert.run('believed_at', Math.round(believedAt))
}

/** Quarantined files whose readable content has been imported completely. */
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
