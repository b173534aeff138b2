import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { HistoryFilter } from '../../src-shared/contract/index.ts'
import { levels } from './rows.ts'

/** A filter of the page, and whether it may search the customers' full numbers. */
export type PastFilter = HistoryFilter & { readsNumbers?: boolean }
export type Column = 'started_at' | 'agent_id' | 'skill' | 'level'

/**
 * The filter's `from` is inclusive, its `to` is exclusive; both apply to the first observation.
 * @param ways columns whose indexes may be used to find the rows; none where they are read in an order of their own
 */
export function whereClause(
  filter: PastFilter,
  ways?: readonly Column[],
): { sql: string; values: SQLInputValue[] } {
  const parts: [string, ...SQLInputValue[]][] = []
  // With a plus in front, SQLite uses no index of a column.
  const term = (column: Column, isWay = true) =>
    (ways?.includes(column) ?? isWay) ? column : `+${column}`
  if (filter.from !== null) parts.push([`${term('started_at')} >= ?`, filter.from])
  if (filter.to !== null) parts.push([`${term('started_at')} < ?`, filter.to])
  const isOneOf = (column: Column, values: readonly (string | number)[], isWay = true) => {
    if (values.length === 0) return
    const list = JSON.stringify(values)
    parts.push([`${term(column, isWay)} IN (SELECT value FROM json_each(?))`, list])
  }
  isOneOf('agent_id', filter.agents)
  isOneOf('skill', filter.skills)
  isOneOf(
    'level',
    filter.levels.map((level) => levels.indexOf(level)),
    // Most rows are of one level: any other filter leads to fewer.
    parts.length === 0,
  )
  const sought = searchTerm(filter)
  if (sought !== null) parts.push(sought)
  return {
    sql: parts.length === 0 ? 'true' : parts.map(([sql]) => sql).join(' AND '),
    values: parts.flatMap(([, ...values]) => values),
  }
}

/** All text that is searched for words. The line feed prevents a match across two values. */
const searched = ['agent_name', 'agent_id', 'skill', 'call_id'].join(' || char(10) || ')
/** With fewer digits than this, nobody would be searching for a full number. */
const fewestDigits = 5

function searchTerm({ search, readsNumbers }: PastFilter): [string, ...SQLInputValue[]] | null {
  const words = search.trim().split(/\s+/).filter(Boolean)
  if (words.length === 0) return null
  const isThere = words.map(() => `(${searched}) LIKE ? ESCAPE '\\'`).join(' AND ')
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  const number = digitsOf(search)
  return readsNumbers === true && number.length >= fewestDigits && /^[\d\s().+-]+$/.test(search)
    ? [`(${isThere} OR is_number(number, ?))`, ...patterns, number]
    : [isThere, ...patterns]
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')

/**
 * Adds a function to a connection that searches for a full number. Each is decrypted for the comparison: a searchable
 * fingerprint would be faster, but would show without the key which calls are from the same customer.
 */
export function searchNumbers(
  db: DatabaseSync,
  open: (sealed: Uint8Array) => string,
): DatabaseSync {
  db.function('is_number', (sealed, digits) =>
    sealed instanceof Uint8Array && digitsOf(open(sealed)) === digits ? 1 : 0,
  )
  return db
}

/**
 * The same filter without any list that names all existing values: it would exclude nothing, and would be checked for
 * each row.
 */
export function withoutRedundantLists(db: DatabaseSync, filter: HistoryFilter): HistoryFilter {
  const isAll = (column: 'agent_id' | 'skill', selection: readonly string[]) => {
    const selected = new Set(selection)
    if (selected.size === 0) return false
    for (const value of distinct(db, column)) if (!selected.has(value)) return false
    return true
  }
  return {
    ...filter,
    agents: isAll('agent_id', filter.agents) ? [] : filter.agents,
    skills: isAll('skill', filter.skills) ? [] : filter.skills,
    levels: levels.every((level) => filter.levels.includes(level)) ? [] : filter.levels,
  }
}

/** Every existing value, in order: jumps from one to the next, without the rows in between. */
export function* distinct(db: DatabaseSync, column: 'agent_id' | 'skill'): Generator<string> {
  const next = db.prepare(`SELECT min(${column}) AS value FROM past_holds WHERE ${column} > ?`)
  let current = db.prepare(`SELECT min(${column}) AS value FROM past_holds`).get()?.['value']
  while (typeof current === 'string') {
    yield current
    current = next.get(current)?.['value']
  }
}
