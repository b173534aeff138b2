/** The languages that there are texts in. */
export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]

/**
 * The language that is shown; `system` takes the first of the system's that there are texts in.
 * @param system language tags, the preferred one first
 */
export const languageOf = (wish: Language | 'system', system: readonly string[]): Language => {
  if (wish !== 'system') return wish
  const first = system.find((tag) => /^(en|zh)\b/i.test(tag)) ?? 'en'
  return /^zh/i.test(first) ? 'zh-CN' : 'en'
}
