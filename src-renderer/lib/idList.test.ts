import { expect, it } from 'vitest'
import { withoutIds } from './idList.ts'

it.each([
  ['1, 2, 3', ['2'], '1, 3'],
  ['1, 2, 3', ['1', '3'], '2'],
  ['12 1 21', ['1'], '12 21'],
  ['1\n2\n3', ['1'], '2\n3'],
  ['1\uFF0C2\uFF0C3', ['2'], '1\uFF0C3'],
  ['abc, 1', ['1'], 'abc'],
  ['1, 2', ['1', '2'], ''],
])('takes ids out of %j', (text, ids, left) => {
  expect(withoutIds(text, ids)).toBe(left)
})
