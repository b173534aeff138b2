import { type FileChoice } from '../../src-shared/contract/index.ts'
import { normalizeTyped } from '../../src-shared/typedText.ts'
import { mayBeId } from './idCell.ts'
import type { Row } from './table.ts'

/** The content of a table's columns. */
export interface Columns {
  /** The row with the titles of the columns; null where there is none. */
  headings: Row | null
  above: Row[]
  below: Row[]
  /** The number of columns. */
  width: number
  /** Null where no column contains ids. */
  id: number | null
  /** Null where no column contains names. */
  name: number | null
}

/** Titles are expected in the first rows. */
const rowsWithTitles = 20
/** The number of rows examined to classify a column. */
const rowsToJudge = 1_000

const idTitles =
  /^((agent|work|employee|staff|operator|user|login|personnel) ?(id|no|nr|number|code)\.?|i ?d|workno)$|工号|工號|^kennung$|^(agenten|personal|mitarbeiter)(nummer|nr\.?|kennung)$|^(matricule|identifiant|identificador|legajo)$/i
/** Titles of columns that may be row numbers. */
const numberTitles = /^(no|nr|number|code)\.?$|^(编号|編號)$/i
/** Titles used for ids as well as for names. */
const looseTitles = /^(agent|agents|座席|坐席|人员|人員)$/i
const nameTitles =
  /^((agent|full|display|employee|staff|operator|user|first|last) ?)?names?$|姓名|名字|^名称$|^名稱$|^(座席|坐席)名|^(nom|nombre|nome|vorname|nachname|surname)$/i
/** Titles of other columns in lists of agents, which are neither the agent's id nor name. */
const otherTitles =
  /\b(ext|extension|phone|tel|telephone|mobile|cell|dn|fax|e ?mail|mail|team|group|queue|skill|skills|dept|department|company|site|location|shift|role|supervisor|manager|leader|vdn|row|line|status|date|time|start|end)\b|^#$|nebenstelle|durchwahl|telefon|gruppe|abteilung|schicht|poste|分机|分機|电话|電話|手机|手機|班组|班組|小组|部门|部門|技能|队列|隊列|班次|班长|主管|序号|序號|组$|組$|邮箱|日期|时间/i

/** Finds the columns of ids and names, by their titles and by their values; the user's choice takes precedence. */
export function chooseColumns(rows: Row[], choice: FileChoice): Columns {
  const headings = headingsOf(rows)
  const at = headings === null ? 0 : rows.indexOf(headings)
  const below = headings === null ? rows : rows.slice(at + 1)
  const columns = columnsOf(headings, below)
  const ids = columns.filter((column) => idEvidence(column) > enough)
  const id = choice.idColumn === undefined ? best(columns, idEvidence) : choice.idColumn
  const others = columns.filter(({ index }) => index !== id)
  const nameEvidence = (column: Column) => evidenceOfName(column, id ?? 0)
  const name = choice.nameColumn === undefined ? best(others, nameEvidence) : choice.nameColumn
  const isPlainList = headings === null && name === null && ids.length > 1
  return {
    headings,
    above: rows.slice(0, at),
    below,
    width: columns.length,
    // Adjacent ids are not one column of a table.
    id: isPlainList && choice.idColumn === undefined ? null : id,
    name,
  }
}

interface Column {
  index: number
  title: string
  /** The columns with any value. */
  cells: string[]
  /** The number of rows. */
  rows: number
}

/** The row with the most known titles; otherwise the widest row of words only, above the first row with an id. */
function headingsOf(rows: readonly Row[]): Row | null {
  const isIdRow = ({ cells }: Row) => cells.some(mayBeId)
  const top = rows.slice(0, rowsWithTitles).filter((row) => !isIdRow(row))
  const known = ({ cells }: Row) => cells.map(titleOf).filter((title) => isKnown(title)).length
  const titled = widest(top, known)
  if (titled !== null) return titled
  const firstIds = rows.findIndex(isIdRow)
  const filled = ({ cells }: Row) => cells.filter((cell) => cell !== '').length
  const words = rows
    .slice(0, Math.max(0, firstIds))
    .filter(({ cells }) => !/\p{N}/u.test(cells.join()))
  return widest(words, filled)
}

const isKnown = (title: string) =>
  [idTitles, numberTitles, nameTitles].some((titles) => titles.test(title))

/** The first row with the highest count; null where all are zero. */
function widest(rows: readonly Row[], count: (row: Row) => number): Row | null {
  let most = 0
  let match: Row | null = null
  for (const row of rows) {
    const n = count(row)
    if (n > most) [most, match] = [n, row]
  }
  return match
}

function columnsOf(headings: Row | null, below: readonly Row[]): Column[] {
  const judged = below.slice(0, rowsToJudge)
  const width = below.reduce(
    (widest, { cells }) => Math.max(widest, cells.length),
    headings?.cells.length ?? 0,
  )
  return Array.from({ length: width }, (_, index) => ({
    index,
    title: titleOf(headings?.cells[index] ?? ''),
    cells: judged.map(({ cells }) => cells[index] ?? '').filter((cell) => cell !== ''),
    rows: judged.length,
  }))
}

const titleOf = (cell: string) =>
  normalizeTyped(cell)
    .replace(/[\s_-]+/g, ' ')
    .trim()

/** Half of the cells. */
const enough = 1

/** The column with the strongest evidence, the first of equals; null where it is too weak. */
function best(columns: readonly Column[], evidence: (column: Column) => number): number | null {
  let most = enough
  let match: number | null = null
  for (const column of columns) {
    const n = evidence(column)
    if (n > most) [most, match] = [n, column.index]
  }
  return match
}

function idEvidence({ title, cells, rows }: Column): number {
  // 1, 2, 3, … are row numbers.
  if (cells.length > 1 && cells.every((cell, at) => Number(cell) === at + 1)) return 0
  const share = cells.filter(mayBeId).length / Math.max(1, rows)
  if (idTitles.test(title)) return 3 + share
  if (share === 0 || otherTitles.test(title)) return 0
  return 2 * share + (numberTitles.test(title) || looseTitles.test(title) ? 0.5 : 0)
}

function evidenceOfName({ index, title, cells }: Column, id: number): number {
  if (otherTitles.test(title)) return 0
  const words = cells.filter((cell) => /\p{L}/u.test(cell) && !mayBeId(cell))
  const share = words.length / Math.max(1, cells.length)
  const titled = nameTitles.test(title) ? 3 : looseTitles.test(title) ? 0.5 : 0
  // Names differ from each other, and are next to the id, rather after it than before.
  const different = new Set(words).size / Math.max(1, words.length)
  const near = 0.3 / (index > id ? index - id : 2 * (id - index))
  return titled + share + (share > 0 ? 0.5 * different + near : 0)
}
