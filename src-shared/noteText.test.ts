import { describe, expect, it } from 'vitest'
import {
  fillTemplate,
  maxNoteBytes,
  noteBytes,
  noteLine,
  placeholders,
  unknownPlaceholder,
} from './noteText.ts'

describe('a note', () => {
  it.each([
    ['a'.repeat(1023), 1023],
    ['保'.repeat(341), 1023],
    ['👋', 4],
    ['', 0],
  ])('%s has its bytes counted in UTF-8', (text, bytes) => {
    expect(noteBytes(text)).toBe(bytes)
    expect(bytes).toBeLessThanOrEqual(maxNoteBytes)
  })

  it.each([
    ['one\r\ntwo', 'one two'],
    ['one\n\n\ntwo\tthree', 'one two three'],
    [' \u2028one\u0000\u001b[31m ', 'one [31m'],
    ['保持\n请回', '保持 请回'],
  ])('%j is one line: %j', (text, line) => {
    expect(noteLine(text)).toBe(line)
  })
})

describe('a template', () => {
  it('is filled with the time on hold and the skill', () => {
    const values = { time: '2:10', skill: 'billing' }
    expect(fillTemplate('{skill}: on hold for {time}, {time}!', values)).toBe(
      'billing: on hold for 2:10, 2:10!',
    )
  })

  it('leaves no hole where the skill is not known', () => {
    const text = fillTemplate('Your {skill} caller waits.', { time: '2:10', skill: '' })
    expect(text).toBe('Your caller waits.')
  })

  it('takes nothing from what it is filled with', () => {
    const values = { time: '2:10', skill: '{time}\nbilling' }
    expect(fillTemplate('{skill}', values)).toBe('{time} billing')
  })

  it.each([
    ['{time} {skill}', null],
    ['no braces', null],
    ['call {number} back', 'number'],
    ['{time} {customer}', 'customer'],
    ['{Time}', 'Time'],
    ['{}', ''],
  ])('%s: the unknown placeholder is %j', (template, unknown) => {
    expect(unknownPlaceholder(template)).toBe(unknown)
  })

  it('cannot ask for a number', () => {
    expect([...placeholders].sort()).toEqual(['skill', 'time'])
  })
})
