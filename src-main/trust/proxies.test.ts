import { expect, it } from 'vitest'
import { readWays } from './proxies.ts'

it.each([
  ['DIRECT', [null]],
  ['PROXY proxy.example:8080; DIRECT', ['http://proxy.example:8080', null]],
  ['PROXY a:1;PROXY b:2', ['http://a:1', 'http://b:2']],
  ['SOCKS5 s:1080; HTTPS p:443', ['https://p:443']],
  ['DIRECT; PROXY p:1', [null, 'http://p:1']],
  ['SOCKS s:1080', [null]],
  ['PROXY', [null]],
  ['', [null]],
])('reads the system answer %j', (rules, ways) => {
  expect(readWays(rules)).toEqual(ways)
})
