import { expect, it } from 'vitest'
import { Notices } from './notices.ts'

it('of notes from others only the last few stay, the newest at the end', () => {
  const codes: string[] = []
  const notices = new Notices(({ id }) => codes.push(id))
  notices.add('cannot-save')
  for (let n = 1; n <= 7; n++) {
    notices.addNote({ sender: '10412', senderName: 'Wei', text: `note ${n}` }, n)
  }
  notices.addNote({ sender: '', senderName: '', text: null }, 8)
  expect(notices.list.map(({ code, params }) => [code, params['text']])).toEqual([
    ['cannot-save', undefined],
    ['note-received', 'note 4'],
    ['note-received', 'note 5'],
    ['note-received', 'note 6'],
    ['note-received', 'note 7'],
    ['note-without-text', undefined],
  ])
  // The window replaces what has the same id.
  expect(new Set(codes).size).toBe(6)
})
