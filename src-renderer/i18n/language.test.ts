import { describe, expect, it } from 'vitest'
import { i18n } from './index.ts'
import { languageOf } from './language.ts'

describe('the language', () => {
  it.each([
    ['system', ['zh-CN', 'en'], 'zh-CN'],
    ['system', ['zh-Hans-SG'], 'zh-CN'],
    ['system', ['en-US', 'zh-CN'], 'en'],
    ['system', ['de-DE', 'zh-CN'], 'zh-CN'],
    ['system', ['de-DE'], 'en'],
    ['system', [], 'en'],
    ['en', ['zh-CN'], 'en'],
    ['zh-CN', ['en-GB'], 'zh-CN'],
  ] as const)('for the wish %s and the system’s %j is %s', (wish, system, language) => {
    expect(languageOf(wish, system)).toBe(language)
  })
})

describe('a number of things', () => {
  const total = (language: 'en' | 'zh-CN', n: number): string =>
    i18n.global.t('setup.watch.total', { n }, { plural: n, locale: language })

  it('follows the rules of the language', () => {
    expect([0, 1, 2].map((n) => total('en', n))).toEqual([
      'No agents chosen',
      '1 agent will be monitored',
      '2 agents will be monitored',
    ])
    expect([0, 1, 2].map((n) => total('zh-CN', n))).toEqual([
      '尚未选择座席',
      '将监控 1 名座席',
      '将监控 2 名座席',
    ])
  })
})
