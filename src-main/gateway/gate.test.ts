import { describe, expect, it } from 'vitest'
import { HandTime, keptLog } from './fakes.ts'
import { Gate, pauseOf } from './gate.ts'
import type { Answer, Ask } from './transport.ts'

const good: Answer = {
  ok: true,
  reply: { retcode: '0', message: '', result: null, event: null },
  generation: 0,
}
const refused = (status: number, retryAfter?: string): Answer => ({
  ok: false,
  reason: 'http-status',
  status,
  ...(retryAfter !== undefined && { retryAfter }),
})

/** A gateway with a given response after this many ms. */
function start(perSecond = 20, atOnce = 6) {
  const time = new HandTime()
  const log = keptLog()
  const sent: { path: string; at: number }[] = []
  const limits = { perSecond, atOnce }
  const gateway = { ms: 10, answer: (): Answer => good, most: 0, underWay: 0 }
  const transport = {
    async send({ path, isLongPoll }: Ask): Promise<Answer> {
      sent.push({ path, at: time.now() })
      if (isLongPoll) return new Promise<never>(() => {})
      gateway.most = Math.max(gateway.most, ++gateway.underWay)
      const answer = gateway.answer()
      await new Promise<void>((resolve) => void time.schedule(gateway.ms, resolve))
      gateway.underWay -= 1
      return answer
    },
  }
  const gate = new Gate({ time, log, limits: () => limits, wall: () => 1_000_000 })
  const through = gate.over(transport)
  const list = (path = 'list', more: Partial<Ask> = {}) =>
    through.send({ method: 'GET', path, ...more })
  const lists = (count: number) => Array.from({ length: count }, (_, n) => list(`list/${n}`))
  /** The maximum number of requests sent within any window of this many ms. */
  const peak = (ms: number) =>
    Math.max(...sent.map(({ at }) => sent.filter((one) => one.at >= at && one.at < at + ms).length))
  return { time, sent, gate, gateway, limits, list, lists, peak }
}

describe('requests to one gateway', () => {
  it('are sent evenly, no more a second than allowed', async () => {
    const { time, sent, lists, peak } = start()
    lists(100)
    await time.pass(5_000)
    expect(sent).toHaveLength(100)
    expect(peak(1_000)).toBe(20)
    expect(peak(100)).toBe(2)
  })

  it('are limited in flight, however slow the gateway', async () => {
    const { time, gateway, lists } = start()
    gateway.ms = 2_000
    lists(30)
    await time.pass(20_000)
    expect(gateway.most).toBe(6)
  })

  it('leave half of that to queries, however long sign-ins take', async () => {
    const { time, sent, gateway, list } = start()
    gateway.ms = 60_000
    for (let n = 0; n < 6; n += 1) void list('sign-in', { isForSession: true })
    await time.pass(1_000)
    gateway.ms = 10
    void list()
    await time.pass(50)
    expect(sent.map(({ path }) => path)).toEqual(['sign-in', 'sign-in', 'sign-in', 'list'])
  })

  it('are canceled before they are sent, and not afterwards', async () => {
    const { time, sent, list } = start()
    const callOff = new AbortController()
    const [left, stayed] = [1, 2].map(() => list('sign-in', { callOff: callOff.signal }))
    callOff.abort()
    const late = list('sign-in', { callOff: callOff.signal })
    const answer = { ok: false, reason: 'timeout', isUnsent: true }
    expect(await stayed).toEqual(answer)
    expect(await late).toEqual(answer)
    await time.pass(1_000)
    expect(await left).toEqual(good)
    expect(sent).toHaveLength(1)
  })

  it('report since when the gateway refuses all requests, and why', async () => {
    const { time, gate, gateway, list } = start()
    gateway.answer = () => refused(429, '60')
    void list('poll', { isForSession: true })
    await time.pass(100)
    expect(gate.pause).toEqual({ since: 10, reason: 'http-status', retcode: null })
    await time.pass(59_000)
    expect(gate.pause).toMatchObject({ since: 10 })
    await time.pass(1_000)
    expect(gate.pause).toBeNull()
  })

  it('apply limits that were changed meanwhile', async () => {
    const { time, sent, lists, limits } = start()
    lists(100)
    await time.pass(1_000)
    limits.perSecond = 5
    const before = sent.length
    await time.pass(4_000)
    expect(sent.length - before).toBe(20)
  })

  it('alternate between sessions and lists, and long polls use no capacity', async () => {
    const { time, sent, gateway, list, lists } = start(20, 2)
    gateway.ms = 1_000
    lists(4)
    for (let n = 0; n < 3; n++) void list(`poll/${n}`, { isForSession: true, isLongPoll: true })
    void list('check', { isForSession: true })
    await time.pass(3_000)
    expect(sent.map(({ path }) => path)).toEqual([
      'list/0',
      'poll/0',
      'list/1',
      'poll/1',
      'poll/2',
      'list/2',
      'check',
      'list/3',
    ])
  })

  it('give lists every other turn, however many sessions there are', async () => {
    const { time, sent, gate, list } = start()
    for (let n = 0; n < 100; n++) void list(`poll/${n}`, { isForSession: true, isLongPoll: true })
    for (let turn = 0; turn < 40; turn++) {
      if (gate.freeAt() <= time.now()) void list()
      await time.pass(50)
    }
    const lists = sent.filter(({ path }) => path === 'list')
    expect(sent.length).toBeGreaterThanOrEqual(40)
    expect(lists.length).toBeGreaterThanOrEqual(19)
  })

  it('that were canceled while waiting are never sent', async () => {
    const { time, sent, list, lists } = start()
    lists(10)
    const abort = new AbortController()
    const waiting = list('given up', { signal: abort.signal })
    abort.abort()
    expect(await waiting).toEqual({ ok: false, reason: 'timeout', isUnsent: true })
    await time.pass(10_000)
    expect(sent).toHaveLength(10)
  })

  it('do not wait for one that failed in an unexpected way', async () => {
    const time = new HandTime()
    const gate = new Gate({
      time,
      log: keptLog(),
      limits: () => ({ perSecond: 20, atOnce: 1 }),
    })
    const broken = gate.over({ send: () => Promise.reject(new Error('unforeseen')) })
    expect(await broken.send({ method: 'GET', path: 'x' })).toMatchObject({ reason: 'bad-reply' })
    expect(gate.freeAt()).toBe(0)
  })
})

describe('room', () => {
  it('is available when a request would be sent at once', async () => {
    const { time, gate, gateway, list } = start(20, 2)
    gateway.ms = 500
    expect(gate.freeAt()).toBe(-Infinity)
    void list()
    expect(gate.freeAt()).toBe(0)
    void list()
    expect(gate.freeAt()).toBe(Infinity)
    let notifications = 0
    gate.onRoom(() => (notifications += 1))
    await time.pass(500)
    expect(notifications).toBe(1)
    expect(gate.freeAt()).toBe(50)
  })
})

describe('an overloaded gateway', () => {
  it.each<[string, Answer, number]>([
    ['429 with seconds', refused(429, '5'), 5_000],
    ['429 with a date', refused(429, new Date(1_000_000 + 7_000).toUTCString()), 7_000],
    ['429 alone', refused(429), 2_000],
    ['503 with seconds', refused(503, '5'), 5_000],
    ['429 for an hour', refused(429, '3600'), 300_000],
    [
      '000-007',
      { ...good, reply: { retcode: '000-007', message: '', result: null, event: null } },
      2_000,
    ],
    [
      'the same of another server',
      {
        ...good,
        reply: { retcode: '0300008', message: '', result: null, event: null, asksForPause: true },
      },
      2_000,
    ],
  ])(
    '%s: is sent nothing until then, and half as much from then on',
    async (_, answer, pauseMs) => {
      const { time, sent, gateway, gate, list, lists } = start()
      gateway.answer = () => answer
      await Promise.all([list(), time.pass(10)])
      gateway.answer = () => good
      lists(40)
      void list('sign-out', { isForSession: true })
      await time.pass(pauseMs - 1)
      expect(sent).toHaveLength(1)
      await time.pass(1_001)
      expect(sent.length - 1).toBeGreaterThanOrEqual(10)
      expect(sent.length - 1).toBeLessThanOrEqual(12)
      expect(gate.perSecond).toBeLessThan(11)
    },
  )

  it('receives the full rate again a minute later', async () => {
    const { time, gateway, gate, list } = start()
    gateway.answer = () => refused(429)
    await Promise.all([list(), time.pass(10)])
    await time.pass(15_000)
    expect(gate.perSecond).toBeGreaterThan(13)
    expect(gate.perSecond).toBeLessThan(16)
    await time.pass(30_000)
    expect(gate.perSecond).toBe(20)
  })

  it('that reports it for all requests in flight is counted once', async () => {
    const { time, gateway, gate, lists } = start(250)
    gateway.ms = 100
    gateway.answer = () => refused(429, '0')
    lists(6)
    await time.pass(150)
    expect(gate.perSecond).toBeGreaterThan(124)
  })

  it('receives fewer requests when its responses take longer and longer', async () => {
    const { time, gateway, gate, list } = start()
    for (let n = 0; n < 20; n++) await Promise.all([list(), time.pass(50)])
    expect(gate.perSecond).toBe(20)
    gateway.ms = 2_000
    for (let n = 0; n < 5; n++) await Promise.all([list(), time.pass(2_000)])
    expect(gate.perSecond).toBeLessThan(15)
    // Six in flight, each of two seconds, are three a second: the rate is not lowered beyond that.
    for (let n = 0; n < 30; n++) await Promise.all([list(), time.pass(2_000)])
    expect(gate.perSecond).toBeGreaterThan(3)
  })

  it('is not detected because it has always been slow', async () => {
    const { time, gateway, gate, list } = start()
    gateway.ms = 2_000
    for (let n = 0; n < 20; n++) await Promise.all([list(), time.pass(2_000)])
    expect(gate.perSecond).toBe(20)
  })

  it('always receives some requests', async () => {
    const { time, gateway, gate, list } = start(1)
    gateway.answer = () => refused(503)
    for (let n = 0; n < 20; n++) await Promise.all([list(), time.pass(2_000)])
    expect(gate.perSecond).toBeGreaterThanOrEqual(0.5)
  })
})

it.each([
  ['5', 5_000],
  [' 0 ', 0],
  ['Thu, 01 Jan 1970 00:16:41 GMT', 1_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', null],
  ['-1', null],
  [undefined, null],
])('Retry-After: %s', (text, expected) => {
  expect(pauseOf(text, () => 1_000_000)).toBe(expected)
})
