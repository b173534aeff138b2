import { describe, expect, it } from 'vitest'
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
