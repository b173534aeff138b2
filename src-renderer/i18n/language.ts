import type { PreferenceValues } from '../../src-shared/contract/index.ts'

export type Language = Exclude<PreferenceValues['language'], 'system'>

/** The current language; `system` takes the first of the system's languages for which there are texts. */
export const languageOf = (
  wish: PreferenceValues['language'],
  system: readonly string[] = navigator.languages,
): Language => {
  if (wish !== 'system') return wish
  const first = system.find((tag) => /^(en|zh)\b/i.test(tag)) ?? 'en'
  return /^zh/i.test(first) ? 'zh-CN' : 'en'
}
