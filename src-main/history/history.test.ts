import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { KeptMemory } from '../alerts/memory.ts'
import type { SavedHolds } from '../monitor/ledger.ts'
import { HandClock, holdAt, newest, origin, patiently, spawnWorker } from './fakes.ts'
import type { TestHistory } from './fakes.ts'
import type { History } from './history.ts'
import { eachInItsFolder, folder, start } from './testing.ts'

eachInItsFolder()

/** As if the process had been killed: nothing is closed, another one starts `awayMs` later. */
async function startAgain({ clock }: TestHistory, awayMs: number): Promise<TestHistory> {
  return start({ clock: new HandClock(clock.wallAt + awayMs) })
}

const rowsOf = async ({ history }: TestHistory) => {
  await history.flush()
  return (await history.page(newest)).rows
}

describe('a hold that ended', () => {
  it('is stored with its bounds, its level and its acknowledgement', async () => {
    const test = await start()
    const { history, clock } = test
    const startedAt = clock.wallAt
    history.restore([origin])
    history.setAgents([{ agentId: '101', name: '陈伟' }])
    const hold = holdAt(clock.now())
    // It is reported a moment after it was observed.
    clock.pass(70)
    history.recordStarts([hold])
    history.recordLevel(hold.holdId, 'amber')
    history.recordLevel(hold.holdId, 'red')
    // A change of the limits does not undo a level that was reached.
    history.recordLevel(hold.holdId, 'amber')
    clock.pass(124_930)
    history.recordHandling(hold.holdId, { kind: 'acknowledged', by: '900', at: 124_000 })
    history.recordEnds([{ ...hold, lastSeenAt: 125_000, endedBy: 126_000, gap: true }])
    expect(await rowsOf(test)).toEqual([
      {
        id: 1,
        agentId: '101',
        agentName: '陈伟',
        callId: 'call-1',
        customer: '•••• 1234',
        hasNumber: false,
        skill: 'billing',
        callFeature: 0,
        startedAt,
        notBefore: startedAt - 1_000,
        lastSeenAt: startedAt + 125_000,
        endedBy: startedAt + 126_000,
        durationMs: 125_000,
        gap: true,
        level: 'red',
        holdNumber: 1,
        handled: { kind: 'acknowledged', by: '900', at: startedAt + 124_000 },
        notes: [],
      },
    ])
  })

  it('shows no acknowledgement that was undone', async () => {
    const test = await start()
    test.history.restore([origin])
    const hold = holdAt(0)
    test.history.recordStarts([hold])
    test.history.recordHandling(hold.holdId, { kind: 'snoozed', by: '900', at: 10 })
    test.history.recordHandling(hold.holdId, null)
    test.history.recordEnds([{ ...hold, endedBy: 500 }])
    expect((await rowsOf(test))[0]?.handled).toBeNull()
  })

  it('keeps values that later became unknown', async () => {
    const test = await start()
    test.history.restore([origin])
    const hold = holdAt(0)
    const known = { ...hold, gap: true }
    const unknown = { ...hold.call, caller: '', skill: '', callFeature: null }
    test.history.recordOpen([known], [{ agentId: '101', name: 'Ann' }])
    test.history.recordOpen([{ ...hold, call: unknown }], [{ agentId: '101', name: '' }])
    test.history.recordEnds([{ ...hold, call: unknown, endedBy: 900 }])
    expect(await rowsOf(test)).toMatchObject([
      { customer: '•••• 1234', skill: 'billing', callFeature: 0, agentName: 'Ann', gap: true },
    ])
  })

  it('is reported at once, with the figures of today', async () => {
    const { history, today } = await start()
    history.restore([origin])
    const hold = holdAt(0)
    history.recordStarts([hold])
    history.recordLevel(hold.holdId, 'critical')
    history.recordEnds([{ ...hold, lastSeenAt: 400_000, endedBy: 400_500 }])
    await history.flush()
    await history.today()
    expect(today.at(-1)).toMatchObject({ holds: 1, overRed: 1, longest: { durationMs: 400_000 } })
  })

  it('is written once, however often it is reported', async () => {
    const test = await start()
    test.history.restore([origin])
    const hold = holdAt(0)
    test.history.recordStarts([hold])
    test.history.recordStarts([hold])
    test.history.recordOpen([hold])
    test.history.recordEnds([{ ...hold, endedBy: 900 }])
    expect(await rowsOf(test)).toHaveLength(1)
  })
})

describe('an open hold', () => {
  it('is resumed by the next process unchanged, with a continuous duration, in the same row', async () => {
    const first = await start()
    first.history.restore([origin])
    first.history.setAgents([{ agentId: '101', name: 'Ann' }])
    const hold = holdAt(0)
    first.history.recordStarts([hold])
    first.history.recordLevel(hold.holdId, 'amber')
    first.history.recordHandling(hold.holdId, { kind: 'acknowledged', by: '900', at: 61_000 })
    first.clock.pass(70_000)
    first.history.recordOpen([{ ...hold, lastSeenAt: 69_000 }])
    await first.history.flush()

    const second = await startAgain(first, 30_000)
    const { holds } = second.history.restore([origin])
    expect(holds).toMatchObject([
      {
        agentId: '101',
        call: { callId: 'call-1' },
        notBefore: -101_000,
        firstSeenAt: -100_000,
        lastSeenAt: -31_000,
      },
    ])
    second.history.setAgents([{ agentId: '101', name: '' }])
    second.clock.pass(1_000)
    const call = { ...hold.call, caller: '', called: '' }
    const again = { ...hold, call, firstSeenAt: -100_000, gap: true }
    second.history.recordEnds([{ ...again, lastSeenAt: -31_000, endedBy: 1_000 }])
    expect(await rowsOf(second)).toMatchObject([
      // Its name and number are restored without being reported again.
      { agentName: 'Ann', customer: '•••• 1234', durationMs: 69_000, level: 'amber', gap: true },
    ])
    const [row] = await rowsOf(second)
    expect((row?.endedBy ?? 0) - (row?.startedAt ?? 0)).toBe(101_000)
    expect(row?.handled?.kind).toBe('acknowledged')

    const third = await startAgain(second, 1_000)
    expect(third.history.restore([origin]).holds).toEqual([])
  })

  it('keeps its duration where the wall clock was set back while the app was closed', async () => {
    const first = await start()
    first.history.restore([origin])
    first.history.recordStarts([holdAt(0)])
    first.clock.pass(70_000)
    first.history.recordOpen([holdAt(0, { lastSeenAt: 70_000 })])
    await first.history.flush()
    const second = await startAgain(first, -3_600_000)
    const [saved] = second.history.restore([origin]).holds
    expect(saved).toMatchObject({ firstSeenAt: -70_000, gap: true })
  })

  it.each([
    [60_000, false],
    [365 * 86_400_000, true],
  ])(
    'is marked as not watched where the clock went on by more than can be: %i ms',
    async (awayMs, gap) => {
      const first = await start()
      first.history.restore([origin])
      first.history.recordStarts([holdAt(0)])
      await first.history.flush()
      const second = await startAgain(first, awayMs)
      const saved = second.history.restore([origin])
      expect(saved.holds).toMatchObject([{ gap }])
    },
  )

  it('keeps the duration that the board showed while the gateway did not respond', async () => {
    const first = await start()
    first.history.restore([origin])
    first.history.recordStarts([holdAt(0)])
    first.clock.pass(600_000)
    // Last observed at its start; the wall clock was set back meanwhile.
    first.clock.wallAt -= 3_600_000
    first.history.recordOpen([holdAt(0)])
    await first.history.flush()
    const second = await startAgain(first, 5_000)
    expect(second.history.restore([origin]).holds[0]?.firstSeenAt).toBe(-605_000)
  })

  it('keeps its duration when the same process reconnects after the wall clock was set back', async () => {
    const { history, clock } = await start()
    history.restore([origin])
    history.recordStarts([holdAt(0)])
    clock.pass(60_000)
    clock.wallAt -= 3_600_000
    expect(history.restore([origin]).holds[0]).toMatchObject({ firstSeenAt: 0, gap: false })
  })

  it('restores its alerts, with times that continued, until it ends', async () => {
    const first = await start()
    first.history.restore([origin])
    first.history.recordStarts([holdAt(0), holdAt(0, { callId: 'call-2' })])
    first.clock.pass(400_000)
    const alerted = new Map<string, KeptMemory>([
      [
        '101/call-1#1',
        {
          alertedLevel: 'critical',
          isSnoozeOver: false,
          criticalAt: 300_000,
          attention: { kind: 'snoozed', at: 310_000, until: 490_000 },
        },
      ],
      [
        '101/call-2#1',
        { alertedLevel: 'red', isSnoozeOver: true, criticalAt: null, attention: null },
      ],
      [
        '101/nobody#1',
        { alertedLevel: 'red', isSnoozeOver: true, criticalAt: null, attention: null },
      ],
    ])
    first.history.keepAlerted(alerted)
    first.history.recordOpen([holdAt(0, { lastSeenAt: 400_000 })])
    await first.history.flush()

    const second = await startAgain(first, 30_000)
    second.history.restore([origin])
    expect(second.history.alerted).toEqual(
      new Map([
        [
          '101/call-1#1',
          {
            alertedLevel: 'critical',
            isSnoozeOver: false,
            criticalAt: -130_000,
            attention: { kind: 'snoozed', at: -120_000, until: 60_000 },
          },
        ],
        [
          '101/call-2#1',
          { alertedLevel: 'red', isSnoozeOver: true, criticalAt: null, attention: null },
        ],
      ]),
    )
    second.history.recordEnds([{ ...holdAt(0, { firstSeenAt: -430_000 }), endedBy: 0 }])
    expect([...second.history.alerted.keys()]).toEqual(['101/call-2#1'])
  })

  it('imports the alerts stored by an earlier version, where it has none', async () => {
    const first = await start()
    first.history.restore([origin])
    first.history.recordStarts([holdAt(0), holdAt(0, { callId: 'call-2' })])
    const known: KeptMemory = {
      alertedLevel: 'red',
      isSnoozeOver: false,
      criticalAt: null,
      attention: null,
    }
    first.history.keepAlerted(new Map([['101/call-1#1', known]]))
    await first.history.flush()
    const second = await startAgain(first, 0)
    const former = { ...known, alertedLevel: 'amber' } as const
    const both = new Map([
      ['101/call-1#1', former],
      ['101/call-2#1', former],
    ])
    expect(await second.history.takeOverAlerted('https://other:8043', both)).toBe(true)
    expect(await second.history.takeOverAlerted(origin, both)).toBe(true)
    const third = await startAgain(second, 0)
    expect(third.history.alerted).toEqual(
      new Map([
        ['101/call-1#1', known],
        ['101/call-2#1', former],
      ]),
    )
  })

  it('ends without an observed end once its agent is no longer watched', async () => {
    const test = await start()
    const { history, clock } = test
    history.restore([origin])
    history.recordStarts([holdAt(0), holdAt(0, { agentId: '102' })])
    clock.pass(5_000)
    history.setAgents([{ agentId: '102', name: '' }])
    expect(await rowsOf(test)).toMatchObject([{ agentId: '101', endedBy: null, durationMs: 0 }])
    // If held again, it is counted as if it had not been observed before.
    const next = await startAgain(test, 0)
    expect(next.history.restore([origin]).earlier).toEqual(new Map())
  })

  it('ends without an observed end once another gateway is watched', async () => {
    const first = await start()
    first.history.restore([origin])
    first.history.recordStarts([holdAt(0)])
    await first.history.flush()
    const second = await startAgain(first, 1_000)
    expect(second.history.restore(['https://other:8043']).holds).toEqual([])
    expect(await rowsOf(second)).toMatchObject([{ callId: 'call-1', endedBy: null }])
  })

  it('started again under the same id is another one', async () => {
    const test = await start()
    test.history.restore([origin])
    test.history.recordStarts([holdAt(0)])
    test.clock.pass(60_000)
    test.history.recordStarts([holdAt(60_000)])
    expect(await rowsOf(test)).toMatchObject([{ endedBy: null, durationMs: 0 }])
    expect(test.history.restore([origin]).holds).toMatchObject([{ firstSeenAt: 60_000 }])
  })

  it('without reports is not followed before a gateway is watched', async () => {
    const test = await start()
    test.history.recordStarts([holdAt(0)])
    test.history.recordEnds([{ ...holdAt(0), endedBy: 10 }])
    test.history.setAgents([])
    expect(await rowsOf(test)).toEqual([])
  })
})

describe('a database that is opened only after the watch has started', () => {
  /** Left with a hold of 60 s, last observed after 50 s, and opened by a process that started 10 s later. */
  async function startLate(meanwhile: (history: History, clock: HandClock) => void) {
    const first = await start()
    first.history.restore(['https://other:8043'])
    const elsewhereHold = holdAt(0, { callId: 'elsewhere', sources: ['https://other:8043'] })
    first.history.recordStarts([elsewhereHold])
    await first.history.flush()
    const db = new DatabaseSync(join(folder, 'history.db'))
    const elsewhere = db.prepare('SELECT * FROM open_holds').get() ?? {}
    first.history.restore([origin])
    first.history.recordEnds([{ ...holdAt(0, { callId: 'over' }), lastSeenAt: 5, endedBy: 10 }])
    const hold = holdAt(0, { holdNumber: 2, earlierMs: 9_000 })
    first.history.recordStarts([hold])
    first.history.recordLevel(hold.holdId, 'red')
    first.history.keepAlerted(
      new Map([
        [
          hold.holdId,
          { alertedLevel: 'red', isSnoozeOver: false, criticalAt: null, attention: null },
        ],
      ]),
    )
    first.clock.pass(60_000)
    first.history.recordOpen([{ ...hold, lastSeenAt: 50_000 }])
    await first.history.flush()
    // As if both had been open when the app quit.
    const names = Object.keys(elsewhere)
    db.prepare(
      `INSERT INTO open_holds (${names.join()}) VALUES (${names.map(() => '?').join()})`,
    ).run(...Object.values(elsewhere))
    db.close()
    const clock = new HandClock(first.clock.wallAt + 10_000)
    const late: SavedHolds[] = []
    let onLate = () => {}
    const test: TestHistory = await start({
      clock,
      meanwhile(history) {
        onLate = () => late.push(history.restore([origin]))
        history.restore([origin])
        meanwhile(history, clock)
      },
      onLate: () => {
        onLate()
      },
    })
    await test.history.flush()
    return { ...test, late }
  }

  it('restores the open holds, and writes those of another gateway as over', async () => {
    const test = await startLate(() => {})
    expect(test.late).toMatchObject([
      {
        holds: [
          {
            call: { callId: 'call-1' },
            holdNumber: 2,
            firstSeenAt: -70_000,
            lastSeenAt: -20_000,
            gap: false,
          },
        ],
        earlier: new Map([['101/over', { count: 1, totalMs: 5, lastEndedAt: -70_000 }]]),
      },
    ])
    const rows = await rowsOf(test)
    const ends = new Map(rows.map(({ callId, endedBy }) => [callId, endedBy]))
    expect(ends).toEqual(
      new Map([
        ['elsewhere', null],
        ['over', expect.any(Number)],
      ]),
    )
  })

  it('recognizes a call that was held when the watch started, as the same hold', async () => {
    const test = await startLate((history) => {
      history.recordStarts([holdAt(0, { notBefore: null })])
      history.keepAlerted(
        new Map([
          [
            '101/call-1#1',
            {
              alertedLevel: 'amber',
              isSnoozeOver: false,
              criticalAt: null,
              attention: { kind: 'acknowledged', at: 0, until: null },
            },
          ],
        ]),
      )
    })
    expect(test.late).toMatchObject([
      {
        holds: [
          {
            call: { callId: 'call-1' },
            holdNumber: 2,
            firstSeenAt: -70_000,
            lastSeenAt: 0,
            gap: true,
          },
        ],
      },
    ])
    expect(test.history.alerted.get('101/call-1#2')).toEqual({
      alertedLevel: 'red',
      isSnoozeOver: false,
      criticalAt: null,
      attention: { kind: 'acknowledged', at: 0, until: null },
    })
    const again = holdAt(0, { holdNumber: 2, firstSeenAt: -70_000 })
    test.history.recordEnds([{ ...again, endedBy: 1_000 }])
    const rows = await rowsOf(test)
    expect(rows.filter(({ callId }) => callId === 'call-1')).toMatchObject([
      { holdNumber: 2, durationMs: 70_000, level: 'red', gap: true, customer: '•••• 1234' },
    ])
    const next = await startAgain(test, 0)
    expect(next.history.restore([origin]).holds).toEqual([])
  })

  it('treats a call that was observed not held in between as another hold', async () => {
    const test = await startLate((history, clock) => {
      clock.pass(5_000)
      history.recordStarts([holdAt(5_000, { notBefore: 1_000 })])
    })
    expect(test.late).toMatchObject([
      { holds: [{ call: { callId: 'call-1' }, holdNumber: 1, firstSeenAt: 5_000 }] },
    ])
    const rows = await rowsOf(test)
    expect(rows.filter(({ callId }) => callId === 'call-1')).toMatchObject([
      { holdNumber: 2, durationMs: 50_000, endedBy: null },
    ])
  })

  it('writes holds that are no longer open without an observed end', async () => {
    const test = await startLate(() => {})
    test.history.keepOnly([])
    const rows = await rowsOf(test)
    expect(rows).toHaveLength(3)
    expect(rows.find(({ callId }) => callId === 'call-1')).toMatchObject({ endedBy: null })
  })
})

describe('the earlier holds of a call', () => {
  it('are remembered across a restart, while the call may be held again', async () => {
    const first = await start()
    first.history.restore([origin])
    const hold = holdAt(0, { holdNumber: 2, earlierMs: 9_000 })
    first.history.recordStarts([hold])
    first.clock.pass(30_000)
    first.history.recordEnds([{ ...hold, lastSeenAt: 29_500, endedBy: 30_000 }])
    await first.history.flush()

    const second = await startAgain(first, 10_000)
    expect(second.history.restore([origin]).earlier).toEqual(
      new Map([['101/call-1', { count: 2, totalMs: 38_500, lastEndedAt: -10_000 }]]),
    )
    const late = await startAgain(first, 5 * 3_600_000)
    await late.history.flush()
    const later = await startAgain(late, 0)
    expect(later.history.restore([origin]).earlier).toEqual(new Map())
  })

  it('are discarded in a process that runs for days', async () => {
    const { history, clock } = await start()
    history.restore([origin])
    history.recordEnds([{ ...holdAt(0), endedBy: 10 }])
    clock.pass(5 * 3_600_000)
    history.recordEnds([{ ...holdAt(clock.now(), { callId: 'call-2' }), endedBy: clock.now() }])
    expect([...history.restore([origin]).earlier.keys()]).toEqual(['101/call-2'])
  })
})

describe('a day', () => {
  it('starts at local midnight with its own figures', async () => {
    const clock = new HandClock(new Date(2026, 2, 4, 23, 50).getTime())
    const { history, today, runTimers } = await start({ clock })
    history.restore([origin])
    history.recordStarts([holdAt(0), holdAt(0, { callId: 'call-2' })])
    clock.pass(300_000)
    history.recordEnds([{ ...holdAt(0), lastSeenAt: 300_000, endedBy: 300_100 }])
    await history.flush()
    expect(await history.today()).toMatchObject({ holds: 1, medianMs: 300_000 })

    // It began yesterday and ends today: it counts for today.
    clock.pass(600_000)
    runTimers(3_600_000)
    await history.flush()
    await history.today()
    expect(today.at(-1)).toEqual({
      since: new Date(2026, 2, 5).getTime(),
      holds: 0,
      overRed: 0,
      longest: null,
      medianMs: null,
    })
    history.recordEnds([
      { ...holdAt(0, { callId: 'call-2' }), lastSeenAt: 899_000, endedBy: 899_900 },
    ])
    await history.flush()
    expect(await history.today()).toMatchObject({ holds: 1, longest: { durationMs: 899_000 } })
  })

  it('starts at midnight of another time zone as soon as the zone changes', async () => {
    vi.stubEnv('TZ', 'UTC')
    const { history, today } = await start({ clock: new HandClock(Date.UTC(2026, 2, 4, 20)) })
    expect((await history.today()).since).toBe(Date.UTC(2026, 2, 4))
    vi.stubEnv('TZ', 'Asia/Shanghai')
    history.followTimeZone()
    await expect.poll(() => today.at(-1)?.since, patiently).toBe(Date.UTC(2026, 2, 4, 16))
    vi.unstubAllEnvs()
  })
})

describe('on its own thread', () => {
  it('everything works the same', async () => {
    const first = await start({ spawn: spawnWorker })
    first.history.restore([origin])
    first.history.recordStarts([holdAt(0), holdAt(0, { callId: 'call-2' })])
    first.history.recordEnds([{ ...holdAt(0), endedBy: 900 }])
    expect(await rowsOf(first)).toMatchObject([{ callId: 'call-1', customer: '•••• 1234' }])
    const second = await start({ spawn: spawnWorker, clock: new HandClock(first.clock.wallAt) })
    expect(second.history.restore([origin]).holds).toMatchObject([{ call: { callId: 'call-2' } }])
  })

  describe('that dies', () => {
    let threads: ReturnType<typeof spawnWorker>[]
    const spawn = () => {
      const thread = spawnWorker()
      threads.push(thread)
      return thread
    }
    beforeEach(() => {
      threads = []
    })

    it('it is restarted and nothing is lost', async () => {
      const test = await start({ spawn })
      test.history.restore([origin])
      test.history.recordStarts([holdAt(0)])
      await test.history.flush()
      const [reading, writing] = threads
      await writing?.terminate()
      test.history.recordEnds([{ ...holdAt(0), endedBy: 900 }])
      await test.history.flush()
      expect(await rowsOf(test)).toMatchObject([{ callId: 'call-1', endedBy: expect.any(Number) }])
      await reading?.terminate()
      expect((await test.history.page(newest)).total).toBe(1)
      expect(threads).toHaveLength(4)
    })

    it('open holds continue, on the clock of this process', async () => {
      const first = await start()
      first.history.restore([origin])
      first.history.recordStarts([holdAt(0)])
      await first.history.flush()
      const second = await start({ spawn, clock: new HandClock(first.clock.wallAt) })
      await threads[1]?.terminate()
      second.clock.pass(60_000)
      second.clock.wallAt -= 3_600_000
      await second.history.flush()
      expect(threads).toHaveLength(3)
      const { holds } = second.history.restore([origin])
      expect(holds).toMatchObject([{ firstSeenAt: 0, gap: false }])
    })
  })
})

describe('changes waiting for the disk', () => {
  it('are counted from the first change on', async () => {
    const { history } = await start()
    history.restore([origin])
    history.recordStarts([holdAt(0), holdAt(0, { callId: 'call-2' })])
    expect(history.state).toMatchObject({ state: 'writing', waiting: 2 })
    const written = history.flush()
    expect(history.state.waiting).toBe(2)
    await written
    expect(history.state.waiting).toBe(0)
  })

  it('are reported when the disk is slow, and when they are written', async () => {
    const { history, states, runTimers } = await start()
    history.restore([origin])
    history.recordStarts([holdAt(0)])
    const written = history.flush()
    runTimers(2_000)
    expect(states).toMatchObject([{ state: 'waiting', why: 'slow', waiting: 1 }])
    await written
    expect(states.at(-1)).toMatchObject({ state: 'writing', why: null, waiting: 0 })
  })
})

describe('a note about a hold', () => {
  /** A hold that is open, about which a note was sent after a second. */
  async function noted() {
    const test = await start()
    test.history.restore([origin])
    const hold = holdAt(test.clock.now())
    test.history.recordStarts([hold])
    test.clock.pass(1_000)
    const at = test.clock.wallAt
    const note = { text: 'Caller waits', by: '900', at: test.clock.now() }
    const answered = test.history.recordNote(hold.holdId, note)
    const end = () => {
      test.clock.pass(1_000)
      test.history.recordEnds([{ ...hold, lastSeenAt: 1_500, endedBy: 2_000 }])
    }
    return { ...test, hold, at, answered, end }
  }

  it('is kept with who sent it, when, and what was answered', async () => {
    const test = await noted()
    test.answered('0')
    test.end()
    expect((await rowsOf(test))[0]?.notes).toEqual([
      { text: 'Caller waits', by: '900', at: test.at, retcode: '0' },
    ])
  })

  it('is kept with an answer that comes after the hold has ended', async () => {
    const test = await noted()
    test.end()
    expect((await rowsOf(test))[0]?.notes).toMatchObject([{ retcode: null }])
    test.answered('0')
    const rows = await rowsOf(test)
    expect(rows).toMatchObject([{ notes: [{ text: 'Caller waits', retcode: '0' }] }])
  })

  it('that was never answered says so', async () => {
    const test = await noted()
    test.answered(null)
    test.end()
    expect((await rowsOf(test))[0]?.notes).toMatchObject([{ retcode: null }])
  })

  it('is known again after a restart', async () => {
    const test = await noted()
    test.answered('0')
    await test.history.flush()
    const again = await startAgain(test, 5_000)
    again.history.restore([origin])
    const at = test.at - again.clock.wallAt
    expect([...again.history.notes]).toEqual([
      [test.hold.holdId, [{ text: 'Caller waits', by: '900', at, retcode: '0' }]],
    ])
  })

  it('about a hold that nobody follows is not kept', async () => {
    const test = await noted()
    test.history.recordNote('999/none#1', { text: 'x', by: '900', at: 0 })('0')
    expect([...test.history.notes.keys()]).toEqual([test.hold.holdId])
  })
})
