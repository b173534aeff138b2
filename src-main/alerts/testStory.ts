import fc from 'fast-check'
import type { Attention, Level, Limits } from '../../src-shared/contract/index.ts'
import type { AlertBoard } from './alert.ts'
import { attend, changesToKeep, nothingYet, recall, snoozeAll, unattend } from './memory.ts'
import { Floor, minute, standardLimits, standardSettings } from './testFloor.ts'

/** What may happen on a floor; `who` picks a hold, or an agent who begins one. */
type Step =
  | { do: 'hold' | 'end' | 'lose' | 'find' | 'acknowledge' | 'attend'; who: number }
  | { do: 'snooze'; who: number; minutes: 1 | 3 | 5 }
  | { do: 'pass' | 'sleep' | 'restart' | 'outage' | 'short mute'; ms: number }
  | { do: 'storm'; calls: number; everyMs: number }
  | { do: 'watch'; state: AlertBoard['watch']['state'] }
  | { do: 'limits'; limits: Limits }
  | { do: 'mute' | 'quiet'; isOn: boolean }
  | { do: 'lose all' | 'find all' }

const who = fc.nat(5)
const strict: Limits = { amberMs: 10_000, redMs: 20_000, criticalMs: 40_000 }
const loose: Limits = { amberMs: 3 * minute, redMs: 6 * minute, criticalMs: 9 * minute }
const watchState = fc.constantFrom<AlertBoard['watch']['state'][]>(
  'watching',
  'watching',
  'interrupted',
  'paused',
  'stopped',
  'connecting',
)
const upTo = (ms: number) => fc.integer({ min: 1, max: ms })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('pass'), ms: upTo(90_000) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass'), ms: upTo(3_000) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hold'), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('acknowledge'), who }) },
  fc.record({ do: fc.constantFrom('end', 'attend'), who }),
  fc.record({ do: fc.constantFrom('lose', 'find', 'find'), who }),
  fc.record({ do: fc.constant('snooze'), who, minutes: fc.constantFrom(1, 3, 5) }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('sleep', 'restart', 'outage', 'short mute', 'short mute'),
      ms: upTo(5 * minute),
    }),
  },
  fc.record({ do: fc.constant('watch'), state: watchState }),
  fc.record({
    do: fc.constant('limits'),
    limits: fc.constantFrom(standardLimits, strict, loose),
  }),
  fc.record({ do: fc.constantFrom('mute', 'quiet'), isOn: fc.boolean() }),
  fc.record({ do: fc.constantFrom('lose all', 'find all', 'find all') }),
) as fc.Arbitrary<Step>

/** What the test itself knows beside what was decided. */
export interface Story {
  floor: Floor
  /** Whether alerts were silenced at each look. */
  hushed: boolean[]
  /** Looks that were the first of a run of the app. */
  starts: Set<number>
  /** What was done about holds; `after` so many looks. */
  done: { holdId: string; after: number; at: number; level: Level; attention: Attention | null }[]
}

function play(steps: readonly Step[], midnightAt: number): Story {
  const floor = new Floor()
  floor.midnightAt = midnightAt
  const story: Story = { floor, hushed: [], starts: new Set(), done: [] }
  let mutedUntil = -Infinity
  const look = floor.look.bind(floor)
  floor.look = () => {
    const { timeOfDay, settings } = floor
    const isQuiet = settings.quietTime.isOn && Math.floor(timeOfDay / (10 * minute)) % 144 === 3
    story.hushed.push(isQuiet || floor.now < mutedUntil)
    return look()
  }
  const idOf = (who: number) => [...floor.holds.keys()][who]
  const doTo = (who: number, make: (at: number) => Attention | null) => {
    const row = floor.board.calls[who]
    if (row === undefined) return
    const { holdId, level } = row
    const at = floor.now
    const attention = make(at)
    floor.memory =
      attention === null
        ? unattend(floor.memory, holdId, at)
        : attend(floor.memory, holdId, level, attention)
    story.done.push({ holdId, after: floor.decisions.length, at, level, attention })
    floor.look()
  }
  const mute = (isOn: boolean) => {
    mutedUntil = isOn ? floor.now + 15 * minute : -Infinity
    floor.memory = snoozeAll(floor.memory, isOn, floor.now)
    floor.look()
  }
  let made = 0
  floor.look()
  for (const one of steps) {
    switch (one.do) {
      case 'pass':
        floor.pass(one.ms)
        break
      case 'hold':
        floor.hold(`${one.who}#${(made += 1)}`)
        break
      case 'storm':
        for (let call = 0; call < one.calls; call += 1) {
          floor.hold(`storm#${(made += 1)}`)
          floor.pass(one.everyMs)
        }
        break
      case 'end':
      case 'lose':
      case 'find': {
        const holdId = idOf(one.who)
        if (holdId !== undefined) floor[one.do](holdId)
        break
      }
      case 'lose all':
        floor.lose(...floor.holds.keys())
        break
      case 'find all':
        floor.find(...floor.holds.keys())
        break
      case 'acknowledge':
        doTo(one.who, (at) => ({ kind: 'acknowledged', at, until: null }))
        break
      case 'snooze':
        doTo(one.who, (at) => ({ kind: 'snoozed', at, until: at + one.minutes * minute }))
        break
      case 'attend':
        doTo(one.who, () => null)
        break
      case 'sleep':
        floor.lose(...floor.holds.keys())
        floor.now += one.ms
        floor.look()
        break
      case 'restart': {
        const { snoozedUntil } = floor.memory.alerts
        const kept = changesToKeep(nothingYet, floor.memory)
        floor.lose(...floor.holds.keys())
        floor.now += one.ms
        floor.memory = recall({ ...nothingYet, alerts: { snoozedUntil, isQuiet: false } }, kept)
        story.starts.add(floor.decisions.length)
        floor.watch = 'connecting'
        floor.look()
        floor.watch = 'watching'
        break
      }
      case 'outage':
        floor.lose(...floor.holds.keys())
        floor.watch = 'interrupted'
        floor.pass(one.ms)
        floor.watch = 'watching'
        floor.find(...floor.holds.keys())
        break
      case 'short mute':
        mute(true)
        floor.pass(one.ms)
        mute(false)
        break
      case 'watch':
        floor.watch = one.state
        floor.look()
        break
      case 'limits':
        floor.limits = one.limits
        floor.look()
        break
      case 'mute':
        mute(one.isOn)
        break
      case 'quiet':
        floor.settings = {
          ...standardSettings,
          quietTime: { isOn: one.isOn, from: '00:30', to: '00:40' },
        }
        floor.look()
    }
  }
  return story
}

/** Checks a law on many stories. */
export const always = (law: (story: Story) => void, numRuns = 100) => {
  check(fc.array(step, { minLength: 5, maxLength: 40 }), law, numRuns)
}

const storm: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('storm'),
  calls: fc.integer({ min: 20, max: 50 }),
  everyMs: upTo(4_000),
})

/** Checks a law on stories in which call after call is put on hold, one crossing upon the other. */
export const alwaysInStorms = (law: (story: Story) => void, numRuns = 10) => {
  const some = fc.array(step, { maxLength: 5 })
  const steps = fc.tuple(some, storm, some, storm, some).map((parts) => parts.flat())
  check(steps, law, numRuns)
}

function check(steps: fc.Arbitrary<Step[]>, law: (story: Story) => void, numRuns: number): void {
  fc.assert(
    fc.property(steps, fc.nat(40 * minute), (some, midnightAt) => {
      law(play(some, midnightAt))
    }),
    { numRuns },
  )
}
