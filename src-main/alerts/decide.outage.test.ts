import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Level, level as levels } from '../../src-shared/contract/index.ts'
import { gatherMs } from './decide.ts'
import { awayMs, snoozeAll } from './memory.ts'
import { mergeMs } from './pace.ts'
import { Floor, type Look, minute } from './testFloor.ts'

type Outage = 'interrupted' | 'paused' | 'stopped' | 'muted' | 'asleep'

const rank = (level: Level) => levels.options.indexOf(level)
const upTo = (ms: number) => fc.integer({ min: 1, max: ms })
const plan = fc.record({
  kind: fc.constantFrom<Outage[]>('interrupted', 'paused', 'stopped', 'muted', 'asleep'),
  lengthMs: upTo(6 * minute),
  holds: fc.array(
    fc.record({
      /** Age when the outage begins, ms. */
      age: upTo(7 * minute),
      /** When it is confirmed again after the outage, ms; null where it ended in the meantime. */
      answer: fc.option(upTo(gatherMs - 1), { freq: 4 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
})

/** A floor with holds of these ages, all of them observed since they began. */
function floorAt(ages: readonly number[]): Floor {
  const floor = new Floor()
  floor.look()
  const start = floor.now
  const oldest = Math.max(...ages)
  const begins = ages.map((age, index) => ({ at: start + oldest - age, holdId: `h${index}` }))
  for (const { at, holdId } of begins.sort((a, b) => a.at - b.at)) {
    floor.pass(at - floor.now)
    floor.hold(holdId)
  }
  floor.pass(start + oldest - floor.now)
  return floor
}

function breakDown(floor: Floor, kind: Outage, lengthMs: number): void {
  if (kind === 'muted') {
    floor.memory = snoozeAll(floor.memory, true, floor.now)
    floor.pass(lengthMs)
    floor.memory = snoozeAll(floor.memory, false, floor.now)
    return
  }
  floor.lose(...floor.holds.keys())
  if (kind === 'asleep') {
    floor.now += awayMs + lengthMs
    return
  }
  floor.watch = kind
  floor.pass(gatherMs + lengthMs)
  floor.watch = 'watching'
}

const of = (holdId: string, looks: readonly Look[]) =>
  looks.flatMap(({ alert }) => alert?.entries ?? []).filter((entry) => entry.holdId === holdId)
const highest = (entries: readonly { level: Level }[]) =>
  Math.max(0, ...entries.map(({ level }) => rank(level)))

it('holds unobserved during an outage come in one alert afterwards, where they are red or worse', () => {
  fc.assert(
    fc.property(plan, ({ kind, lengthMs, holds }) => {
      const floor = floorAt(holds.map(({ age }) => age))
      breakDown(floor, kind, lengthMs)
      const from = floor.decisions.length
      const endedAt = floor.now
      floor.look()
      for (const [index, { answer }] of holds.entries()) {
        if (answer === null) floor.end(`h${index}`)
      }
      /** Level of each hold when it was confirmed again. */
      const heardAt = new Map<string, number>()
      const answers = holds.map(({ answer }, index) => ({ answer, holdId: `h${index}` }))
      for (const { answer, holdId } of answers.sort((a, b) => (a.answer ?? 0) - (b.answer ?? 0))) {
        if (answer === null) continue
        if (kind !== 'muted') floor.pass(endedAt + answer - floor.now)
        floor.find(holdId)
        const row = floor.board.calls.find((call) => call.holdId === holdId)
        heardAt.set(holdId, rank(row?.level ?? 'normal'))
      }
      floor.pass(mergeMs)

      const [before, after] = [floor.decisions.slice(0, from), floor.decisions.slice(from)]
      const late = after.filter(({ alert }) => alert?.entries.some((one) => one.kind === 'summary'))
      expect(late.length).toBeLessThanOrEqual(1)
      for (const [holdId, level] of heardAt) {
        const alertedLevel = highest(of(holdId, before))
        const news = of(holdId, after)
        const isGrave = level >= rank('red')
        if (level > alertedLevel && isGrave) expect(highest(news)).toBeGreaterThanOrEqual(level)
        const isRepeat = alertedLevel === rank('critical')
        if (!isGrave || (level === alertedLevel && !isRepeat)) {
          for (const entry of news) expect(rank(entry.level)).toBeGreaterThan(level)
        }
      }
    }),
    { numRuns: 200 },
  )
})
