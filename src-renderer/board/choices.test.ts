import { afterEach, describe, expect, it } from 'vitest'
import { i18n } from '../i18n/index.ts'
import { choicesOf } from './choices.ts'

afterEach(() => void (i18n.global.locale.value = 'en'))

describe('choices', () => {
  it('occur once each, including chosen ones that are gone, sorted by the language', () => {
    const labels = () =>
      choicesOf(['安然', '阿里', '安然', 'q10'], ['q9'], (value) => value).map(({ label }) => label)
    i18n.global.locale.value = 'en'
    expect(labels()).toEqual(['q9', 'q10', '安然', '阿里'])
    i18n.global.locale.value = 'zh-CN'
    expect(labels().filter((label) => !label.startsWith('q'))).toEqual(['阿里', '安然'])
  })
})
