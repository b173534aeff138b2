import { expect, it } from 'vitest'
import { redact, redactText } from './redact.ts'

const guid = '1f0c2a4e-9d3b-4c55-8a77-0123456789ab.AgentGateway1'

it('leaves no GUID in a text', () => {
  expect(redactText(`guid=${guid} refused`)).toBe('guid=[guid] refused')
})

it('leaves of a telephone number only the last four digits', () => {
  expect(redactText('from 021-5550 1234 to +8613900001111')).toBe(
    'from [number …1234] to [number …1111]',
  )
})

it('keeps agent ids, codes and ports, without which a log tells nothing', () => {
  expect(redactText('agent 10412 at gw:8043 answered 100-006')).toBe(
    'agent 10412 at gw:8043 answered 100-006',
  )
})

it('takes the value of a secret field, however deep', () => {
  const logged = JSON.stringify(
    redact({ a: [{ password: 'hunter2', Guid: 'x' }], error: new Error(`bad ${guid}`) }),
  )
  expect(logged).not.toMatch(/hunter2|0123456789ab|"x"/)
})
