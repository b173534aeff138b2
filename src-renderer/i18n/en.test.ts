import { describe, expect, it } from 'vitest'
import {
  agentState,
  certificateReason,
  errorCode,
  level,
  notice,
  rosterEntry,
  unknownReason,
} from '../../src-preload/contract/index.ts'
import { en } from './en.ts'

const series = (family: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${family}-${String(from + i).padStart(3, '0')}`)

/** The gateway's published codes (fact sheet §6). */
const published = [
  '0',
  ...series('000', 1, 7),
  ...series('100', 1, 21),
  ...series('101', 1, 7),
  ...series('105', 1, 7),
  '110-016',
  ...series('200', 1, 26),
  '210-001',
  ...series('300', 1, 4),
  ...series('400', 1, 3),
  ...series('500', 1, 10),
  ...series('600', 1, 5),
  ...series('800', 1, 3),
  ...series('900', 1, 9),
  '999-001',
  // Families of which only the first part is published.
  '104',
  '106',
  '700',
  '701',
]

describe('English texts', () => {
  it.each([
    ['error', errorCode.options, en.errors],
    ['reason', unknownReason.options, en.reasons],
    ['certificate reason', certificateReason.options, en.certificateReasons],
    ['agent state', agentState.options, en.agentStates],
    ['roster state', rosterEntry.shape.state.options, en.rosterStates],
    ['notice', notice.shape.code.options, en.notices],
    ['level', level.options, en.levels],
  ])('has one for every %s', (_kind, codes, texts) => {
    expect(codes.filter((code) => !(code in texts))).toEqual([])
  })

  it('has one for every code the gateway is known to answer', () => {
    expect(published.filter((code) => !en.retcodes[code])).toEqual([])
  })

  it('has nothing empty', () => {
    const empty: string[] = []
    const walk = (value: unknown, path: string): void => {
      if (typeof value === 'string') {
        if (value.trim() === '') empty.push(path)
      } else {
        for (const [key, inner] of Object.entries(value as object)) walk(inner, `${path}.${key}`)
      }
    }
    walk(en, 'en')
    expect(empty).toEqual([])
  })
})
