import { describe, expect, it } from 'vitest'
import {
  agentState,
  certificateReason,
  errorCode,
  fact,
  level,
  notice,
  rosterEntry,
  stepName,
  stepState,
  unknownReason,
} from '../../src-shared/contract/index.ts'
import { isPlain } from '../../src-shared/houseStyle.ts'
import { en } from './en.ts'
import { zhCN } from './zh-CN.ts'

const series = (family: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${family}-${String(from + i).padStart(3, '0')}`)

/** The gateway's published codes (gateway protocol §6). */
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
  // Of a CC-CMS (gateway protocol §10.8).
  '0100001',
  '0100002',
  '0100003',
  '0100999',
  '0101001',
  '0101002',
  '0101003',
  // Families of which only the first part is published.
  '104',
  '106',
  '700',
  '701',
]

/** Every text with its path, such as `board.menu.open`. */
const textsOf = (value: object, path = ''): [string, string][] =>
  Object.entries(value).flatMap(([key, inner]: [string, string | object]) =>
    typeof inner === 'string' ? [[path + key, inner]] : textsOf(inner, `${path}${key}.`),
  )
const gaps = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()

describe('texts', () => {
  it.each([
    ['error', errorCode.options, en.errors],
    ['reason', unknownReason.options, en.reasons],
    ['certificate reason', certificateReason.options, en.certificateReasons],
    ['agent state', agentState.options, en.agentStates],
    ['roster state', rosterEntry.shape.state.options, en.rosterStates],
    ['notice', notice.shape.code.options, en.notices],
    ['level', level.options, en.levels],
    ['check', stepName.options, en.diagnostics.steps.name],
    ['end of a check', stepState.options, en.diagnostics.steps.state],
    ['finding of a check', fact.options, en.diagnostics.facts],
  ])('has one for every %s', (_kind, codes, texts) => {
    expect(codes.filter((code) => !(code in texts))).toEqual([])
  })

  it('has none for a notice or an error that is never sent', () => {
    const known = new Set<string>(['label', ...notice.shape.code.options, ...errorCode.options])
    const all = [...Object.keys(en.notices), ...Object.keys(en.errors)]
    expect(all.filter((code) => !known.has(code))).toEqual([])
  })

  it('has one for every known code of the gateway', () => {
    expect(published.filter((code) => !(code in en.retcodes))).toEqual([])
  })

  it.each([
    ['English', en],
    ['简体中文', zhCN],
  ])('has nothing empty in %s', (_name, texts) => {
    expect(textsOf(texts).filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it.each([
    ['English', en],
    ['简体中文', zhCN],
  ])('has plain words, and one for each thing, in %s', (_name, texts) => {
    // It contains the column names of a file.
    const others = textsOf(texts).filter(([key]) => key !== 'errors.file-without-ids')
    expect(others.filter(([, text]) => !isPlain(text))).toEqual([])
  })

  it('has equal keys and equal placeholders in both languages', () => {
    const filled = (texts: object) => textsOf(texts).map(([key, text]) => [key, gaps(text)])
    expect(filled(zhCN)).toEqual(filled(en))
  })

  it('has no text that was left untranslated', () => {
    const same = textsOf(zhCN).filter(
      ([key, text]) => text === textsOf(en).find(([k]) => k === key)?.[1],
    )
    expect(
      same.filter(([, text]) => /[a-z]{3}.* [a-z]{3}/i.test(text.replace(/\{\w+\}/g, ''))),
    ).toEqual([])
  })
})
