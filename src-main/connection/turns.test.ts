import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

it('work begins once all work requested before has ended, also where that failed', async () => {
  const turns = new Turns()
  const events: string[] = []
  const first = Promise.withResolvers<undefined>()
  const failure = turns.run(async () => {
    events.push('first')
    await first.promise
    throw new Error('failed')
  })
  const answer = turns.run(() => {
    events.push('second')
    return Promise.resolve('answer')
  })
  await Promise.resolve()
  expect(events).toEqual(['first'])
  first.resolve(undefined)
  await expect(failure).rejects.toThrow('failed')
  expect(await answer).toBe('answer')
  expect(events).toEqual(['first', 'second'])
})

it('work knows that other work was requested, before and after it begins', async () => {
  const turns = new Turns()
  const signals: AbortSignal[] = []
  const take = (signal: AbortSignal) => {
    signals.push(signal)
    return Promise.resolve(signal.aborted)
  }
  const all = [turns.run(take), turns.run(take)]
  expect(await Promise.all(all)).toEqual([true, false])
  const last = turns.run(take)
  expect(signals[1]?.aborted).toBe(true)
  expect(await last).toBe(false)
})

it('work in the background takes its turn, and supersedes none', async () => {
  const turns = new Turns()
  const events: string[] = []
  const answer = Promise.withResolvers<undefined>()
  const signals: AbortSignal[] = []
  const work = turns.run(async (superseded) => {
    signals.push(superseded)
    await answer.promise
    events.push('work')
  })
  const background = turns.runInBackground(() => {
    events.push('background')
    return Promise.resolve()
  })
  await Promise.resolve()
  expect(signals[0]?.aborted).toBe(false)
  answer.resolve(undefined)
  await Promise.all([work, background])
  expect(events).toEqual(['work', 'background'])
})
