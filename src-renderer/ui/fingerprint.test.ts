import { describe, expect, it } from 'vitest'
import { compareFingerprint, groups } from './fingerprint.ts'

const fingerprint =
  '97:9F:4F:E6:25:7B:9E:17:33:B9:41:09:8C:79:36:D5:F1:E2:9E:9E:29:F3:2C:0A:DE:DD:27:6F:4C:50:42:97'
const bare = fingerprint.replaceAll(':', '')

describe('comparing a fingerprint', () => {
  it.each([
    fingerprint,
    bare,
    bare.toLowerCase(),
    `  ${fingerprint.replaceAll(':', ' ')}\n`,
    fingerprint.replaceAll(':', '-'),
    `SHA256 Fingerprint=${fingerprint}`,
    `sha256:${bare.toLowerCase()}`,
    `SHA-256: ${fingerprint}`,
    `\u200eSHA-256: ${fingerprint}\u200b`,
    `\uFEFF${bare.slice(0, 7)}\u200b${bare.slice(7)}`,
  ])('sees a match whatever the writing: %s', (pasted) => {
    expect(compareFingerprint(pasted, fingerprint)).toBe('matches')
  })

  it('detects a difference of one digit, at the end and in the middle', () => {
    expect(compareFingerprint(bare.slice(0, -1) + '8', fingerprint)).toBe('differs')
    expect(compareFingerprint(bare.slice(0, 30) + '0' + bare.slice(31), fingerprint)).toBe(
      'differs',
    )
  })

  it('does not accept a part of it, or additional digits, as a match', () => {
    expect(compareFingerprint(bare.slice(0, 62), fingerprint)).toBe('incomplete')
    expect(compareFingerprint(bare + '00', fingerprint)).toBe('differs')
  })

  it('recognizes text that is not a fingerprint', () => {
    expect(compareFingerprint(' ', fingerprint)).toBe('empty')
    expect(compareFingerprint('hello', fingerprint)).toBe('not-hex')
    expect(compareFingerprint('a'.repeat(40), fingerprint)).toBe('sha1')
  })
})

it('shows sixteen groups of two pairs', () => {
  expect(groups(fingerprint)).toHaveLength(16)
  expect(groups(fingerprint)[0]).toBe('97:9F')
  expect(groups(fingerprint).join(':')).toBe(fingerprint)
})
