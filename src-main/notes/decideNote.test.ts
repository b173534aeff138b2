import { describe, expect, it } from 'vitest'
import { noteEveryMs, noteRefusal, type NoteWish } from './decideNote.ts'

const wish: NoteWish = {
  isAllowed: true,
  hasSession: true,
  text: 'Your caller has been on hold for 2:10.',
  number: '02155501234',
  lastSentAt: -Infinity,
  now: 1_000_000,
}
const refusal = (change: Partial<NoteWish>) => noteRefusal({ ...wish, ...change })

describe('a note', () => {
  it('may be sent', () => {
    expect(refusal({})).toBeNull()
  })

  it.each<[string, Partial<NoteWish>, object]>([
    ['while notes are off', { isAllowed: false }, { code: 'notes-off' }],
    ['without a session', { hasSession: false }, { code: 'note-no-session' }],
    ['without a text', { text: '' }, { code: 'note-empty' }],
    [
      'that is too long, in bytes',
      { text: '保'.repeat(342) },
      { code: 'note-too-long', params: { bytes: 1026, most: 1023 } },
    ],
    [
      'too soon after the last',
      { lastSentAt: 1_000_000 - noteEveryMs + 1 },
      { code: 'note-too-soon', params: { seconds: 1 } },
    ],
  ])('may not be sent %s', (_, change, error) => {
    expect(refusal(change)).toEqual(error)
  })

  it('may be as long as the gateway takes, and be sent again after a minute', () => {
    expect(refusal({ text: '保'.repeat(341) })).toBeNull()
    expect(refusal({ lastSentAt: 1_000_000 - noteEveryMs })).toBeNull()
  })

  it.each([
    '02155501234',
    '(021) 5550-1234',
    '5501234',
    '０２１５５５０１２３４',
    'x021.555.01234y',
  ])('does not give the caller’s number away: %s', (number) => {
    expect(refusal({ text: `Call ${number} back` })).toEqual({ code: 'note-has-number' })
  })

  it.each(['1234', '10412', '2026-11-29 16:42', '02155501235'])(
    'may name another number: %s',
    (number) => {
      expect(refusal({ text: `Call ${number}` })).toBeNull()
    },
  )

  it('may name anything where the caller’s number is not known, or is an extension', () => {
    expect(refusal({ text: 'Call 02155501234', number: '' })).toBeNull()
    expect(refusal({ text: 'Call 8034', number: '8034' })).toBeNull()
  })
})
