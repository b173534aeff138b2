import { describe, expect, it } from 'vitest'
import { errorCode, unknownReason } from '../../src-shared/contract/index.ts'
import { errorOfReason, resultCodes, resultFamilies, ruleOf } from './resultCodes.ts'

describe('result codes', () => {
  it.each([
    ['0', 'ok'],
    ['400-003', 'none'],
    ['000-003', 'renew-guid'],
    ['100-006', 'renew-guid'],
    ['105-005', 'sign-in-again'],
    ['105-006', 'sign-in-again'],
    ['105-007', 'sign-in-again'],
    ['100-002', 'stop-and-ask'],
    ['100-004', 'stop-and-ask'],
    ['100-020', 'stop-and-ask'],
    ['110-016', 'stop-and-ask'],
    ['000-007', 'slow-down'],
    ['100-021', 'slow-down'],
    ['000-004', 'retry-later'],
    ['100-007', 'retry-later'],
    ['300-001', 'skip-agent'],
    ['000-002', 'bug'],
    // by family
    ['110-017', 'stop-and-ask'],
    ['700-001', 'skip-agent'],
    ['105-099', 'retry-later'],
    // of no family
    ['', 'retry-later'],
    ['abc', 'retry-later'],
    ['toString', 'retry-later'],
    ['__proto__', 'retry-later'],
  ])('%j: %s', (code, action) => {
    expect(ruleOf(code).action).toBe(action)
  })

  it('only one code means that nothing is held, and one means success', () => {
    const all = [...resultCodes, ...resultFamilies]
    expect(all.filter((code) => ruleOf(code).action === 'none')).toEqual(['400-003'])
    expect(all.filter((code) => ruleOf(code).action === 'ok')).toEqual(['0'])
    expect(all.filter((code) => ruleOf(code).reason === null).sort()).toEqual(['0', '400-003'])
  })

  it('is written as the gateway writes it, each once', () => {
    expect(new Set(resultCodes).size).toBe(resultCodes.length)
    for (const code of resultCodes) expect(code).toMatch(/^(0|\d{3}-\d{3})$/)
    for (const family of resultFamilies) expect(family).toMatch(/^\d{3}$/)
    expect(resultCodes).toEqual(
      expect.arrayContaining(['200-026', '500-010', '900-009', '999-001']),
    )
  })

  it('has an error for each reason', () => {
    for (const reason of unknownReason.options) {
      expect(errorCode.options).toContain(errorOfReason(reason))
    }
  })
})
