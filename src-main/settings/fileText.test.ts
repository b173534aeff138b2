import { expect, it } from 'vitest'
import { textOf } from './fileText.ts'

const text = '{"name":"陈伟"}'
const marked = Buffer.from(`\uFEFF${text}`, 'utf16le')

it.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16, low byte first', marked],
  ['UTF-16, high byte first', Buffer.from(marked).swap16()],
])('%s is read', (_, bytes) => {
  expect(textOf(bytes)).toBe(text)
})

it('other bytes are not text', () => {
  expect(textOf(Buffer.from([0x7b, 0xff, 0x22]))).toBeNull()
  expect(textOf(Buffer.alloc(0))).toBe('')
})
