/** Excel takes a file for UTF-8 only with this in front. */
export const byteOrderMark = '\uFEFF'

/** A sign that makes a cell a formula, full-width ones too; a mark may stand before it already. */
const sign = "'*[=+\\-@＝＋－＠]"
const formulaInFront = new RegExp(`^(?=${sign}|'*[\\t\\r\\n])`)
/**
 * After whatever separates cells in some country: a spreadsheet that separates by semicolons cuts a cell in two that
 * stands in quotes here.
 */
const formulaInside = new RegExp(`[,;\\t|\\r\\n]["\\s]*(?=${sign})`, 'g')
const markInFront = new RegExp(`^'(?=${sign}|'*[\\t\\r\\n])`)
const markInside = new RegExp(`([,;\\t|\\r\\n]["\\s]*)'(?=${sign})`, 'g')
const needsQuotes = /[",\r\n]/

/** A cell of text: never a formula, quoted where it must be. */
export function textCell(text: string): string {
  const harmless = text.replace(formulaInside, "$&'").replace(formulaInFront, "'")
  return needsQuotes.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** The text of a cell out of its quotes: without the marks that keep a spreadsheet from calculating. */
export function textOfCell(cell: string): string {
  if (!cell.includes("'")) return cell
  // A spreadsheet itself marks digits that shall stay a text.
  return cell
    .replace(markInFront, '')
    .replace(markInside, '$1')
    .replace(/^'(?=\d+$)/, '')
}
