import { expect, it } from 'vitest'
import { numbersIn, settleGrouped, withoutIds } from './idList.ts'

it.each([
  ['1, 2, 3', ['2'], '1, 3'],
  ['1, 2, 3', ['1', '3'], '2'],
  ['12 1 21', ['1'], '12 21'],
  ['1\n2\n3', ['1'], '2\n3'],
  ['1\uFF0C2\uFF0C3', ['2'], '1\uFF0C3'],
  ['abc, 1', ['1'], 'abc'],
  ['1, 2', ['1', '2'], ''],
  ['1, \u202d1\u200b2\u202c, 3', ['12'], '1, 3'],
  ['１２，3', ['12'], '3'],
])('takes ids out of %j', (text, ids, rest) => {
  expect(withoutIds(text, ids)).toBe(rest)
})

it('finds the numbers of a list in any notation', () => {
  expect([...numbersIn('1, \u202d1\u200b2\u202c １３; x')]).toEqual(['1', '12', '13'])
})

it.each([
  ['10,401\n10,402', true, '10401\n10402'],
  ['10,401\n10,402', false, '10, 401\n10, 402'],
  ['10401 110,401', true, '10401 110,401'],
  ['１０，４０１ x', true, '10401 x'],
  ['10.401', true, '10401'],
])('settles what grouped digits are: %j', (text, areIds, settled) => {
  const grouped = [
    { text: '10,401', id: '10401' },
    { text: '10,402', id: '10402' },
    { text: '10.401', id: '10401' },
  ]
  expect(settleGrouped(text, grouped, areIds)).toBe(settled)
})
