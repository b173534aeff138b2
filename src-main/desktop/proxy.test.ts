import { expect, it } from 'vitest'
import { firstProxy } from './proxy.ts'

it.each([
  ['DIRECT', null],
  ['PROXY proxy.example:8080; DIRECT', 'http://proxy.example:8080'],
  ['SOCKS5 s:1080; HTTPS p:443', 'https://p:443'],
  ['DIRECT; PROXY p:1', null],
  ['', null],
])('reads the system answer %j', (rules, proxy) => {
  expect(firstProxy(rules)).toBe(proxy)
})
