import type { Alert, AlertEntry } from '../../alerts/alert.ts'
import { ageText } from '../../../src-shared/ageText.ts'
import { alertWords } from './alertWords.ts'

export interface AlertText {
  title: string
  body: string
}

/** More holds than this are counted, not named: a notification has space for few lines. */
const mostNamed = 3

/** The text of a notification. */
export function alertText({ entries }: Alert, language: keyof typeof alertWords): AlertText {
  const words = alertWords[language]
  const levelOf = ({ level }: AlertEntry) => words.levels[level]
  const [first] = entries
  if (entries.length === 1 && first !== undefined) {
    const title = fill(words.one[first.kind], { level: levelOf(first), age: ageText(first) })
    return { title, body: whose(first) }
  }
  const n = entries.length
  const [longest] = [...entries].sort((a, b) => b.ageMs - a.ageMs)
  const entriesByName = entries
    .slice(0, mostNamed)
    .map((entry) => `${levelOf(entry)} · ${ageText(entry)} · ${whose(entry)}`)
  if (n > mostNamed) entriesByName.push(fill(words.more, { n: n - mostNamed }))
  return {
    title: fill(words.many[newsOf(entries)], { n, age: longest ? ageText(longest) : '' }),
    body: entriesByName.join('\n'),
  }
}

/** What all entries have in common. */
function newsOf(entries: readonly AlertEntry[]): 'new' | 'still' | 'already' {
  const isAll = (...kinds: AlertEntry['kind'][]) =>
    entries.every(({ kind }) => kinds.includes(kind))
  if (isAll('old-news')) return 'already'
  return isAll('old-news', 'summary', 'repeat') ? 'still' : 'new'
}

const whose = ({ agentId, name, customer }: AlertEntry) =>
  [`${name} ${agentId}`.trim(), customer].filter((part) => part !== '').join(' · ')

const fill = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (_whole, key: string) => String(values[key] ?? ''))
