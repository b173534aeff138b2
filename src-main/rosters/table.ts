import { parse } from 'csv-parse/sync'
import { textOfCell } from '../base/csv.ts'
import { mayBeId } from './idCell.ts'

/** The cells of a row, and the line on which it starts, counted from 1. */
export interface Row {
  line: number
  cells: string[]
}

export interface Table {
  /** Without empty rows. */
  rows: Row[]
  /** The first line with unbalanced quotation marks: then each line was parsed by itself. */
  unmatchedQuote: number | null
}

const separators = [',', ';', '\t', '|', '，', '；']
/** Occurs in no text: for a single column. */
const noSeparator = '\u001F'
/** No list of agents has more columns. */
const mostCells = 100
/** The number of lines examined to detect the separator. */
const linesToJudge = 50

/** The cells of a text, with any separator; characters that spreadsheets add around them are removed. */
export function readTable(text: string): Table {
  const lines = text.split(/\r\n|\r|\n/)
  const stated = /^\s*"?sep=([,;\t|，；])"?\s*$/i.exec(lines[0] ?? '')?.[1]
  if (stated !== undefined) lines[0] = ''
  const separator = stated ?? separatorOf(lines)
  // Excel's way to preserve digits as text: ="10401".
  const own = lines.map((line) => line.replace(/(^|[,;\t|，；])\s*="([^"]*)"/g, '$1"$2"'))
  const rows = parsed(own, separator)
  if (rows !== null && !rows.some((row) => hasSwallowed(row, separator))) {
    return { rows, unmatchedQuote: null }
  }
  const isMatched = matchedQuotes(separator)
  const mended = own.map((line) => (isMatched(line) ? line : line.replaceAll('"', '')))
  return {
    rows: parsed(mended, separator) ?? [],
    unmatchedQuote: own.findIndex((line) => !isMatched(line)) + 1,
  }
}

/** Null where quotation marks are unbalanced. */
function parsed(lines: readonly string[], separator: string): Row[] | null {
  try {
    const records = parse(lines.join('\n'), {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      trim: true,
      info: true,
      skip_empty_lines: true,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    return records
      .map(({ info, record }) => ({
        line: info.lines - record.join().split('\n').length + 1,
        cells: record.slice(0, mostCells).map((cell) => textOfCell(cell.trim())),
      }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''))
  } catch {
    return null
  }
}

/** Whether a cell contains whole rows below it, because its quotation marks are closed too late. */
function hasSwallowed({ cells }: Row, separator: string): boolean {
  return cells.some((cell) =>
    cell
      .split('\n')
      .slice(1)
      .some((line) => line.includes(separator) && line.split(separator).some(mayBeId)),
  )
}

/** Whether the quotation marks of one line are balanced. */
function matchedQuotes(separator: string): (line: string) => boolean {
  const edge = separator === '|' ? '\\|' : separator
  const quoted = new RegExp(`(?<=^|${edge})[ \\t]*"(?:[^"]|"")*"[ \\t]*(?=${edge}|$)`, 'g')
  return (line) => !line.replace(quoted, '').includes('"')
}

/** The separator that isolates ids in most lines, and splits the lines into the same number of cells. */
function separatorOf(lines: readonly string[]): string {
  const judged = lines
    .filter((line) => line.trim() !== '')
    .slice(0, linesToJudge)
    .map((line) =>
      line.replace(/"([^"]*)"/g, (_, cell: string) => cell.replace(/[,;\t|，；]/g, '_')),
    )
  let best = { separator: noSeparator, ids: judged.filter(mayBeId).length, even: 0 }
  for (const separator of separators) {
    // A line that is one number with a thousands separator is not split at it.
    const rows = judged.map((line) => (mayBeId(line) ? [line] : line.split(separator)))
    const ids = rows.filter((cells) => cells.some(mayBeId)).length
    const counts = Map.groupBy(rows, (cells) => cells.length)
    counts.delete(1)
    const even = Math.max(0, ...[...counts.values()].map((alike) => alike.length))
    if (even > 0 && (ids > best.ids || (ids === best.ids && even > best.even))) {
      best = { separator, ids, even }
    }
  }
  return best.separator
}
