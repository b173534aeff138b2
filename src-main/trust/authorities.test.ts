import { getCACertificates } from 'node:tls'
import { expect, it } from 'vitest'
import { readAuthorities, systemAuthorities } from './authorities.ts'

const post = (value: string) => `require('node:worker_threads').parentPort.postMessage(${value})`

it('the authorities of this computer are those that it tells, asked for once', async () => {
  const first = systemAuthorities()
  expect(systemAuthorities()).toBe(first)
  expect(await first).toEqual({ pems: getCACertificates('system'), problem: null })
})

it('what a thread reads is taken', async () => {
  expect(await readAuthorities(post(`['a', 'b']`), 5_000)).toEqual({
    pems: ['a', 'b'],
    problem: null,
  })
})

it.each([
  ['takes too long', 'setInterval(() => {}, 1_000)', 1],
  ['fails', `throw new Error('no store')`, 5_000],
  ['ends', '', 5_000],
])('a system whose store %s has none of its own, and says why', async (_what, code, ms) => {
  const { pems, problem } = await readAuthorities(code, ms)
  expect(pems).toEqual([])
  expect(problem).toBeInstanceOf(Error)
})
