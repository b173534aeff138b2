import fc from 'fast-check'
import type { Attention, Level, Limits } from '../../src-shared/contract/index.ts'
import type { AlertSource } from './alert.ts'
import {
  setAttention,
  changesToKeep,
  emptyMemory,
  recall,
  snoozeAll,
  clearAttention,
} from './memory.ts'
import { Floor, minute, standardLimits, standardSettings } from './testFloor.ts'

/** An event on the floor; `who` picks a hold, or an agent who starts one. */
type Step =
  | { do: 'hold' | 'end' | 'lose' | 'find' | 'acknowledge' | 'attend'; index: number }
  | { do: 'snooze'; index: number; minutes: 1 | 3 | 5 }
  | { do: 'pass' | 'sleep' | 'restart' | 'outage' | 'short mute'; ms: number }
  | { do: 'storm'; calls: number; everyMs: number }
  | { do: 'watch'; state: AlertSource['watch']['state'] }
  | { do: 'limits'; limits: Limits }
  | { do: 'mute' | 'quiet'; isOn: boolean }
  | { do: 'lose all' | 'find all' }

const index = fc.nat(5)
const strict: Limits = { amberMs: 10_000, redMs: 20_000, criticalMs: 40_000 }
const loose: Limits = { amberMs: 3 * minute, redMs: 6 * minute, criticalMs: 9 * minute }
const watchState = fc.constantFrom<AlertSource['watch']['state'][]>(
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
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hold'), index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('acknowledge'), index }) },
  fc.record({ do: fc.constantFrom('end', 'attend'), index }),
  fc.record({ do: fc.constantFrom('lose', 'find', 'find'), index }),
  fc.record({ do: fc.constant('snooze'), index, minutes: fc.constantFrom(1, 3, 5) }),
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

/** The test's own record besides the decisions. */
export interface Story {
  floor: Floor
  /** Whether alerts were silenced at each decision. */
  silenceLog: boolean[]
  /** The first decisions of a run of the app. */
  starts: Set<number>
  /** The acknowledgements and snoozes of holds, by the number of decisions before (`after`). */
  attentionLog: {
    holdId: string
    after: number
    at: number
    level: Level
    attention: Attention | null
  }[]
}

function play(steps: readonly Step[], midnightAt: number): Story {
  const floor = new Floor()
  floor.midnightAt = midnightAt
  const story: Story = { floor, silenceLog: [], starts: new Set(), attentionLog: [] }
  let mutedUntil = -Infinity
  const look = floor.look.bind(floor)
  floor.look = () => {
    const { timeOfDay, settings } = floor
    const isQuiet = settings.quietTime.isOn && Math.floor(timeOfDay / (10 * minute)) % 144 === 3
    story.silenceLog.push(isQuiet || floor.now < mutedUntil)
    return look()
  }
  const idOf = (index: number) => [...floor.holds.keys()][index]
  const doTo = (index: number, make: (at: number) => Attention | null) => {
    const row = floor.board.calls[index]
    if (row === undefined) return
    const { holdId, level } = row
    const at = floor.now
    const attention = make(at)
    floor.memory =
      attention === null
        ? clearAttention(floor.memory, holdId, at)
        : setAttention(floor.memory, holdId, level, attention)
    story.attentionLog.push({ holdId, after: floor.decisions.length, at, level, attention })
    floor.look()
  }
  const mute = (isOn: boolean) => {
    mutedUntil = isOn ? floor.now + 15 * minute : -Infinity
    floor.memory = snoozeAll(floor.memory, isOn, floor.now)
    floor.look()
  }
  let alertCount = 0
  floor.look()
  for (const step of steps) {
    switch (step.do) {
      case 'pass':
        floor.pass(step.ms)
        break
      case 'hold':
        floor.hold(`${step.index}#${(alertCount += 1)}`)
        break
      case 'storm':
        for (let call = 0; call < step.calls; call += 1) {
          floor.hold(`storm#${(alertCount += 1)}`)
          floor.pass(step.everyMs)
        }
        break
      case 'end':
      case 'lose':
      case 'find': {
        const holdId = idOf(step.index)
        if (holdId !== undefined) floor[step.do](holdId)
        break
      }
      case 'lose all':
        floor.lose(...floor.holds.keys())
        break
      case 'find all':
        floor.find(...floor.holds.keys())
        break
      case 'acknowledge':
        doTo(step.index, (at) => ({ kind: 'acknowledged', at, until: null }))
        break
      case 'snooze':
        doTo(step.index, (at) => ({ kind: 'snoozed', at, until: at + step.minutes * minute }))
        break
      case 'attend':
        doTo(step.index, () => null)
        break
      case 'sleep':
        floor.lose(...floor.holds.keys())
        floor.now += step.ms
        floor.look()
        break
      case 'restart': {
        const { snoozedUntil } = floor.memory.alerts
        const stored = changesToKeep(emptyMemory, floor.memory)
        floor.lose(...floor.holds.keys())
        floor.now += step.ms
        floor.memory = recall({ ...emptyMemory, alerts: { snoozedUntil, isQuiet: false } }, stored)
        story.starts.add(floor.decisions.length)
        floor.watch = 'connecting'
        floor.look()
        floor.watch = 'watching'
        break
      }
      case 'outage':
        floor.lose(...floor.holds.keys())
        floor.watch = 'interrupted'
        floor.pass(step.ms)
        floor.watch = 'watching'
        floor.find(...floor.holds.keys())
        break
      case 'short mute':
        mute(true)
        floor.pass(step.ms)
        mute(false)
        break
      case 'watch':
        floor.watch = step.state
        floor.look()
        break
      case 'limits':
        floor.limits = step.limits
        floor.look()
        break
      case 'mute':
        mute(step.isOn)
        break
      case 'quiet':
        floor.settings = {
          ...standardSettings,
          quietTime: { isOn: step.isOn, from: '00:30', to: '00:40' },
        }
        floor.look()
    }
  }
  return story
}

/** Checks a property for many sequences of events. */
export const always = (law: (story: Story) => void, numRuns = 100) => {
  check(fc.array(step, { minLength: 5, maxLength: 40 }), law, numRuns)
}

const storm: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('storm'),
  calls: fc.integer({ min: 20, max: 50 }),
  everyMs: upTo(4_000),
})

/** Checks a property for sequences in which one call after the other is put on hold, in quick succession. */
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
