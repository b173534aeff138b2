import { i18n } from './index.ts'

const made = new Map<string, Intl.Collator>()

/** Sorts names by the current language, with numbers by their value. */
export const collator = (): Intl.Collator => {
  const locale = i18n.global.locale.value
  const known = made.get(locale) ?? new Intl.Collator(locale, { numeric: true })
  made.set(locale, known)
  return known
}
