import type { FoundAgents, NamedAgent } from '../../src-preload/contract/index.ts'
import { checkAgentId, parseAgentList } from '../gateway/agentId.ts'
import { byteOrderMark, textCell } from '../history/csv.ts'

/** So much of what was left out is named; a wrong file would name thousands. */
const namedRejects = 100
const longestName = 200
/** Before a cell that begins so stands an apostrophe, or a spreadsheet would calculate it. */
const formula = /^[=+\-@\t\r＝＋－＠]/

/** The text of a file: UTF-8 or UTF-16 as they are marked, else UTF-8, else GBK. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** Finds agents in CSV, with or without a header; where no column holds ids, as in any text. */
export function readCsv(text: string): FoundAgents {
  const rows = csvRows(text).filter((row) => row.some((cell) => cell !== ''))
  const columns = columnsOf(rows)
  if (columns === null) return readText(text)
  const found = new Finding()
  for (const row of columns.hasHeader ? rows.slice(1) : rows) {
    const name = columns.name === null ? '' : (row[columns.name] ?? '')
    const id = row[columns.id] ?? ''
    found.add(id, name, id === '' ? row.join(' ').trim() : id)
  }
  return found.result()
}

/**
 * Finds agents in any text. Where a line names one agent, the words beside the id are the name.
 * Numbers of one or two digits count the lines rather than agents, so they are passed over.
 */
export function readText(text: string): FoundAgents {
  const found = new Finding()
  for (const line of text.normalize('NFKC').split(/[\r\n]+/)) {
    const numbers = line.match(numberLike)?.filter((piece) => piece.length > 2) ?? []
    const ids = numbers.filter((piece) => checkAgentId(piece).ok)
    for (const piece of numbers) found.add(piece, ids.length === 1 ? nameBeside(line) : '', piece)
  }
  return found.result()
}

/** As a spreadsheet opens it in any language: a byte order mark, quotes, and nothing that calculates. */
export function toCsv(agents: readonly NamedAgent[]): string {
  const rows = agents.map(({ agentId, name }) => `${agentId},${textCell(name)}`)
  return `${byteOrderMark}${['id,name', ...rows].join('\r\n')}\r\n`
}

/** Gathers what was found, and names what was not taken. */
class Finding {
  readonly #ids: string[] = []
  readonly #names = new Map<string, string>()
  readonly #rejected = new Map<string, FoundAgents['rejected'][number]>()

  /** `text` is what stands for it where it is no id. */
  add(id: string, name: string, text: string): void {
    const checked = checkAgentId(id)
    if (checked.ok) {
      this.#ids.push(checked.id)
      const said = name.slice(0, longestName).trim()
      if (said !== '' && !this.#names.has(checked.id)) this.#names.set(checked.id, said)
    } else {
      const why = checked.code === 'agent-id-out-of-range' ? 'out-of-range' : 'not-a-number'
      this.#rejected.set(text, { text: text.slice(0, longestName), why })
    }
  }

  result(): FoundAgents {
    const { ids, duplicates, newRange } = parseAgentList(this.#ids.join(' '))
    return {
      agents: ids.map((agentId) => ({ agentId, name: this.#names.get(agentId) ?? '' })),
      duplicates,
      newRange,
      rejected: [...this.#rejected.values()].slice(0, namedRejects),
      rejectedCount: this.#rejected.size,
    }
  }
}

/** A number that stands for itself, with what would make it a date, a time or a phone number. */
const numberLike = /(?<![A-Za-z\d_@.])\d(?:[\d\-/:.]*\d)?(?![A-Za-z\d_@])/g
const labels = /^(agent|id|no|name|ext|工号|座席|坐席|姓名|分机)$/i

/** The first words that are no label; marks around them do not belong to the name. */
function nameBeside(line: string): string {
  const pieces = line
    .replace(numberLike, '\t')
    .split(/[\t,;、|()[\]{}<>:"【】]+/)
    .map((piece) => piece.replace(/^[^\p{L}]+|[^\p{L}\p{N}.]+$/gu, ''))
  return pieces.find((piece) => piece !== '' && !labels.test(piece)) ?? ''
}

interface Columns {
  id: number
  /** Null where no column holds names. */
  name: number | null
  hasHeader: boolean
}

const idTitle = /^(agent ?)?(id|no\.?|number)$|^work ?no\.?$|工号|座席|坐席/i
const nameTitle = /name$|姓名|名称|名字/i

/** Where ids and names stand; null where there is neither a header nor a column that begins with an id. */
function columnsOf(rows: readonly string[][]): Columns | null {
  const [first = [], second = []] = rows
  const isId = (cell: string) => checkAgentId(cell).ok
  const idAt = first.findIndex(isId)
  if (idAt !== -1) return { id: idAt, name: nameAfter(first, idAt), hasHeader: false }
  const titles = first.map((title) => title.replace(/[\s_-]+/g, ' ').trim())
  const name = titles.findIndex((title) => nameTitle.test(title))
  const titled = titles.findIndex((title, at) => at !== name && idTitle.test(title))
  const id = titled === -1 ? second.findIndex(isId) : titled
  if (id === -1) return null
  return { id, name: name === -1 ? nameAfter(second, id) : name, hasHeader: true }
}

/** The first column of words after the id, else before it. */
function nameAfter(row: readonly string[], id: number): number | null {
  const order = [...row.keys()].filter((at) => at !== id)
  const isWord = (at: number) => /\p{L}/u.test(row[at] ?? '')
  return order.filter((at) => at > id).find(isWord) ?? order.find(isWord) ?? null
}

/** The cells of CSV: separated by commas, semicolons or tabs, in quotes where one of them stands inside. */
function csvRows(text: string): string[][] {
  const [head = ''] = text.split(/[\r\n]/)
  const count = (separator: string) => head.split(separator).length
  const separator = [',', ';', '\t', '，', '；'].reduce((best, one) =>
    count(one) > count(best) ? one : best,
  )
  const rows: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  const endCell = () => {
    rows.at(-1)?.push(plain(cell))
    cell = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at)
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text.charAt((at += 1))
      else isQuoted = false
    } else if (sign === '"' && cell.trim() === '') {
      isQuoted = true
      cell = ''
    } else if (sign === separator) {
      endCell()
    } else if (sign === '\n' || sign === '\r') {
      endCell()
      rows.push([])
    } else {
      cell += sign
    }
  }
  endCell()
  return rows
}

/** A cell without what keeps spreadsheets from reckoning: `="10401"`, or an apostrophe before a formula. */
function plain(cell: string): string {
  const text = cell.trim().replace(/^="(.*)"$/s, '$1')
  return text.startsWith("'") && (formula.test(text.slice(1)) || /^'\d+$/.test(text))
    ? text.slice(1)
    : text
}
