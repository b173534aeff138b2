import type { GroupedNumber } from '../../src-shared/contract/index.ts'
import { normalizeTyped } from '../../src-shared/typedText.ts'

const separators = ',;\uFF0C\uFF1B\u3001'

/** Digits of any width, including invisible characters between them. */
const number = /\p{Cf}*\p{Nd}[\p{Nd}\p{Cf}]*/gu

/** The ids of a typed list, and its other numbers. */
export const numbersIn = (text: string): Set<string> =>
  new Set(text.match(number)?.map(normalizeTyped))

/** The text of a typed list without some of its ids; everything else is unchanged. */
export const withoutIds = (text: string, ids: readonly string[]): string => {
  const removals = new Set(ids)
  return text
    .replace(number, (id) => (removals.has(normalizeTyped(id)) ? '' : id))
    .replace(new RegExp(`[ \\t]*[${separators}][ \\t]*(?=[${separators}\\n])`, 'g'), '')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(new RegExp(`^[\\s${separators}]+|[\\s${separators}]+$`, 'g'), '')
}

/** The text of a typed list once the user has decided whether its grouped digits are one id each, or two numbers. */
export const settleGrouped = (
  text: string,
  grouped: readonly GroupedNumber[],
  areIds: boolean,
): string =>
  grouped.reduce(
    (settled, { text: digits, id }) =>
      settled.replace(
        new RegExp(`(?<!\\d)${digits.replace('.', '\\.')}(?!\\d)`, 'g'),
        areIds ? id : digits.replace(/\D/, ', '),
      ),
    normalizeTyped(text),
  )
