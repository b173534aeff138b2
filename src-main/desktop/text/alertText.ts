import type { Alert, AlertEntry } from '../../alerts/alert.ts'
import { ageText } from '../../../src-shared/ageText.ts'
import type { Language } from '../../../src-shared/language.ts'
import { wordsFor } from './words.ts'

export interface AlertText {
  title: string
  body: string
}

/** More holds than this are counted, not named: a notification has space for few lines. */
const mostNamed = 3

/** What a notification says. */
export function alertText({ entries }: Alert, language: Language): AlertText {
  const words = wordsFor(language).alerts
  const levelOf = ({ level }: AlertEntry) => words.levels[level]
  const [first] = entries
  if (entries.length === 1 && first !== undefined) {
    const title = words.one[first.kind](levelOf(first), ageText(first))
    return { title, body: whose(first) }
  }
  const n = entries.length
  const [longest] = [...entries].sort((a, b) => b.ageMs - a.ageMs)
  const entriesByName = entries
    .slice(0, mostNamed)
    .map((entry) => `${levelOf(entry)} · ${ageText(entry)} · ${whose(entry)}`)
  if (n > mostNamed) entriesByName.push(words.more(n - mostNamed))
  return {
    title: words.many[newsOf(entries)](n, longest ? ageText(longest) : ''),
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
