import { describe, expect, it } from 'vitest'
import type { Alert, AlertSound, NoDataAlarm } from './alert.ts'
import { Alerts } from './alerts.ts'
import type { KeptMemory } from './memory.ts'
import { Floor, minute, otherSource, standardSettings } from './testFloor.ts'

type Kept = ReadonlyMap<string, KeptMemory>

/** Alerts fed by a simulated floor, with timers that run on the floor's time. */
function setUp(floor = new Floor(), saved: Kept = new Map(), snoozedUntil: number | null = null) {
  const timers = new Set<{ at: number; fn: () => void }>()
  const notifications = new Map<number, Alert>()
  const log: string[] = []
  /** The state stored for the next run. */
  const stored = new Map<string, KeptMemory>(saved)
  const snoozes: (number | null)[] = []
  const sounds: AlertSound[] = []
  /** The notifications of outages; null where one was withdrawn. */
  const noData: (NoDataAlarm | null)[] = []
  const withdrawnOrigins: string[] = []
  const handled: [string, string | null, number][] = []
  const made = { settings: standardSettings, isBroken: false, isAcknowledging: false }
  const faults: unknown[] = []
  const alerts: Alerts = new Alerts({
    clock: { now: () => floor.now, wall: () => 1e12 + floor.now, resync: () => 0 },
    timeOfDay: () => floor.now % 86_400_000,
    setTimer: (ms, fn) => {
      const timer = { at: floor.now + ms, fn }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    settings: () => made.settings,
    snoozedUntil,
    notify: (alert) => {
      if (made.isBroken) throw new Error('no notifications')
      notifications.set(alert.id, alert)
      if (made.isAcknowledging) for (const { holdId } of alert.entries) alerts.acknowledge(holdId)
    },
    withdraw: (id) => notifications.delete(id),
    notifyNoData: (alarm) => noData.push(alarm),
    withdrawNoData: (origin) => {
      noData.push(null)
      withdrawnOrigins.push(origin)
    },
    play: (sound) => sounds.push(sound),
    flash: (isOn) => log.push(isOn ? 'flash' : 'no flash'),
    onHandled: (...report) => handled.push(report),
    onFault: (error) => faults.push(error),
    onSnoozedAll: (until) => snoozes.push(until),
    onKeep: (holds) => {
      for (const [holdId, each] of holds) stored.set(holdId, each)
    },
    onDue: () => {
      alerts.update(floor.board)
    },
  })
  const run = () => {
    for (const timer of timers) {
      if (timer.at > floor.now) continue
      timers.delete(timer)
      timer.fn()
    }
  }
  /** Feeds a board every second, and runs timers to the ms. */
  const pass = (ms: number) => {
    const until = floor.now + ms
    while (floor.now < until) {
      floor.now = Math.min(until, floor.now + 1_000, ...[...timers].map(({ at }) => at))
      run()
      alerts.update(floor.board)
    }
  }
  const texts = () =>
    [...notifications.values()].map(({ entries }) =>
      entries.map(({ holdId, level, kind }) => `${holdId} ${level} ${kind}`),
    )
  alerts.restore(saved)
  alerts.update(floor.board)
  return {
    floor,
    alerts,
    pass,
    texts,
    notifications,
    log,
    stored,
    snoozes,
    sounds,
    noData,
    withdrawnOrigins,
    handled,
    timers,
    made,
    faults,
  }
}

const none = { amber: false, red: false, critical: false }

const holding = (...holdIds: string[]) => {
  const floor = new Floor()
  floor.hold(...holdIds)
  return floor
}

describe('alerts', () => {
  it('show, sound and flash, and withdraw everything when the call ends', () => {
    const { floor, alerts, pass, texts, sounds, log } = setUp(holding('a'))
    pass(5 * minute)
    expect(texts()).toEqual([['a critical crossed']])
    expect(sounds.map(({ sound }) => sound)).toEqual(['soft', 'double', 'urgent'])
    expect(log).toEqual(['flash'])
    floor.holds.clear()
    alerts.update(floor.board)
    expect(texts()).toEqual([])
    expect(log).toEqual(['flash', 'no flash'])
  })

  it('flash again with each critical alert, since focusing the window ends it', () => {
    const { pass, log } = setUp(holding('a'))
    pass(7 * minute)
    expect(log).toEqual(['flash', 'flash', 'flash'])
  })

  it('sound and flash even if the system’s notifications fail', () => {
    const { pass, sounds, log, made, faults } = setUp(holding('a'))
    made.isBroken = true
    pass(5 * minute)
    expect(sounds).toHaveLength(3)
    expect(log).toEqual(['flash'])
    expect(faults).toHaveLength(3)
  })

  it('show nothing where notifications are off, but play the sound', () => {
    const { pass, texts, sounds, made } = setUp(holding('a'))
    made.settings = { ...standardSettings, notifications: none }
    pass(minute)
    expect(texts()).toEqual([])
    expect(sounds).toHaveLength(1)
    made.settings = standardSettings
    pass(minute)
    expect(texts()).toEqual([['a red crossed']])
  })

  it('show only the levels for which notifications are on, and play the sound for all', () => {
    const { floor, pass, texts, sounds, made } = setUp(holding('a'))
    made.settings = { ...standardSettings, notifications: { ...none, critical: true } }
    pass(4 * minute)
    floor.hold('b')
    expect(texts()).toEqual([])
    pass(minute + 2_000)
    expect(texts().flat()).toEqual(['a critical crossed'])
    expect(sounds.map(({ sound }) => sound).slice(0, 3)).toEqual(['soft', 'double', 'urgent'])
  })

  it('are decided without a board update when a snooze ends', () => {
    const { floor, alerts, pass, texts, timers } = setUp(holding('a'))
    pass(2 * minute)
    expect(alerts.snooze('a', 3)).toBe(true)
    expect(texts()).toEqual([])
    expect([...timers].map(({ at }) => at - floor.now)).toEqual([3 * minute])
    expect(alerts.snooze('a', 1)).toBe(true)
    pass(minute)
    expect(texts()).toEqual([['a red snooze-over']])
  })

  it('report the acknowledgement or snooze of a hold while it is in force', () => {
    const { floor, alerts, pass, handled, stored } = setUp(holding('a', 'b'))
    pass(minute)
    const at = floor.now
    expect(alerts.acknowledge('a')).toBe(true)
    expect(alerts.attentionOf('a')).toEqual({ kind: 'acknowledged', at, until: null })
    expect(alerts.snooze('b', 5)).toBe(true)
    expect(alerts.attentionOf('b')).toEqual({ kind: 'snoozed', at, until: at + 5 * minute })
    expect(handled).toEqual([
      ['a', 'acknowledged', at],
      ['b', 'snoozed', at],
    ])
    alerts.clearAttention('b')
    expect(alerts.attentionOf('b')).toBeNull()
    expect(handled.slice(2)).toEqual([['b', null, at]])
    expect(stored.get('a')).toMatchObject({
      alertedLevel: 'amber',
      attention: { kind: 'acknowledged' },
    })
    expect(stored.get('b')).toMatchObject({ alertedLevel: 'amber', attention: null })
    pass(minute)
    expect(alerts.attentionOf('a')).toBeNull()
    expect(stored.get('a')).toMatchObject({ alertedLevel: 'red', attention: null })
  })

  it('ignore a call that is no longer held', () => {
    const { alerts, handled } = setUp()
    expect(alerts.acknowledge('a')).toBe(false)
    expect(alerts.snooze('a', 1)).toBe(false)
    alerts.clearAttention('a')
    expect(alerts.attentionOf('a')).toBeNull()
    expect(handled).toEqual([])
  })

  it('are acknowledged together: amber or worse and not acknowledged yet', () => {
    const { floor, alerts, pass, handled } = setUp(holding('a', 'b'))
    pass(minute)
    floor.hold('c')
    alerts.update(floor.board)
    alerts.snooze('b', 5)
    expect(alerts.acknowledgeAll(['a', 'b', 'c', 'ended'])).toEqual(['a'])
    expect(handled.map(([holdId, kind]) => `${holdId} ${kind}`)).toEqual([
      'b snoozed',
      'a acknowledged',
    ])
    expect(alerts.attentionOf('c')).toBeNull()
  })

  it('continue for holds that were not among those acknowledged together', () => {
    const { alerts, pass, texts } = setUp(holding('seen', 'unseen'))
    pass(5 * minute)
    expect(alerts.acknowledgeAll(['seen'])).toEqual(['seen'])
    expect(alerts.attentionOf('unseen')).toBeNull()
    expect(texts()).toEqual([['seen critical crossed', 'unseen critical crossed']])
    pass(2 * minute)
    expect(texts()).toEqual([['unseen critical repeat']])
  })

  it('report that they are silenced, and for how long', () => {
    const { floor, alerts, pass, snoozes, texts } = setUp(holding('a'))
    alerts.snoozeAll(true, 60 * minute)
    expect(alerts.state.snoozedUntil).toBe(floor.now + 60 * minute)
    snoozes.length = 0
    alerts.snoozeAll(true)
    const until = floor.now + 15 * minute
    expect(alerts.state).toEqual({ snoozedUntil: until, isQuiet: false })
    pass(10 * minute)
    expect(texts()).toEqual([])
    alerts.snoozeAll(false)
    expect(snoozes).toEqual([until, null])
    expect(alerts.state.snoozedUntil).toBeNull()
    expect(texts()).toEqual([['a critical summary']])
  })

  it('request another decision where the settings have changed', () => {
    const { floor, alerts, made } = setUp()
    floor.now = 22 * 60 * minute
    made.settings = {
      ...standardSettings,
      quietTime: { ...standardSettings.quietTime, isOn: true },
    }
    alerts.update(floor.board)
    expect(alerts.state.isQuiet).toBe(true)
  })

  it('survive a restart: nothing is alerted twice, and acknowledgements stay in force', () => {
    const first = setUp(holding('a', 'b', 'c'))
    first.pass(2 * minute)
    first.alerts.acknowledge('b')
    first.floor.holds.delete('c')
    first.alerts.update(first.floor.board)
    // While a hold is open, the history stores it (openHolds.ts).
    const saved = new Map([...first.stored].filter(([holdId]) => holdId !== 'c'))
    expect([...saved.keys()]).toEqual(['a', 'b'])

    const floor = new Floor()
    Object.assign(floor, { now: first.floor.now, watch: 'connecting' })
    for (const [holdId, hold] of first.floor.holds) floor.holds.set(holdId, hold)
    floor.now += 20_000
    floor.lose('a', 'b')
    const second = setUp(floor, saved)
    second.pass(3_000)
    floor.watch = 'watching'
    floor.find('a', 'b')
    second.pass(minute)
    expect(second.texts()).toEqual([])
    expect(second.alerts.attentionOf('b')).toMatchObject({ kind: 'acknowledged' })
    second.pass(2 * minute)
    expect(second.texts()).toEqual([['a critical crossed', 'b critical crossed']])
  })

  it('apply changes to a hold made by a callback', () => {
    const test = setUp(holding('a'))
    const { alerts, pass, stored, made } = test
    made.isAcknowledging = true
    pass(minute)
    expect(alerts.attentionOf('a')).toMatchObject({ kind: 'acknowledged' })
    expect(stored.get('a')).toMatchObject({
      alertedLevel: 'amber',
      attention: { kind: 'acknowledged' },
    })
  })

  it('report the state to store only where it changed', () => {
    const { pass, stored } = setUp(holding('a'))
    pass(2 * minute)
    expect(stored.get('a')).toEqual({
      alertedLevel: 'red',
      isSnoozeOver: false,
      criticalAt: null,
      attention: null,
    })
    stored.clear()
    pass(2 * minute)
    expect(stored.size).toBe(0)
  })

  it('stay snoozed as they were when the app quit', () => {
    const floor = holding('a')
    const { alerts, pass, texts } = setUp(floor, new Map(), floor.now + 10 * minute)
    pass(9 * minute)
    expect(texts()).toEqual([])
    pass(minute)
    expect(alerts.state.snoozedUntil).toBeNull()
    expect(texts()).toEqual([['a critical summary']])
  })

  it('alert nothing twice when restored in the same run', () => {
    const { floor, alerts, pass, texts, stored } = setUp(holding('a'))
    pass(2 * minute)
    alerts.update(null)
    expect(texts()).toEqual([])
    alerts.restore(stored)
    alerts.update(floor.board)
    pass(minute)
    expect(texts()).toEqual([])
    pass(2 * minute)
    expect(texts()).toEqual([['a critical crossed']])
  })

  it('add stored state to holds that are already known, and leave visible alerts in place', () => {
    const { floor, alerts, pass, texts, notifications } = setUp(holding('a'))
    pass(minute)
    const [alertId] = notifications.keys()
    alerts.restore(
      new Map([
        ['a', { alertedLevel: 'red', isSnoozeOver: false, criticalAt: null, attention: null }],
      ]),
    )
    alerts.update(floor.board)
    expect([...notifications.keys()]).toEqual([alertId])
    pass(minute)
    expect(texts()).toEqual([['a amber crossed']])
  })

  it('withdraw everything when nothing is watched any more', () => {
    const { alerts, pass, texts, log, timers } = setUp(holding('a'))
    pass(5 * minute)
    alerts.close()
    expect(texts()).toEqual([])
    expect(log.at(-1)).toBe('no flash')
    expect(timers.size).toBe(0)
  })
})

describe('alerts about a board that receives no data', () => {
  const blind = () => {
    const all = setUp(holding('a'))
    all.made.settings = { ...standardSettings, noDataAlarm: true }
    const rise = () => {
      for (let seconds = 0; seconds < 10; seconds += 1) {
        all.floor.lastAnswerAt = all.floor.now
        all.pass(1_000)
      }
    }
    rise()
    const kinds = () => all.noData.map((alarm) => alarm?.kind ?? null)
    const alarms = () => all.sounds.filter(({ sound }) => sound === 'no-data')
    return { ...all, rise, kinds, alarms }
  }

  it('show and sound, again every five minutes, and show when the outage is over', () => {
    const { floor, pass, rise, noData, kinds, alarms } = blind()
    const since = floor.lastAnswerAt ?? NaN
    pass(16_000)
    expect(noData).toEqual([
      {
        kind: 'begun',
        since: 1e12 + since,
        at: 1e12 + since + 15_000,
        watch: { state: 'watching', reason: null },
        origin: 'https://gw:8043',
        way: 'inspector',
        source: null,
      },
    ])
    pass(5 * minute)
    expect(kinds()).toEqual(['begun', 'reminder'])
    expect(alarms()).toEqual([
      { sound: 'no-data', volume: 60 },
      { sound: 'no-data', volume: 60 },
    ])
    rise()
    expect(kinds()).toEqual(['begun', 'reminder', 'over'])
    expect(alarms()).toHaveLength(2)
  })

  it('are shown without a sound while alerts are snoozed', () => {
    const { alerts, pass, kinds, alarms } = blind()
    alerts.snoozeAll(true)
    pass(5.5 * minute)
    expect(kinds()).toEqual(['begun', 'reminder'])
    expect(alarms()).toEqual([])
  })

  it.each([
    ['in quiet time', { quietTime: { isOn: true, from: '00:00', to: '23:59' } }],
    ['with the volume at 0', { volume: 0 }],
  ])('are shown without a sound %s', (_when, over) => {
    const { made, pass, kinds, alarms } = blind()
    made.settings = { ...made.settings, ...over }
    pass(minute)
    expect(kinds()).toEqual(['begun'])
    expect(alarms()).toEqual([])
  })

  it('are shown even if the notifications of held calls are off', () => {
    const { made, pass, kinds } = blind()
    made.settings = { ...made.settings, notifications: none }
    pass(minute)
    expect(kinds()).toEqual(['begun'])
  })

  it('are withdrawn without a notification when the watch is paused, and are not shown where they are switched off', () => {
    const { floor, made, pass, kinds, alarms } = blind()
    pass(minute)
    floor.watch = 'paused'
    pass(minute)
    expect(kinds()).toEqual(['begun', null])
    made.settings = { ...made.settings, noDataAlarm: false }
    floor.watch = 'stopped'
    pass(10 * minute)
    expect(kinds()).toEqual(['begun', null])
    expect(alarms()).toHaveLength(1)
  })

  it('are not shown where no agent is watched', () => {
    const { floor, pass, kinds } = blind()
    floor.holds.clear()
    pass(10 * minute)
    expect(kinds()).toEqual([])
  })

  describe('with several sources', () => {
    /** Lets time pass while these sources give data. */
    const twoSources = () => {
      const all = blind()
      const { floor, pass, noData } = all
      const other = (floor.other = { ...otherSource(), lastAnswerAt: floor.now })
      const give = (ms: number, { first = true, second = true } = {}) => {
        for (const until = floor.now + ms; floor.now < until;) {
          if (first) floor.lastAnswerAt = floor.now
          if (second) other.lastAnswerAt = floor.now
          pass(1_000)
        }
      }
      const alarms = () =>
        noData.map((alarm) => (alarm === null ? null : `${alarm.kind} ${alarm.source ?? ''}`))
      return { ...all, other, give, alarms }
    }

    it('name the silent one, and the one that gives data again', () => {
      const { give, alarms, noData } = twoSources()
      give(20_000, { second: false })
      expect(noData).toMatchObject([{ origin: 'https://other:8043', way: 'inspector' }])
      give(5 * minute, { second: false })
      give(20_000)
      expect(alarms()).toEqual(['begun South', 'reminder South', 'over South'])
      give(20_000, { first: false })
      expect(alarms().slice(3)).toEqual(['begun https://gw:8043'])
    })

    it('are shown for each of them, with one sound where they come together', () => {
      const { give, alarms, sounds } = twoSources()
      give(5_000)
      give(30_000, { first: false, second: false })
      expect(alarms().sort()).toEqual(['begun South', 'begun https://gw:8043'])
      expect(sounds.filter(({ sound }) => sound === 'no-data')).toHaveLength(1)
      give(20_000, { first: false })
      expect(alarms().slice(2)).toEqual(['over South'])
    })

    it('are not shown for one that is paused, nor at once when it resumes', () => {
      const { other, give, alarms } = twoSources()
      other.watch = 'paused'
      give(5 * minute, { second: false })
      other.watch = 'watching'
      give(14_000, { second: false })
      expect(alarms()).toEqual([])
      give(3_000, { second: false })
      expect(alarms()).toEqual(['begun South'])
    })

    it('are not shown for one that is queried about nobody, and are withdrawn when that begins', () => {
      const { other, give, alarms, withdrawnOrigins } = twoSources()
      give(20_000, { second: false })
      other.agentCount = 0
      give(5 * minute, { second: false })
      expect(alarms()).toEqual(['begun South', null])
      expect(withdrawnOrigins).toEqual(['https://other:8043'])
    })

    it('are not shown at once for one that was added just now, and are withdrawn with one that is removed', () => {
      const { floor, give, alarms } = twoSources()
      floor.other = null
      give(minute)
      floor.other = otherSource()
      give(14_000)
      expect(alarms()).toEqual([])
      give(3_000)
      expect(alarms()).toEqual(['begun South'])
      floor.other = null
      give(1_000)
      expect(alarms()).toEqual(['begun South', null])
    })
  })
})
