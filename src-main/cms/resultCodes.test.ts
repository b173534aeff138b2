import { describe, expect, it } from 'vitest'
import { unknownReason } from '../../src-shared/contract/index.ts'
import { cmsResultCodes, cmsRuleOf } from './resultCodes.ts'

describe('a result code of a CC-CMS', () => {
  it.each([
    ['0100000', 'ok'],
    ['0100001', 'retry-later'],
    ['0100002', 'illegal-parameter'],
    ['0100003', 'stop'],
    ['0100999', 'retry-later'],
    ['0101001', 'retry-later'],
    ['0101002', 'retry-later'],
    ['0101003', 'stop'],
    ['0300008', 'slow-down'],
    ['0300099', 'slow-down'],
    ['0301008', 'retry-later'],
    ['0', 'retry-later'],
    ['constructor', 'retry-later'],
  ])('%s: %s', (code, action) => {
    expect(cmsRuleOf(code).action).toBe(action)
  })

  it('has a reason unless it is a success', () => {
    for (const code of cmsResultCodes) {
      const { action, reason } = cmsRuleOf(code)
      if (action === 'ok') expect(reason).toBeNull()
      else expect(unknownReason.options).toContain(reason)
    }
  })
})
