import { collator } from '../i18n/collator.ts'

/** One thing that can be filtered by. */
export interface Choice<T> {
  value: T
  label: string
}

/** What can be chosen: what is there now, and what is chosen already though it is gone. */
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
