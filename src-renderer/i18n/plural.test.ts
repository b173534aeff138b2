import { describe, expect, it } from 'vitest'
import { i18n } from './index.ts'

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
