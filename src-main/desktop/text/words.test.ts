import { describe, expect, it } from 'vitest'
import { isPlain } from '../../../src-shared/houseStyle.ts'
import { wordsFor } from './words.ts'

describe('the texts outside the window', () => {
  it.each(['en', 'zh-CN'] as const)('are in plain words in %s', (language) => {
    const { levels, held, paused, nothingKnown, unseen, more, quitQuestion, ...fixed } =
      wordsFor(language)
    const texts = [
      ...Object.values(levels),
      ...Object.values(fixed),
      ...[held(2, '1:00'), paused('x'), nothingKnown('15:49', 'x'), unseen('x', 1, 2), more(2)],
      ...[quitQuestion(1), quitQuestion(2)],
    ]
    expect(texts.filter((text) => !isPlain(text))).toEqual([])
  })
})
