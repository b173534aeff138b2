import { describe, expect, it } from 'vitest'
import { gatherMs } from './decide.ts'
import { repeatMs } from './follow.ts'
import { setAttention, snoozeAll, clearAttention } from './memory.ts'
import { mergeMs } from './pace.ts'
import { Floor, minute, origin, otherSource, standardSettings } from './testFloor.ts'

const second = 1_000

/** A floor on which these calls were just put on hold. */
function floorWith(...holdIds: string[]): Floor {
  const floor = new Floor()
  floor.look()
  floor.hold(...holdIds)
  return floor
}

function attendTo(floor: Floor, holdId: string, minutes: number | null = null): void {
  const level = floor.board.calls.find((call) => call.holdId === holdId)?.level ?? 'normal'
  floor.memory = setAttention(floor.memory, holdId, level, {
    kind: minutes === null ? 'acknowledged' : 'snoozed',
    at: floor.now,
    until: minutes === null ? null : floor.now + minutes * minute,
  })
  floor.look()
}

function mute(floor: Floor, isSnoozed: boolean): void {
  floor.memory = snoozeAll(floor.memory, isSnoozed, floor.now)
  floor.look()
}

describe('levels', () => {
  it('are alerted once each, when they are reached, with their own sounds', () => {
    const floor = floorWith('a')
    const { startedAt } = floor.board.calls[0] ?? { startedAt: NaN }
    floor.pass(5 * minute + second)
    expect(floor.alerts).toEqual([['a amber crossed'], ['a red crossed'], ['a critical crossed']])
    const made = floor.decisions.filter(({ alert }) => alert !== null)
    expect(made.map(({ at }) => at - startedAt)).toEqual([minute, 2 * minute, 5 * minute])
    expect(made.map(({ sound }) => sound)).toEqual([
      { sound: 'soft', volume: 60 },
      { sound: 'double', volume: 60 },
      { sound: 'urgent', volume: 60 },
    ])
  })

  it('of several holds come in one alert, worst and longest first', () => {
    const floor = floorWith('a')
    floor.pass(minute)
    floor.hold('b')
    floor.hold('c')
    floor.pass(minute)
    expect(floor.alerts.at(-1)).toEqual(['a red crossed', 'b amber crossed', 'c amber crossed'])
    expect(floor.last.alert?.entries[0]).toMatchObject({
      agentId: '1a',
      name: 'Li Na',
      customer: '•••• 5678',
      ageMs: 2 * minute,
    })
  })

  it('close together are merged, but a worse one does not wait', () => {
    const floor = floorWith('a')
    floor.pass(minute)
    floor.hold('b')
    floor.pass(500)
    floor.hold('c')
    floor.pass(300)
    floor.hold('d')
    floor.pass(minute + mergeMs)
    // b at 0 ms is with a, which turns red; c and d, 500 and 800 ms later, are merged.
    expect(floor.alerts.slice(1)).toEqual([
      ['a red crossed', 'b amber crossed'],
      ['c amber crossed', 'd amber crossed'],
    ])
    const [, first, second] = floor.decisions.filter(({ alert }) => alert !== null)
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(mergeMs)
  })

  it('in a storm come in few alerts, but critical ones without delay', () => {
    const floor = new Floor()
    for (let call = 0; call < 200; call += 1) {
      floor.hold(`${call}`)
      floor.pass(700)
    }
    floor.pass(5 * minute)
    const made = floor.decisions.filter(({ alert }) => alert !== null)
    const worst = made.map(({ alert }) => alert?.entries[0]?.level)
    const count = (level: string) => worst.filter((one) => one === level).length
    // 200 calls, 400 levels, in 200 s: eight at once, then one in ten seconds.
    expect(count('amber') + count('red')).toBeLessThanOrEqual(8 + 4 + 20)
    for (const { at, alert } of made) {
      for (const { level, kind, ageMs } of alert?.entries ?? []) {
        if (level !== 'critical' || kind !== 'crossed') continue
        expect(ageMs - 5 * minute, `at ${at}`).toBeLessThanOrEqual(mergeMs)
      }
    }
  })

  it('are not delayed any longer once a storm is over', () => {
    const floor = new Floor()
    for (let call = 0; call < 100; call += 1) {
      floor.hold(`${call}`)
      floor.pass(second)
    }
    floor.holds.clear()
    floor.pass(5 * minute)
    floor.hold('x')
    floor.pass(second)
    floor.hold('y')
    floor.pass(minute + second)
    expect(floor.alerts.slice(-2)).toEqual([['x amber crossed'], ['y amber crossed']])
    const made = floor.decisions.filter(({ alert }) => alert !== null)
    expect((made.at(-1)?.at ?? 0) - (made.at(-2)?.at ?? 0)).toBe(mergeMs)
  })

  it('are not delayed if one is worse than the previous alert', () => {
    const floor = floorWith('a')
    floor.pass(minute - second)
    floor.hold('b')
    floor.pass(2 * second)
    floor.hold('c')
    floor.pass(minute + second)
    const made = floor.decisions.filter(({ alert }) => alert !== null).slice(1)
    expect(floor.alerts.slice(1)).toEqual([
      ['b amber crossed'],
      ['a red crossed'],
      ['c amber crossed'],
    ])
    expect(made.map(({ at }) => at - (made[0]?.at ?? 0))).toEqual([0, second, 3 * second])
  })

  it('raised by new limits come at once in one alert, and not again after the change is undone', () => {
    const floor = floorWith('a', 'b')
    floor.pass(20 * second)
    floor.hold('c')
    const { limits } = floor
    floor.limits = { amberMs: 5_000, redMs: 10_000, criticalMs: 30_000 }
    floor.pass(second)
    expect(floor.alerts).toEqual([['a red crossed', 'b red crossed']])
    floor.limits = limits
    floor.pass(second)
    floor.limits = { amberMs: 5_000, redMs: 10_000, criticalMs: minute }
    floor.pass(second)
    expect(floor.alerts).toHaveLength(1)
  })

  it('play no sound where none is chosen, or the volume is 0', () => {
    const floor = floorWith('a')
    floor.settings = { ...standardSettings, sounds: { ...standardSettings.sounds, amber: 'none' } }
    floor.pass(minute)
    expect(floor.last).toMatchObject({ alert: { id: 1 }, sound: null })
    floor.settings = { ...standardSettings, volume: 0 }
    floor.pass(minute)
    expect(floor.last).toMatchObject({ alert: { id: 2 }, sound: null })
  })
})

describe('a critical hold', () => {
  it('is repeated once a minute and flashes, until the call ends', () => {
    const floor = floorWith('a')
    floor.pass(5 * minute)
    expect(floor.last.isFlashing).toBe(true)
    floor.pass(2 * minute + second)
    expect(floor.alerts.slice(2)).toEqual([
      ['a critical crossed'],
      ['a critical repeat'],
      ['a critical repeat'],
    ])
    floor.end('a')
    expect(floor.last).toMatchObject({ isFlashing: false, withdrawn: [5] })
    floor.pass(5 * minute)
    expect(floor.alerts).toHaveLength(5)
  })

  it('is repeated together with the others: one repeat a minute, however many there are', () => {
    const floor = floorWith('a')
    floor.pass(30 * second)
    floor.hold('b')
    floor.pass(8 * minute)
    const repeats = floor.alerts.filter(([first]) => first?.endsWith('repeat'))
    expect(repeats).toEqual([
      ['a critical repeat'],
      ['a critical repeat', 'b critical repeat'],
      ['a critical repeat', 'b critical repeat'],
    ])
  })
})

describe('an acknowledged hold', () => {
  it('is silent until its level rises', () => {
    const floor = floorWith('a')
    floor.pass(minute)
    attendTo(floor, 'a')
    floor.pass(minute - second)
    expect(floor.memory.holds.get('a')?.attention).toMatchObject({ kind: 'acknowledged' })
    floor.pass(second)
    expect(floor.memory.holds.get('a')?.attention).toBeNull()
    expect(floor.alerts).toEqual([['a amber crossed'], ['a red crossed']])
  })

  it('does not flash, is not repeated, and its alert is withdrawn', () => {
    const floor = floorWith('a')
    floor.pass(5 * minute)
    attendTo(floor, 'a')
    expect(floor.last).toMatchObject({ isFlashing: false, withdrawn: [3] })
    floor.pass(10 * minute)
    expect(floor.alerts).toHaveLength(3)
  })

  it('is silent even if acknowledged before it could be alerted', () => {
    const floor = floorWith('a')
    mute(floor, true)
    floor.pass(2 * minute)
    attendTo(floor, 'a')
    mute(floor, false)
    floor.pass(minute)
    expect(floor.alerts).toEqual([])
    expect(floor.memory.holds.get('a')?.attention).not.toBeNull()
  })

  it('is alerted once more when its snooze is over', () => {
    const floor = floorWith('a')
    floor.pass(2 * minute)
    attendTo(floor, 'a', 1)
    floor.pass(minute)
    expect(floor.alerts.slice(2)).toEqual([['a red snooze-over']])
    floor.pass(minute)
    expect(floor.alerts).toHaveLength(3)
  })

  it('is not alerted when the snooze is over if it was not amber yet', () => {
    const floor = floorWith('a')
    floor.pass(second)
    floor.limits = { amberMs: 3 * minute, redMs: 4 * minute, criticalMs: 5 * minute }
    attendTo(floor, 'a', 1)
    floor.pass(2 * minute)
    expect(floor.alerts).toEqual([])
    expect(floor.memory.holds.get('a')?.attention).toBeNull()
  })

  it('is repeated a minute after the acknowledgement is undone, not at once', () => {
    const floor = floorWith('a')
    floor.pass(5 * minute)
    attendTo(floor, 'a')
    floor.pass(10 * minute)
    floor.memory = clearAttention(floor.memory, 'a', floor.now)
    floor.look()
    floor.pass(repeatMs - second)
    expect(floor.alerts).toHaveLength(3)
    floor.pass(second)
    expect(floor.alerts.at(-1)).toEqual(['a critical repeat'])
  })
})

describe('while alerts are silenced', () => {
  it('nothing is alerted or queued; afterwards red and critical come in one summary', () => {
    const floor = floorWith('a')
    floor.pass(4 * minute)
    floor.hold('b')
    floor.pass(90 * second)
    floor.hold('c')
    mute(floor, true)
    expect(floor.last.isFlashing).toBe(false)
    const before = floor.alerts.length
    floor.pass(80 * second)
    expect(floor.alerts).toHaveLength(before)
    mute(floor, false)
    // b is red by now; c turned amber in the meantime and is skipped; a is still critical.
    expect(floor.alerts.slice(before)).toEqual([['a critical repeat', 'b red summary']])
    expect(floor.last.isFlashing).toBe(true)
    floor.pass(30 * second)
    expect(floor.alerts.slice(before + 1)).toEqual([])
  })

  it('the snooze of all ends by itself after a quarter of an hour', () => {
    const floor = floorWith('a')
    mute(floor, true)
    floor.pass(15 * minute - 1)
    expect(floor.alerts).toEqual([])
    expect(floor.last.memory.alerts.snoozedUntil).not.toBeNull()
    floor.pass(1)
    expect(floor.alerts).toEqual([['a critical summary']])
    expect(floor.last.memory.alerts.snoozedUntil).toBeNull()
  })

  it('the quiet time starts and ends by the time of day', () => {
    const floor = floorWith()
    floor.now = 0
    floor.midnightAt = (20 * 60 - 3) * minute
    floor.settings = {
      ...standardSettings,
      quietTime: { isOn: true, from: '20:00', to: '20:10' },
    }
    floor.hold('a')
    floor.pass(13 * minute - second)
    expect(floor.alerts).toEqual([['a amber crossed'], ['a red crossed']])
    expect(floor.last.memory.alerts.isQuiet).toBe(true)
    floor.pass(second)
    expect(floor.alerts.slice(2)).toEqual([['a critical summary']])
    expect(floor.last.memory.alerts.isQuiet).toBe(false)
  })
})

describe('a hold that is not confirmed', () => {
  it('is alerted with its level of that time once it is confirmed, if only its agent was affected', () => {
    const floor = floorWith('a', 'b')
    floor.pass(30 * second)
    floor.lose('a')
    floor.pass(2 * minute)
    floor.find('a')
    expect(floor.alerts).toEqual([['b amber crossed'], ['b red crossed'], ['a red crossed']])
  })

  it('comes in one summary after an outage, if it is red; amber is skipped', () => {
    const floor = floorWith('a', 'b')
    floor.pass(80 * second)
    floor.hold('c')
    const before = floor.alerts.length
    floor.lose('a', 'b', 'c')
    floor.pass(8 * second)
    floor.watch = 'interrupted'
    floor.pass(minute)
    floor.watch = 'watching'
    floor.find('a')
    floor.pass(second)
    floor.find('c')
    floor.pass(second)
    expect(floor.alerts).toHaveLength(before)
    floor.find('b')
    expect(floor.alerts.slice(before)).toEqual([['a red summary', 'b red summary']])
  })

  it('does not delay the summary of the others for long', () => {
    const floor = floorWith('a', 'b')
    floor.lose('a', 'b')
    floor.watch = 'interrupted'
    floor.pass(3 * minute)
    floor.watch = 'watching'
    floor.find('a')
    floor.pass(gatherMs)
    expect(floor.alerts).toEqual([['a red summary']])
    floor.pass(minute)
    floor.find('b')
    expect(floor.alerts.slice(1)).toEqual([['b red summary']])
  })

  it('is not alerted after an unannounced sleep until it is confirmed', () => {
    const floor = floorWith('a', 'b')
    floor.pass(50 * second)
    floor.lose('a', 'b')
    floor.now += 10 * minute
    expect(floor.look().alert).toBeNull()
    floor.end('b')
    floor.find('a')
    expect(floor.alerts).toEqual([['a critical summary']])
  })

  it('comes in one summary if it was there before the app started', () => {
    const floor = new Floor()
    for (const [holdId, ageMs] of Object.entries({ a: 6 * minute, b: 3 * minute, c: minute })) {
      floor.holds.set(holdId, {
        startedAt: floor.now - ageMs,
        sources: [origin],
        lostAt: floor.now - minute,
      })
    }
    floor.pass(3 * second)
    expect(floor.alerts).toEqual([])
    floor.find('a', 'b', 'c')
    expect(floor.alerts).toEqual([['a critical old-news', 'b red old-news']])
    floor.pass(30 * second)
    expect(floor.alerts).toHaveLength(1)
  })

  it('for a moment makes no difference: rows that the board still shows as current are alerted', () => {
    const floor = floorWith('a')
    floor.pass(minute - 2 * second)
    floor.lose('a')
    floor.watch = 'interrupted'
    floor.pass(2 * second)
    expect(floor.alerts).toEqual([['a amber crossed']])
  })
})

describe('with several sources', () => {
  /** `a` is listed by the first source, `b` by the second, and `c` by both. */
  const floorOfTwo = () => {
    const floor = new Floor()
    floor.other = otherSource()
    floor.look()
    floor.hold('a')
    floor.holdAtOther('b')
    floor.holdAtBoth('c')
    return { floor, other: floor.other }
  }

  it.each(['interrupted', 'paused', 'stopped'] as const)(
    'the rows of one that is %s wait for its summary, and the others are alerted',
    (state) => {
      const { floor, other } = floorOfTwo()
      floor.pass(10 * second)
      other.watch = state
      floor.lose('b')
      floor.pass(2 * minute)
      expect(floor.alerts).toEqual([
        ['a amber crossed', 'c amber crossed'],
        ['a red crossed', 'c red crossed'],
      ])
      other.watch = 'watching'
      floor.find('b')
      expect(floor.alerts.slice(2)).toEqual([['b red summary']])
    },
  )

  it('a row that one of them still lists is alerted although the other is down', () => {
    const { floor, other } = floorOfTwo()
    floor.pass(10 * second)
    floor.watch = 'interrupted'
    floor.lose('a')
    floor.pass(minute)
    expect(floor.alerts).toEqual([['b amber crossed', 'c amber crossed']])
    other.watch = 'interrupted'
    floor.lose('b', 'c')
    floor.pass(minute)
    expect(floor.alerts).toHaveLength(1)
  })

  it('a row that only its agent has lost is alerted with its level, although another source is down', () => {
    const { floor, other } = floorOfTwo()
    floor.end('b', 'c')
    floor.lose('a')
    other.watch = 'interrupted'
    floor.pass(70 * second)
    floor.find('a')
    expect(floor.alerts).toEqual([['a amber crossed']])
  })

  it('the rows of one that is down do not delay the alerts of another', () => {
    const { floor, other } = floorOfTwo()
    other.watch = 'interrupted'
    floor.lose('b')
    floor.pass(10 * second)
    floor.watch = 'interrupted'
    floor.lose('a', 'c')
    floor.pass(3 * minute)
    floor.watch = 'watching'
    floor.find('a', 'c')
    floor.pass(gatherMs)
    expect(floor.alerts).toEqual([['a red summary', 'c red summary']])
    floor.hold('d')
    floor.pass(minute)
    expect(floor.alerts.slice(1)).toEqual([['d amber crossed']])
  })
})

describe('an alert', () => {
  it('is withdrawn when a later one includes its calls, and stays while one of them needs it', () => {
    const floor = floorWith('a')
    floor.pass(10 * second)
    floor.hold('b')
    floor.pass(minute)
    expect(floor.alerts).toEqual([['a amber crossed'], ['b amber crossed']])
    floor.end('b')
    expect(floor.last.withdrawn).toEqual([2])
    floor.pass(minute)
    expect(floor.decisions.flatMap(({ withdrawn }) => withdrawn)).toEqual([2, 1])
    expect(floor.alerts).toHaveLength(3)
  })
})

describe('the next decision', () => {
  /** Ms until it, with no board update in between. */
  const wait = ({ now, last }: Floor) => (last.nextAt ?? Infinity) - now

  it('is not scheduled while only the board can change something', () => {
    const floor = floorWith('a')
    floor.pass(2 * minute)
    expect(floor.last.nextAt).toBeNull()
  })

  it('comes when a snooze, the snooze of all or a part of the day is over', () => {
    const floor = floorWith('a')
    attendTo(floor, 'a', 5)
    expect(wait(floor)).toBe(5 * minute)
    floor.settings = { ...standardSettings, quietTime: { isOn: true, from: '00:18', to: '07:00' } }
    floor.look()
    expect(floor.now + wait(floor)).toBe(18 * minute)
    floor.settings = standardSettings
    floor.memory = clearAttention(floor.memory, 'a', floor.now)
    mute(floor, true)
    expect(wait(floor)).toBe(15 * minute)
  })

  it('comes when the cool-down is over, and when the merge interval ends if one is running', () => {
    const floor = floorWith('a')
    floor.pass(minute - second)
    floor.hold('b')
    floor.pass(4 * minute + second)
    expect(wait(floor)).toBe(repeatMs)
    floor.pass(minute)
    // b turned critical a second ago.
    expect(floor.alerts.at(-1)).toEqual(['b critical crossed'])
    expect(wait(floor)).toBe(mergeMs - second)
  })

  it('comes when a summary has waited long enough', () => {
    const floor = floorWith('a', 'b')
    floor.lose('a', 'b')
    floor.watch = 'interrupted'
    floor.pass(3 * minute)
    floor.watch = 'watching'
    floor.find('a')
    expect(wait(floor)).toBe(gatherMs)
  })
})
