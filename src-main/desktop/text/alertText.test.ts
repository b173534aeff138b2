import { describe, expect, it } from 'vitest'
import type { AlertEntry } from '../../alerts/alert.ts'
import { alertText } from './alertText.ts'
import { wordsFor } from './words.ts'

const entry = (fields: Partial<AlertEntry> = {}): AlertEntry => ({
  holdId: '1011/a#1',
  agentId: '1011',
  name: 'Li Na',
  customer: '•••• 5678',
  level: 'red',
  ageMs: 120_400,
  doubtMs: 1_000,
  gap: false,
  kind: 'crossed',
  ...fields,
})
const en = (...entries: AlertEntry[]) => alertText({ id: 1, entries }, 'en')
const zh = (...entries: AlertEntry[]) => alertText({ id: 1, entries }, 'zh-CN')

describe('the text of an alert', () => {
  it('about one call names agent, customer and time', () => {
    expect(en(entry())).toEqual({
      title: 'Red: on hold for 2:00',
      body: 'Li Na 1011 · •••• 5678',
    })
    expect(zh(entry())).toEqual({
      title: '红色：已保持 2:00',
      body: 'Li Na 1011 · •••• 5678',
    })
  })

  it.each([
    ['repeat', 'Red: still on hold, 2:00'],
    ['snooze-over', 'Red, snooze ended: on hold for 2:00'],
    ['summary', 'Red: still on hold, 2:00'],
    ['old-news', 'Red: already on hold, 2:00'],
  ] as const)('says that it is a %s', (kind, title) => {
    expect(en(entry({ kind })).title).toBe(title)
  })

  it('shows no more certainty than there is', () => {
    expect(en(entry({ doubtMs: Infinity })).title).toBe('Red: on hold for ≥ 2:00')
    expect(en(entry({ doubtMs: Infinity, gap: true })).title).toBe('Red: on hold for ~2:00')
    expect(en(entry({ doubtMs: 12_000 })).title).toBe('Red: on hold for 2:00')
    expect(en(entry({ name: '', customer: '' })).body).toBe('1011')
  })

  it('about several names the first ones and counts the rest', () => {
    const others = [700, 600, 500, 3_909].map((seconds, index) =>
      entry({ agentId: String(1012 + index), ageMs: seconds * 1_000, level: 'critical' }),
    )
    expect(en(...others, entry())).toEqual({
      title: '5 calls need attention, longest 1:05:09',
      body: [
        'Critical · 11:40 · Li Na 1012 · •••• 5678',
        'Critical · 10:00 · Li Na 1013 · •••• 5678',
        'Critical · 8:20 · Li Na 1014 · •••• 5678',
        'and 2 more',
      ].join('\n'),
    })
    expect(zh(...others, entry()).body).toContain('\n另有 2 通')
  })

  it('about several describes what they have in common', () => {
    const old = entry({ kind: 'old-news', doubtMs: Infinity, ageMs: 760_000 })
    const summary = entry({ kind: 'summary' })
    expect(en(old, old).title).toBe('2 calls already on hold, longest ≥ 12:40')
    expect(en(old, summary, entry({ kind: 'repeat' })).title).toBe(
      '3 calls still on hold, longest ≥ 12:40',
    )
    expect(en(old, entry()).title).toBe('2 calls need attention, longest ≥ 12:40')
    expect(zh(old, old).title).toBe('2 通电话此前已在保持，最长 ≥ 12:40')
  })

  it.each(['en', 'zh-CN'] as const)(
    'names level, number and time in each text in %s',
    (language) => {
      const { one, many, more } = wordsFor(language).alerts
      for (const text of Object.values(one)) expect(text('LEVEL', 'AGE')).toMatch(/^LEVEL.*AGE$/)
      for (const text of Object.values(many)) expect(text(77, 'AGE')).toMatch(/77.*AGE$/)
      expect(more(77)).toContain('77')
    },
  )
})
