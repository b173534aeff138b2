import { collator } from '../i18n/collator.ts'

/** One option of a filter. */
export interface Choice<T> {
  value: T
  label: string
}

/** The options: the current values, and chosen ones even if they are gone. */
export const choicesOf = <T>(
  present: Iterable<T>,
  chosen: readonly T[],
  label: (value: T) => string,
): Choice<T>[] => {
  const { compare } = collator()
  return [...new Set([...present, ...chosen])]
    .map((value) => ({ value, label: label(value) }))
    .sort((a, b) => compare(a.label, b.label))
}
