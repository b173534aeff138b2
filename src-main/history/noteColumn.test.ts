import { expect, it } from 'vitest'
import { noteColumn, notesOf, type NoteRow } from './noteColumn.ts'

const notes: NoteRow[] = [
  { text: '请取回 "now"', by: '900', afterMs: 1_000, retcode: '0' },
  { text: 'x', by: '900', afterMs: 61_000, retcode: null },
]

it('notes come back as they were', () => {
  expect(notesOf(noteColumn(notes))).toEqual(notes)
  expect(noteColumn([])).toBeNull()
})

it.each([null, undefined, '', 'no JSON', '{}', '7'])('%j tells of none', (column) => {
  expect(notesOf(column)).toEqual([])
})
