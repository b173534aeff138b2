import { expect, it, vi } from 'vitest'
import { holdAt, origin, spawnHere } from '../history/fakes.ts'
import { History } from '../history/history.ts'
import { maxQueueSize } from '../history/writeQueue.ts'
import { app, eachInItsFolder, until } from './testing.ts'

eachInItsFolder()

it('reports once that more holds ended than can wait for the disk', async () => {
  const flush = vi.spyOn(History.prototype, 'flush')
  const one = await app(undefined, {
    spawnHistory: spawnHere(() => {
      throw new Error('the disk is gone')
    }),
  })
  const history = flush.mock.contexts[0] as History
  const end = (ids: number[]) => {
    const held = ids.map((id) => ({
      ...holdAt(0, { callId: String(id) }),
      lastSeenAt: 5_000,
      endedBy: 6_000,
    }))
    history.recordStarts(held)
    history.recordEnds(held)
  }
  const lostNotices = async () => {
    const { notices } = await one.request('app.get_info', null)
    return notices.filter(({ code }) => code === 'holds-lost')
  }
  history.restore([origin])
  end(Array.from({ length: maxQueueSize }, (_, index) => index))
  await until(
    () => one.request('history.get_state', null),
    ({ state }) => state === 'waiting',
  )
  expect(await lostNotices()).toEqual([])
  end([maxQueueSize, maxQueueSize + 1])
  expect(await one.request('history.get_state', null)).toMatchObject({ lost: 2 })
  expect(await lostNotices()).toHaveLength(1)
})
