import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { HistoryFilter } from '../../src-shared/contract/index.ts'
import { levels } from './rows.ts'

/** A filter of the page, and whether it may look into the customers' whole numbers. */
export type PastFilter = HistoryFilter & { readsNumbers?: boolean }
export type Column = 'started_at' | 'agent_id' | 'skill' | 'level'

/**
 * The filter's `from` is within, its `to` is not; it is the first sight that counts.
 * @param ways columns whose indexes may lead to the rows; of none where they are read in an order of their own
 */
export function where(
  filter: PastFilter,
  ways?: readonly Column[],
): { sql: string; values: SQLInputValue[] } {
  const parts: [string, ...SQLInputValue[]][] = []
  // With a plus before it, SQLite looks for no index of a column.
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

/** All that is searched for words. A line feed lets no word reach from one into the next. */
const searched = ['agent_name', 'agent_id', 'skill', 'call_id'].join(' || char(10) || ')
/** Fewer digits are no number that anybody would look for as a whole. */
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
 * Lets a connection look for a whole number. Each is opened for the comparison: a fingerprint to look
 * for would be quicker, and would show which calls are of one customer without the key.
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

/** The same filter without a list that names all there is: that leaves nothing out, and costs its look at each row. */
export function reduced(db: DatabaseSync, filter: HistoryFilter): HistoryFilter {
  const isAll = (column: 'agent_id' | 'skill', chosen: readonly string[]) => {
    const named = new Set(chosen)
    if (named.size === 0) return false
    for (const value of distinct(db, column)) if (!named.has(value)) return false
    return true
  }
  return {
    ...filter,
    agents: isAll('agent_id', filter.agents) ? [] : filter.agents,
    skills: isAll('skill', filter.skills) ? [] : filter.skills,
    levels: levels.every((level) => filter.levels.includes(level)) ? [] : filter.levels,
  }
}

/** Every value there is, in order: from one to the next, without the rows in between. */
export function* distinct(db: DatabaseSync, column: 'agent_id' | 'skill'): Generator<string> {
  const next = db.prepare(`SELECT min(${column}) AS value FROM past_holds WHERE ${column} > ?`)
  let found = db.prepare(`SELECT min(${column}) AS value FROM past_holds`).get()?.['value']
  while (typeof found === 'string') {
    yield found
    found = next.get(found)?.['value']
  }
}
