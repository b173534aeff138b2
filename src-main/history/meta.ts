import type { DatabaseSync } from 'node:sqlite'

/** What the database knows of itself, so that it does not depend on a settings file. */
export interface Meta {
  /** How long past holds are kept, days. */
  retentionDays: number | null
  /** The latest wall clock that was believed, epoch ms. */
  believedAt: number | null
}

const keys: Record<keyof Meta, string> = {
  retentionDays: 'retention_days',
  believedAt: 'believed_at',
}

export function readMeta(db: DatabaseSync): Meta {
  const query = db.prepare('SELECT value FROM meta WHERE key = ?')
  const read = (key: keyof Meta) => {
    const value = query.get(keys[key])?.['value']
    return typeof value === 'number' ? value : null
  }
  return { retentionDays: read('retentionDays'), believedAt: read('believedAt') }
}

export function writeMeta(db: DatabaseSync, { retentionDays, believedAt }: Meta): void {
  const put = db.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  if (retentionDays !== null) put.run(keys.retentionDays, retentionDays)
  if (believedAt !== null) put.run(keys.believedAt, Math.round(believedAt))
}
