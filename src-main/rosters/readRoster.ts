import type { FileChoice, FilePreview, FoundAgents } from '../../src-shared/contract/index.ts'
import { chooseColumns, type Columns } from './columns.ts'
import { decodeFile } from './decode.ts'
import { type Finding, foundInFile, foundInText } from './findings.ts'
import { findInText } from './freeText.ts'
import { readIdCell } from './idCell.ts'
import { readTable, type Row } from './table.ts'

const shownRows = 5
const shownText = 100

/**
 * Parses a file as a list of agents: as CSV or, where no column contains ids, as free text. Null where it is not text,
 * or contains nothing that could be an id.
 */
export function readRosterFile(
  bytes: Uint8Array,
  choice: FileChoice,
): Omit<FilePreview, 'file'> | null {
  const decoded = decodeFile(bytes, choice.encoding)
  if (decoded === null) return null
  const { rows, unmatchedQuote } = readTable(decoded.text)
  const columns = chooseColumns(rows, choice)
  const { id } = columns
  const findings = id === null ? findInText(decoded.text) : findInColumns(columns, id)
  const result = foundInFile(findings, choice.joinGroups ?? false)
  if (
    id === null &&
    choice.idColumn === undefined &&
    result.agents.length + result.grouped.length === 0
  ) {
    return null
  }
  return {
    encoding: decoded.encoding,
    columns: shownColumnsOf(columns),
    idColumn: id,
    nameColumn: id === null ? null : columns.name,
    firstRows: columns.below.slice(0, shownRows).map(({ line, cells }) => ({
      line,
      cells: cells.map(cut),
    })),
    unmatchedQuote,
    ...result,
  }
}

/** Finds agents in pasted text. */
export function readRosterText(text: string): FoundAgents {
  return foundInText(findInText(text))
}

function findInColumns({ above, below, name }: Columns, id: number): Finding[] {
  const find = (row: Row): Finding => {
    const cell = row.cells[id] ?? ''
    return {
      line: row.line,
      read: readIdCell(cell),
      name: name === null ? '' : (row.cells[name] ?? ''),
      text: cell === '' ? textOf(row) : cell,
    }
  }
  // A title; or a row of agents above the headings.
  const aboveAll = above.map((row): Finding => {
    const result = find(row)
    if (result.read.kind !== 'none') return result
    return { ...result, read: { kind: 'none', why: 'above-headings' }, text: textOf(row) }
  })
  return [...aboveAll, ...below.map(find)]
}

const textOf = ({ cells }: Row) => cells.filter((cell) => cell !== '').join(' ')

function shownColumnsOf({ headings, below, width }: Columns): FilePreview['columns'] {
  return Array.from({ length: width }, (_, at) => ({
    title: cut(headings?.cells[at] ?? ''),
    example: cut(below.find(({ cells }) => (cells[at] ?? '') !== '')?.cells[at] ?? ''),
  }))
}

const cut = (text: string) => text.slice(0, shownText)
