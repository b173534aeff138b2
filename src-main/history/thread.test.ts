import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { Question } from './storeApi.ts'
import { StoreThread, type Thread } from './thread.ts'

/** A thread that only sends the responses it is given. */
class FakeThread extends EventEmitter {
  readonly questions: Question[] = []

  postMessage(question: Question): void {
    this.questions.push(question)
  }

  async terminate(): Promise<number> {
    return 0
  }
}

function startThread() {
  const threads: FakeThread[] = []
  const deaths: unknown[] = []
  const thread = new StoreThread(
    () => {
      threads.push(new FakeThread())
      return threads.at(-1) as unknown as Thread
    },
    () => {},
    (error) => deaths.push(error),
  )
  return { thread, threads, deaths }
}

describe('a thread', () => {
  it('that dies leaves no request pending, reports why, and is restarted by the next one', async () => {
    const { thread, threads, deaths } = startThread()
    const pending = thread.call('getFacets', null)
    const why = new Error('out of memory')
    threads[0]?.emit('error', why)
    threads[0]?.emit('exit', 1)
    await expect(pending).rejects.toMatchObject({ why: 'failed', fate: 'closed' })
    expect(deaths).toEqual([why])

    const again = thread.call('getToday', { since: 0 })
    const [question] = threads[1]?.questions ?? []
    expect(question).toMatchObject({ name: 'getToday', input: { since: 0 } })
    threads[1]?.emit('message', { id: question?.id, ok: true, output: 'figures' })
    expect(await again).toBe('figures')
  })

  it('that was ended responds to nothing, and is not restarted', async () => {
    const { thread, threads, deaths } = startThread()
    const pending = thread.call('getFacets', null)
    const ended = expect(pending).rejects.toMatchObject({ why: 'failed' })
    await thread.end()
    await ended
    await expect(thread.call('getFacets', null)).rejects.toMatchObject({ why: 'failed' })
    expect([threads.length, deaths]).toEqual([1, []])
  })

  it('that cannot be started reports so each time', async () => {
    const thread = new StoreThread(
      () => {
        throw new Error('no threads')
      },
      () => {},
      () => {},
    )
    await expect(thread.call('getFacets', null)).rejects.toThrow('no threads')
  })
})
