import { normalizeTyped } from '../../src-shared/typedText.ts'

export type Comparison = 'empty' | 'not-hex' | 'sha1' | 'incomplete' | 'matches' | 'differs'

/** `97:9F:4F:E6…` as groups of two pairs: `97:9F`, `4F:E6`, …, easy to compare by eye. */
export const groups = (sha256: string): string[] => {
  const pairs = sha256.split(':')
  return Array.from({ length: Math.ceil(pairs.length / 2) }, (_, i) =>
    pairs.slice(i * 2, i * 2 + 2).join(':'),
  )
}

/** Removes what tools write around and between the digits: a label, colons, spaces, dashes. */
const digits = (text: string): string =>
  normalizeTyped(text)
    .replace(/^sha-?256(\s+fingerprint)?\s*[=:]?\s*/i, '')
    .replace(/[\s:.\-\u2010-\u2015]/g, '')
    .toUpperCase()

/** Compares a pasted fingerprint with the one shown, whatever its separators and case. */
export const compareFingerprint = (pasted: string, actual: string): Comparison => {
  const expected = digits(pasted)
  if (expected === '') return 'empty'
  if (!/^[0-9A-F]+$/.test(expected)) return 'not-hex'
  if (expected.length === 40) return 'sha1'
  if (expected.length < 64) return 'incomplete'
  return expected === digits(actual) ? 'matches' : 'differs'
}
