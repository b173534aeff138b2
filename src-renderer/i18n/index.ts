import { createI18n } from 'vue-i18n'
import { en } from './en.ts'
import { languageOf } from './language.ts'
import { zhCN } from './zh-CN.ts'

/** Chinese knows no plural; where there are two forms, the first says that there is none. */
const plainPlural = (n: number, forms: number): number => Math.min(n, forms - 1)

export const i18n = createI18n({
  legacy: false,
  locale: languageOf('system'),
  fallbackLocale: 'en',
  messages: { en, 'zh-CN': zhCN },
  pluralRules: { 'zh-CN': plainPlural },
})
