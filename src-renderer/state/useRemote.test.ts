import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src-shared/contract/index.ts'
import { fail, ok } from '../testing/fakeBridge.ts'
import { useRemote } from './useRemote.ts'

/** A value that main answers for when the test says so. */
const ask = () => {
  const pending: ((answer: Envelope<string>) => void)[] = []
  let tell: ((value: string) => void) | null = null
  const remote = useRemote<string>({
    read: () => new Promise((resolve) => pending.push(resolve)),
    follow: (take) => {
      tell = take
      return () => (tell = null)
    },
  })
  return {
    remote,
    answer: (answer: Envelope<string>) => pending.shift()?.(answer),
    send: (value: string) => tell?.(value),
    requestCount: () => pending.length,
  }
}

describe('a value of main', () => {
  it('listens before it asks, and ends when it is told', async () => {
    const { remote, answer, send, requestCount } = ask()
    const stop = remote.start()
    expect(requestCount()).toBe(1)
    expect(remote.data.value).toBeNull()
    send('early')
    expect(remote.data.value).toBe('early')
    answer(ok('answered'))
    await expect.poll(() => remote.data.value).toBe('answered')
    stop()
    send('late')
    expect(remote.data.value).toBe('answered')
  })

  it('shows a failure until it is loaded anew, or a value comes in another way', async () => {
    const { remote, answer, send } = ask()
    remote.start()
    answer(fail('internal'))
    await expect.poll(() => remote.failure.value?.code).toBe('internal')
    const loading = remote.load()
    expect(remote.failure.value).toBeNull()
    answer(fail('internal'))
    await loading
    expect(remote.failure.value?.code).toBe('internal')
    send('value')
    expect(remote.failure.value).toBeNull()
  })

  it('lets a failure stand while it is refreshed, and the value while that fails', async () => {
    const { remote, answer } = ask()
    remote.take('value')
    const first = remote.refresh()
    answer(fail('internal'))
    await first
    expect(remote.data.value).toBe('value')
    const second = remote.refresh()
    expect(remote.failure.value?.code).toBe('internal')
    answer(ok('next'))
    await second
    expect(remote.failure.value).toBeNull()
    expect(remote.data.value).toBe('next')
  })

  it('takes the value from an answer to another request, and only if that went well', () => {
    const { remote } = ask()
    expect(remote.takeFrom(ok('changed'))).toEqual(ok('changed'))
    expect(remote.takeFrom(fail('internal'))).toEqual(fail('internal'))
    expect(remote.data.value).toBe('changed')
    expect(remote.failure.value).toBeNull()
  })
})
