import { createI18n } from 'vue-i18n'
import { en } from './en.ts'
import { languageOf } from '../../src-shared/language.ts'
import { zhCN } from './zh-CN.ts'

/** Chinese has no plural; where there are two forms, the first is the one for zero. */
const plainPlural = (n: number, forms: number): number => Math.min(n, forms - 1)

export const i18n = createI18n({
  legacy: false,
  locale: languageOf('system', navigator.languages),
  fallbackLocale: 'en',
  messages: { en, 'zh-CN': zhCN },
  pluralRules: { 'zh-CN': plainPlural },
})

/** More texts than a board shows in an hour. */
const most = 5_000

/**
 * Caches texts until the language changes. vue-i18n composes a text each time, which costs more than rendering it, and
 * hundreds of rows and agents need the same few with each patch.
 */
function remembering(t: (...of: unknown[]) => string): (...of: unknown[]) => string {
  const made = new Map<string, string>()
  return (...of) => {
    const place = `${i18n.global.locale.value} ${JSON.stringify(of)}`
    const known = made.get(place)
    if (known !== undefined) return known
    if (made.size >= most) made.clear()
    const text = t(...of)
    made.set(place, text)
    return text
  }
}
Object.assign(i18n.global, { t: remembering(i18n.global.t as (...of: unknown[]) => string) })
