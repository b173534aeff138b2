import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SessionKeys } from './sessionKeys.ts'

const root = 'https://gw.example:8043/agentgateway/resource/'
const url = `${root}onlineagent/101`

/** The cookies sent to `to` after a response of `from` has set these. */
function sent(lines: string[], { from = url, to = url }: { from?: string; to?: string } = {}) {
  const keys = new SessionKeys()
  for (const line of lines) keys.takeFrom(new Headers({ 'set-cookie': line }), from)
  return cookiesOf(keys, to)
}
function cookiesOf(keys: SessionKeys, to = url): string | null {
  const headers = new Headers()
  keys.addTo(headers, to)
  return headers.get('cookie')
}

it.each([
  ['0c1f-77aa.AgentGateway1', 'AgentGateway1'],
  ['0c1f.77aa.node-b_2', 'node-b_2'],
  ['0c1f-77aa', null],
  ['0c1f-77aa.', null],
  [null, null],
])('of the GUID %s the node is %s', (guid, node) => {
  expect(new SessionKeys(guid).node).toBe(node)
})

describe('a cookie of the balancer', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 2) }))
  afterEach(() => vi.useRealTimers())

  it.each([
    ['elb=a', 'elb=a'],
    ['elb=a; Path=/; Secure; HttpOnly; SameSite=Strict', 'elb=a'],
    ['elb=b c; Path=/', 'elb=b c'],
    ['elb=a; Domain=gw.example', 'elb=a'],
    ['elb=a; Domain=.gw.example', 'elb=a'],
    ['elb=a; Domain=evil.example', null],
    ['elb=a; Path=/admin', null],
    ['elb=a; Path=/agentgateway', 'elb=a'],
    // A lifetime takes precedence over a date, whose meaning depends on two clocks.
    ['elb=a; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:01 GMT', 'elb=a'],
    ['elb=a; Max-Age=0; Expires=Thu, 01 Jan 2099 00:00:01 GMT', null],
    ['elb=a; Max-Age=99999999999999999999', 'elb=a'],
    ['elb=a; Expires=Thu, 01 Jan 2026 00:00:01 GMT', null],
    ['nonsense', null],
    ['', null],
  ])('%j is sent as %j', (line, expected) => {
    expect(sent([line])).toBe(expected)
  })

  it.each(['10.1.2.3', '[::1]', 'localhost', 'gateway', 'gw.corp'])('works at %s', (host) => {
    const at = `https://${host}:8043/agentgateway/resource/x`
    const domain = host.replace(/[[\]]/g, '')
    expect(sent(['elb=a; Path=/'], { from: at, to: at })).toBe('elb=a')
    expect(sent([`elb=a; Path=/; Domain=${domain}`], { from: at, to: at })).toBe('elb=a')
  })

  it('is sent to its path only, besides one of the same name for another path', () => {
    const lines = ['s=all; Path=/', 's=events; Path=/agentgateway/resource/agentevent']
    expect(sent(lines)).toBe('s=all')
    expect(sent(lines, { to: `${root}agentevent/101` })).toBe('s=events; s=all')
  })

  it('expires after its lifetime, however often it was sent meanwhile', () => {
    const keys = new SessionKeys()
    keys.takeFrom(new Headers({ 'set-cookie': 'short=1; Max-Age=10; Path=/' }), url)
    keys.takeFrom(
      new Headers({ 'set-cookie': 'long=1; Expires=Fri, 02 Jan 2026 00:01:00 GMT; Path=/' }),
      url,
    )
    vi.setSystemTime(Date.UTC(2026, 0, 2, 0, 0, 6))
    expect(cookiesOf(keys)).toBe('short=1; long=1')
    vi.setSystemTime(Date.UTC(2026, 0, 2, 0, 0, 12))
    expect(cookiesOf(keys)).toBe('long=1')
    vi.setSystemTime(Date.UTC(2026, 0, 2, 0, 1, 1))
    expect(cookiesOf(keys)).toBeNull()
  })

  it('is replaced by one of the same name', () => {
    expect(sent(['elb=a; Path=/; Max-Age=1', 'elb=b; Path=/'])).toBe('elb=b')
    expect(sent(['elb=a; Path=/', 'elb=; Path=/; Max-Age=0'])).toBeNull()
  })
})
