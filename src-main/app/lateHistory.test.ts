import { EventEmitter } from 'node:events'
import { Worker } from 'node:worker_threads'
import { beforeEach, expect, it } from 'vitest'
import type { Thread } from '../history/thread.ts'
import type { SetTimer } from '../base/timers.ts'
import { resumeWatch } from '../connection/resume.ts'
import { flushWithinMs, restoreWithinMs } from './core.ts'
import { app, board, eachInItsFolder, folder, gateway, until, watchAll } from './testing.ts'

eachInItsFolder()

/** Timers of this many ms expire at once; every other one runs normally. */
let hurried: number[]
beforeEach(() => {
  hurried = [restoreWithinMs]
})
const setTimer: SetTimer = (ms, fn) => {
  const timer = setTimeout(fn, hurried.includes(ms) ? 0 : ms)
  return () => {
    clearTimeout(timer)
  }
}

/** Like a share that does not respond. */
const deaf = () =>
  Object.assign(new EventEmitter(), {
    postMessage() {},
    terminate: () => new Promise<number>(() => {}),
  }) as unknown as Thread

/** The real thread, which receives nothing before it is released. */
function held() {
  const waiting: (() => void)[] = []
  let isLetGo = false
  return {
    spawn(): Thread {
      const worker = new Worker(new URL('../history/worker.ts', import.meta.url))
      const postMessage = worker.postMessage.bind(worker)
      worker.postMessage = (message: unknown) => {
        if (isLetGo) postMessage(message)
        else waiting.push(() => postMessage(message))
      }
      return worker
    },
    letGo() {
      isLetGo = true
      for (const post of waiting.splice(0)) post()
    },
  }
}

const filter = { from: null, to: null, agents: [], skills: [], levels: [], search: '' }
const sort = { by: 'started', descending: false } as const
const newest = { filter, sort, offset: 0, limit: 9 }

it('a history that never responds delays neither the watch nor the exit, and is reported', async () => {
  const simulator = await gateway()
  const first = await app()
  await watchAll(first, simulator)
  await first.close()

  const one = await app(folder, { setTimer, spawnHistory: deaf })
  await resumeWatch(one)
  simulator.hold(simulator.accounts.agents[0]?.agentId ?? '')
  await board(one, ({ calls }) => calls.length === 1)
  const { notices } = await one.request('app.get_info', null)
  expect(notices.map(({ code }) => code)).toContain('history-late')
  hurried.push(flushWithinMs)
  await one.close()
})

it('a history that is late restores the holds that are still open, and the end of the others is unobserved', async () => {
  const simulator = await gateway()
  const [first, second, third] = simulator.accounts.agents.map(({ agentId }) => agentId)
  const before = await app()
  await watchAll(before, simulator)
  const goesOn = simulator.hold(first ?? '')
  const ends = simulator.hold(second ?? '')
  const state = await board(before, ({ calls }) => calls.length === 2)
  const heldSince = state.calls.find(({ callId }) => callId === goesOn)
  await before.request('hold.acknowledge', { holdId: heldSince?.holdId ?? '' })
  await before.close()
  simulator.retrieve(second ?? '', ends)

  const thread = held()
  const one = await app(folder, { setTimer, spawnHistory: thread.spawn })
  await resumeWatch(one)
  const begins = simulator.hold(third ?? '')
  const without = await board(one, ({ calls, agents }) => {
    return calls.length === 2 && agents.every(({ state }) => state !== 'waiting')
  })
  const anew = without.calls.find(({ callId }) => callId === goesOn)
  expect(anew).toMatchObject({ notBefore: null, attention: null })

  thread.letGo()
  const after = await board(one, ({ calls }) => calls.some(({ attention }) => attention !== null))
  const again = after.calls.find(({ callId }) => callId === goesOn)
  expect(again).toMatchObject({ holdId: heldSince?.holdId, gap: true })
  expect(again?.startedAt).toBeLessThan(anew?.startedAt ?? 0)
  expect(after.calls.map(({ callId }) => callId).sort()).toEqual([begins, goesOn].sort())

  simulator.retrieve(first ?? '', goesOn)
  simulator.retrieve(third ?? '', begins)
  await board(one, ({ calls }) => calls.length === 0)
  const { rows } = await until(
    () => one.request('history.get_page', newest),
    ({ total }) => total === 3,
  )
  const ended = rows.map(({ callId, endedBy }) => [callId, endedBy !== null] as const)
  expect(new Map(ended)).toEqual(
    new Map([
      [goesOn, true],
      [ends, false],
      [begins, true],
    ]),
  )
})
