import { expect, it } from 'vitest'
import { redact, redactText } from './redact.ts'

const guid = '1f0c2a4e-9d3b-4c55-8a77-0123456789ab.AgentGateway1'

it('leaves no GUID in a text', () => {
  expect(redactText(`guid=${guid} refused`)).toBe('guid=[guid] refused')
})

it('leaves only the last four digits of a telephone number', () => {
  expect(redactText('from 021-5550 1234 to +8613900001111')).toBe(
    'from [number …1234] to [number …1111]',
  )
})

it('keeps agent ids, codes and ports, which make a log useful', () => {
  expect(redactText('agent 10412 at gw:8043 answered 100-006')).toBe(
    'agent 10412 at gw:8043 answered 100-006',
  )
})

it('removes the value of a secret field, at any depth', () => {
  const logged = JSON.stringify(
    redact({ a: [{ password: 'hunter2', Guid: 'x' }], error: new Error(`bad ${guid}`) }),
  )
  expect(logged).not.toMatch(/hunter2|0123456789ab|"x"/)
})

it.each([
  ['the password=hunter2, refused', 'the password=[secret], refused'],
  ['{"password":"hunter \\"2","ms":3}', '{"password":[secret],"ms":3}'],
  ['caller: 95588', 'caller: [secret]'],
  ['{"accessKey":"ak","secretKey":"s+/k"}', '{"accessKey":[secret],"secretKey":[secret]}'],
  ['Authorization: auth-v2/ak/time/host/ab', 'Authorization:[secret]'],
  ['Set-Cookie: elb=1a2b; Path=/; other=3', 'Set-Cookie:[secret]'],
  ['{"cookie":"[secret]","ms":3}', '{"cookie":"[secret]","ms":3}'],
])('takes the value of a secret field that a text speaks of: %s', (text, redacted) => {
  expect(redactText(text)).toBe(redacted)
})

it('removes long keys, but not names of files and certificates', () => {
  const harmless = 'settings.json.corrupt-2025-11-22 C6:97:9F:4F:E6:25:7B:9E:17'
  expect(redactText('elb 0123456789abcdef0123456789abcdef')).toBe('elb [key]')
  expect(redactText(harmless)).not.toContain('[key]')
})

it('keeps timestamps, however often a text is redacted', () => {
  const line = '2025-11-22T09:46:00.123Z warn from 021-5550 1234'
  expect(redactText(redactText(line))).toBe('2025-11-22T09:46:00.123Z warn from [number …1234]')
})

it.each([
  ['Password: my secret pass', 'Password: [secret]'],
  ["password='abc def' and more", 'password=[secret] and more'],
  ['pwd=hunter2, user 9001', 'pwd=[secret], user 9001'],
  ['"passwd":"x y"', '"passwd":[secret]'],
  ['token=abc', 'token=[secret]'],
  ['密码：hunter2', '密码：[secret]'],
  ['GET https://user:pass@gw:8043/x', 'GET https://[secret]@gw:8043/x'],
  ['called by １３８００１３８０００', 'called by [number …8000]'],
  ['called by (021) 5550-1234', 'called by [number …1234]'],
  ['called by 021/55501234', 'called by [number …1234]'],
  ['asked 10/1000000 times', 'asked 10/[number …0000] times'],
  ['{"phoneNumber":"59001"}', '{"phoneNumber":[secret]}'],
  ['called by 138.0013.8000', 'called by [number …8000]'],
  ['at 192.168.100.200:8043', 'at 192.168.100.200:8043'],
])('%s: %s', (text, expected) => {
  expect(redactText(text)).toBe(expected)
})
