import { describe, expect, it } from 'vitest'
import { customerNumber, mask } from './customer.ts'

describe('the customer’s number', () => {
  it.each([
    [0, '021'],
    [6, '400'],
    [7, '400'],
    [null, '021'],
  ])('of call type %s', (callFeature, expected) => {
    const call = { callId: 'a', callFeature, caller: '021', called: '400', skill: '' }
    expect(customerNumber(call)).toBe(expected)
  })

  it.each([
    ['02155501234', '•••• 1234'],
    ['１３８００１３８０００', '•••• ８０００'],
    ['+86 138-0013-8000', '•••• 8000'],
    ['12345', '•••• 45'],
    ['95588', '•••• 88'],
    ['12', '•••• 2'],
    ['1', '••••'],
    ['', ''],
    ['anonymous', 'anonymous'],
    ['sip:+8613800138000@10.1.2.3', '•••• 8000'],
    ['"Chen Wei" <sip:13800138000@10.1.2.3>', '•••• 8000'],
    ['sip:anonymous@anonymous.invalid', 'anonymous'],
    ['sip:chen.wei@example.com', '••••'],
    ['sip:+8613800138000;phone-context=+86@10.1.2.3', '•••• 8000'],
    ['sip:13800138000:4711@10.1.2.3', '•••• 8000'],
    ['13800138000@10.1.2.3', '•••• 8000'],
    ['tel:+8613800138000;ext=12', '•••• 8000'],
    ['sip:10.1.2.3', '••••'],
  ])('%s is masked as %s', (number, expected) => {
    expect(mask(number)).toBe(expected)
  })

  it('shows no digits in privacy mode', () => {
    expect(mask('02155501234', 0)).toBe('••••')
    expect(mask('12345', 0)).toBe('••••')
  })
})
