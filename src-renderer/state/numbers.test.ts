// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Envelope } from '../../src-shared/contract/index.ts'
import { boardNow, heldCall, snapshot } from '../testing/boardData.ts'
import { FakeBridge, fail, ok } from '../testing/fakeBridge.ts'
import { settle } from '../testing/mount.ts'
import { preferenceTable } from '../testing/preferencesData.ts'
import { useBoard } from './board.ts'
import { hideAfterMs, useNumbers } from './numbers.ts'
import { usePreferences } from './preferences.ts'

const two = [heldCall({ holdId: 'a', callId: '1-1' }), heldCall({ holdId: 'b', callId: '1-2' })]
const whole = { a: '02155501234', b: '13900007777' }

let bridge: FakeBridge
beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
})
afterEach(() => {
  hidden(false)
  vi.useRealTimers()
})

const hidden = (value: boolean): void => {
  Object.defineProperty(document, 'hidden', { value, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}
/** The store on a board of two calls; responses of the main process are released by the test. */
const start = async () => {
  const answers = new Map<string, (envelope?: Envelope<{ number: string }>) => Promise<void>>()
  bridge = new FakeBridge({
    'board.get_snapshot': () => ok(snapshot({ calls: two })),
    'hold.reveal_number': ({ holdId }) =>
      new Promise((resolve) =>
        answers.set(holdId, (envelope = ok({ number: whole[holdId as 'a'] })) => {
          resolve(envelope)
          return settle()
        }),
      ),
  }).install()
  useBoard().start()
  usePreferences().start()
  await settle()
  const numbers = useNumbers()
  return {
    numbers,
    answer: (holdId: string, envelope?: Envelope<{ number: string }>) =>
      answers.get(holdId)?.(envelope),
    texts: () => two.map((call) => numbers.textOf(call)),
  }
}
const masks = ['•••• 1234', '•••• 1234']
const bePrivate = async (): Promise<void> => {
  bridge.send('preferences.changed', preferenceTable({ privacyMode: { value: true } }))
  await settle()
}
const end = async (holdId: string): Promise<void> => {
  bridge.send('board.patch', { seq: 11, now: boardNow, calls: { put: [], gone: [holdId] } })
  await settle()
}

describe('a revealed number', () => {
  const reveal = async () => {
    const started = await start()
    void started.numbers.reveal('a')
    await started.answer('a')
    expect(started.texts()).toEqual([whole.a, masks[1]])
    return started
  }

  it('is masked after its time, whether or not the board is shown', async () => {
    const { texts } = await reveal()
    await vi.advanceTimersByTimeAsync(hideAfterMs - 1)
    expect(texts()).toEqual([whole.a, masks[1]])
    await vi.advanceTimersByTimeAsync(1)
    expect(texts()).toEqual(masks)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is masked when the page is hidden, and no timer continues then', async () => {
    const { texts } = await reveal()
    hidden(true)
    expect(vi.getTimerCount()).toBe(0)
    hidden(false)
    expect(texts()).toEqual(masks)
  })

  it('is removed with its call, and stays when another one ends', async () => {
    const { numbers } = await reveal()
    await end('b')
    expect(numbers.isRevealed('a')).toBe(true)
    bridge.send('board.patch', { seq: 12, now: boardNow, calls: { put: [], gone: ['a'] } })
    await settle()
    expect(numbers.isRevealed('a')).toBe(false)
  })

  it('has its full time, even if another was requested before', async () => {
    const { numbers, answer, texts } = await reveal()
    await vi.advanceTimersByTimeAsync(hideAfterMs - 1)
    void numbers.reveal('b')
    await vi.advanceTimersByTimeAsync(1)
    await answer('b')
    await vi.advanceTimersByTimeAsync(hideAfterMs - 1)
    expect(texts()).toEqual([masks[0], whole.b])
  })
})

describe('a response', () => {
  it('is only used for the number that was requested last', async () => {
    const { numbers, answer, texts } = await start()
    void numbers.reveal('a')
    void numbers.reveal('b')
    await answer('b')
    await answer('a')
    expect(texts()).toEqual([masks[0], whole.b])
  })

  it('is ignored after a second request, which cancels the first', async () => {
    const { numbers, answer, texts } = await start()
    const first = numbers.reveal('a')
    expect(await numbers.reveal('a')).toBe(null)
    expect(bridge.count('hold.reveal_number')).toBe(1)
    await answer('a', fail('call-ended'))
    expect(await first).toBe(null)
    void numbers.reveal('a')
    await answer('a')
    expect(texts()).toEqual([whole.a, masks[1]])
  })

  it.each([
    ['the page was hidden', async () => hidden(true)],
    ['privacy was asked for', bePrivate],
    ['the call ended', () => end('a')],
    ['it was hidden', async () => useNumbers().hide()],
  ])('shows nothing after %s', async (_what, happen) => {
    const { numbers, answer } = await start()
    void numbers.reveal('a')
    await happen()
    hidden(false)
    await answer('a')
    expect(numbers.isRevealed('a')).toBe(false)
  })

  it('reports an error', async () => {
    const { numbers, answer } = await start()
    const response = numbers.reveal('a')
    await answer('a', fail('call-ended'))
    expect(await response).toEqual({ code: 'call-ended' })
  })
})

describe('in privacy mode', () => {
  it('a number has no digits, and an unknown one stays unknown', async () => {
    const { numbers, texts } = await start()
    await bePrivate()
    expect(texts()).toEqual(['••••', '••••'])
    expect(numbers.masked('')).toBe('')
  })
})
