import { expect, it } from 'vitest'
import { type AlertMemory, nothingYet } from './memory.ts'
import { restoreAlerts, saveAlerts, savedAlerts } from './savedAlerts.ts'

const memory: AlertMemory = {
  ...nothingYet,
  alerts: { snoozedUntil: 700_000, isQuiet: true },
  lastId: 7,
  repeatedAt: 90_000,
  holds: new Map([
    [
      '101/a#1',
      {
        told: 'critical',
        missed: null,
        isSnoozeOver: false,
        criticalAt: 80_000,
        attention: null,
        alertId: 7,
      },
    ],
    [
      '102/b#2',
      {
        told: 'red',
        missed: 'summary',
        isSnoozeOver: false,
        criticalAt: null,
        attention: { kind: 'snoozed', at: 60_000, until: 240_000 },
        alertId: null,
      },
    ],
    [
      '103/c#1',
      {
        told: 'normal',
        missed: null,
        isSnoozeOver: true,
        criticalAt: null,
        attention: { kind: 'acknowledged', at: 95_000, until: null },
        alertId: null,
      },
    ],
  ]),
}
const origin = 'https://gw:8043'
const written = (now: number, wall: number) =>
  savedAlerts.parse(JSON.parse(JSON.stringify(saveAlerts(memory, origin, { now, wall }))))

it('what was alerted and attended to is known after a restart, with times that went on', () => {
  const saved = written(100_000, 1e12)
  expect(saved).toMatchObject({ origin, savedAt: 1e12, snoozedForMs: 600_000 })
  // 30 s later, on a clock that began 5 s ago: all times lie 125 s back.
  const restored = restoreAlerts(saved, { now: 5_000, wall: 1e12 + 30_000 })
  expect(restored.alerts).toEqual({ snoozedUntil: 575_000, isQuiet: false })
  expect(Object.fromEntries(restored.holds)).toEqual({
    '101/a#1': {
      told: 'critical',
      missed: 'old-news',
      isSnoozeOver: false,
      criticalAt: -45_000,
      attention: null,
      alertId: null,
    },
    '102/b#2': {
      told: 'red',
      missed: 'old-news',
      isSnoozeOver: false,
      criticalAt: null,
      attention: { kind: 'snoozed', at: -65_000, until: 115_000 },
      alertId: null,
    },
    '103/c#1': {
      told: 'normal',
      missed: 'old-news',
      isSnoozeOver: true,
      criticalAt: null,
      attention: { kind: 'acknowledged', at: -30_000, until: null },
      alertId: null,
    },
  })
})

it('a wall clock set back meanwhile counts as no time', () => {
  const restored = restoreAlerts(written(100_000, 1e12), { now: 0, wall: 1e12 - 3_600_000 })
  expect(restored.alerts.snoozedUntil).toBe(600_000)
  expect(restored.holds.get('101/a#1')?.criticalAt).toBe(-20_000)
})

it('a snooze that ran out right then is saved as one', () => {
  const saved = written(800_000, 1e12)
  expect(saved).toMatchObject({ snoozedForMs: 0, holds: [{}, { attention: { leftMs: 0 } }, {}] })
})
