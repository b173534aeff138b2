/** Excel takes a file for UTF-8 only with this in front. */
export const byteOrderMark = '\uFEFF'

/** What makes a cell a formula, full-width signs too; marks may stand before it already. */
const signs = '=+\\-@＝＋－＠'
const formulaInFront = new RegExp(`^'*[${signs}\\t\\r\\n]`)
const markInFront = new RegExp(`^'(?='*[${signs}\\t\\r\\n])`)
/**
 * After whatever separates cells in some country: a spreadsheet that separates by semicolons cuts a cell in two that
 * stands in quotes here.
 */
const formulaInside = new RegExp(`[,;\\t|\\r\\n]["\\s]*(?='*[${signs}])`, 'g')
const markInside = new RegExp(`([,;\\t|\\r\\n]["\\s]*)'(?='*[${signs}])`, 'g')
const separator = /[,;\t|\r\n]/
const needsQuotes = /[",\r\n]/

/** A cell of text: never a formula, quoted where it must be. */
export function textCell(text: string): string {
  // An export has millions of cells, few of them with a separator.
  const inside = separator.test(text) ? text.replace(formulaInside, "$&'") : text
  const harmless = formulaInFront.test(text) ? `'${inside}` : inside
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
