import { describe, expect, it } from 'vitest'
import { isPlain } from '../../../src-shared/houseStyle.ts'
import { wordsFor } from './words.ts'

describe('the texts outside the window', () => {
  it.each(['en', 'zh-CN'] as const)('are in plain words in %s', (language) => {
    const { levels, held, paused, nothingKnown, unseen, more, quitQuestion, alerts, ...fixed } =
      wordsFor(language)
    const { one, many, noData } = alerts
    const sources = [
      noData.source(null, false),
      noData.source(null, true),
      noData.source('North', true),
    ]
    const texts = [
      ...Object.values(levels),
      ...Object.values(fixed),
      ...[held(2, '1:00'), paused('x'), nothingKnown('15:49', 'x'), unseen('x', 1, 2), more(2)],
      ...[quitQuestion(1), quitQuestion(2)],
      ...Object.values(alerts.levels),
      ...Object.values(one).map((text) => text('x', '2:00')),
      ...Object.values(many).map((text) => text(2, '2:00')),
      ...Object.values(noData.unseen),
      ...[alerts.more(2), noData.lasted('15:49', '15:50')],
      ...sources.flatMap((source) => [
        ...[noData.begun(source, '15:49'), noData.reminder(source, '15:49'), noData.over(source)],
        ...Object.values(noData.why).flatMap((why) =>
          Object.values(noData.stopped).map((text) => text(why(source))),
        ),
      ]),
    ]
    expect(texts.filter((text) => !isPlain(text))).toEqual([])
  })
})
