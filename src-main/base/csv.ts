/** Excel only reads a file as UTF-8 with this prefix. */
export const byteOrderMark = '\uFEFF'

/** Characters that start a formula, including full-width signs; apostrophes may precede them already. */
const signs = '=+\\-@＝＋－＠'
const formulaInFront = new RegExp(`^'*[${signs}\\t\\r\\n]`)
const markInFront = new RegExp(`^'(?='*[${signs}\\t\\r\\n])`)
/** After any separator of any locale: a spreadsheet that separates by semicolons splits a quoted cell. */
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

/** The text of a cell without its quotes, and without the apostrophes that keep a spreadsheet from calculating. */
export function textOfCell(cell: string): string {
  if (!cell.includes("'")) return cell
  // A spreadsheet itself marks digits that must stay text.
  return cell
    .replace(markInFront, '')
    .replace(markInside, '$1')
    .replace(/^'(?=\d+$)/, '')
}
