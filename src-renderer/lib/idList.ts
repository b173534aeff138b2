const separators = ',;\uFF0C\uFF1B\u3001'

/** The text of a typed list without some of its ids; everything else stays as it was typed. */
export const withoutIds = (text: string, ids: readonly string[]): string => {
  const gone = new Set(ids)
  return text
    .replace(/\d+/g, (id) => (gone.has(id) ? '' : id))
    .replace(new RegExp(`[ \\t]*[${separators}][ \\t]*(?=[${separators}\\n])`, 'g'), '')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(new RegExp(`^[\\s${separators}]+|[\\s${separators}]+$`, 'g'), '')
}
