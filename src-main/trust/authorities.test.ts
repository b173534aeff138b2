import { getCACertificates } from 'node:tls'
import { expect, it } from 'vitest'
import { knownAuthorities, readAuthorities, systemAuthorities } from './authorities.ts'

const post = (value: string) => `require('node:worker_threads').parentPort.postMessage(${value})`

it('the authorities of this computer are read from it once', async () => {
  const [one, two] = await Promise.all([systemAuthorities(), systemAuthorities()])
  expect(one).toBe(two)
  expect(one).toEqual({ pems: getCACertificates('system'), problem: null })
  expect(knownAuthorities()).toBe(one)
})

it('the result of the thread is used', async () => {
  expect(await readAuthorities(post(`['a', 'b']`), 60_000).now()).toEqual({
    pems: ['a', 'b'],
    problem: null,
  })
})

it.each([
  ['fails', `throw new Error('no store')`, 60_000],
  ['ends', '', 60_000],
])('a system whose store %s has none of its own, and reports why', async (_what, code, ms) => {
  const { pems, problem } = await readAuthorities(code, ms).now()
  expect(pems).toEqual([])
  expect(problem).toBeInstanceOf(Error)
})

it('a store that blocks its thread delays nothing, and is used once it responds', async () => {
  const gate = new BroadcastChannel('slow store')
  const { promise: isBlocked, resolve } = Promise.withResolvers<Int32Array>()
  gate.onmessage = ({ data }) => resolve(data as Int32Array)
  const reading = readAuthorities(
    `const gate = new Int32Array(new SharedArrayBuffer(4))
     new BroadcastChannel('slow store').postMessage(gate)
     Atomics.wait(gate, 0, 0)
     ${post(`['late']`)}`,
    1,
  )
  expect(await reading.now()).toMatchObject({ pems: [], problem: { message: 'not read in time' } })
  const lock = await isBlocked
  Atomics.store(lock, 0, 1)
  Atomics.notify(lock, 0)
  await expect.poll(reading.known).toEqual({ pems: ['late'], problem: null })
  expect(await reading.now()).toEqual({ pems: ['late'], problem: null })
  gate.close()
})
