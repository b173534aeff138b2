import { expect, it } from 'vitest'
import { isPlain } from '../../../src-shared/houseStyle.ts'
import { alertWords } from './alertWords.ts'

it.each(['en', 'zh-CN'] as const)(
  'says what a notification says in plain words in %s',
  (language) => {
    const { levels, one, many, more, noData } = alertWords[language]
    const texts = [
      ...[levels, one, many, noData.stopped].flatMap((part) => Object.values<string>(part)),
      ...[more, noData.over, noData.unseen],
      ...[noData.begun('15:49'), noData.reminder('15:49'), noData.lasted('15:49', '15:50')],
    ]
    expect(texts.filter((text) => !isPlain(text))).toEqual([])
  },
)
