import { describe, expect, it } from 'vitest'
import type { WatchState } from '../../src-shared/contract/index.ts'
import { dataComes, decideNoData, type NoDataMemory } from './noData.ts'

const minute = 60_000

/** A watch that is checked once a second; each response arrives at a check. */
class Desk {
  now = 1_000_000
  state: WatchState['state'] | null = 'watching'
  reason: WatchState['reason'] = null
  lastAnswerAt: number | null = null
  isAnswering = true
  isOn = true
  /** The notifications: which, when, and since when there is no data, in s from the start. */
  log: string[] = []
  #memory: NoDataMemory = dataComes

  pass(ms: number): this {
    for (const until = this.now + ms; this.now < until;) {
      this.now += 1_000
      this.look()
    }
    return this
  }

  look(): this {
    const { now, state, reason, isOn } = this
    if (this.isAnswering && state === 'watching') this.lastAnswerAt = now
    const watch = state === null ? null : { state, reason }
    const { lastAnswerAt } = this
    const { memory, news } = decideNoData(this.#memory, { now, watch, lastAnswerAt, isOn })
    this.#memory = memory
    if (news !== null) {
      const seconds = (at: number) => (at - 1_000_000) / 1_000
      this.log.push(`${seconds(now)}: ${news.kind}, since ${seconds(news.since)}`)
    }
    return this
  }

  get isTold(): boolean {
    return this.#memory.outage !== null
  }

  fall(state: WatchState['state'] = 'interrupted'): this {
    this.state = state
    this.isAnswering = false
    return this
  }

  rise(): this {
    this.state = 'watching'
    this.isAnswering = true
    return this
  }
}

const desk = () => new Desk().look().pass(10_000)

describe('no data', () => {
  it.each(['interrupted', 'stopped', 'connecting', 'watching'] as const)(
    'is said once after 15 s without data, whatever the watch says of itself: %s',
    (state) => {
      const one = desk().fall(state).pass(14_000)
      expect(one.log).toEqual([])
      expect(one.pass(4 * minute).log).toEqual(['25: begun, since 10'])
    },
  )

  it('is reported for a gateway that has never responded', () => {
    const one = new Desk().fall('connecting').look().pass(minute)
    expect(one.log).toEqual(['15: begun, since 0'])
  })

  it('is reported again every five minutes, and when data is back', () => {
    const one = desk()
      .fall()
      .pass(11 * minute)
    expect(one.log.slice(1)).toEqual(['325: reminder, since 10', '625: reminder, since 10'])
    one.rise().pass(minute)
    expect(one.log.slice(3)).toEqual(['676: over, since 10'])
    expect(one.isTold).toBe(false)
  })

  it('does not end with a single response', () => {
    const one = desk().fall().pass(minute)
    one.rise().pass(1_000).fall().pass(minute).rise().pass(1_000).fall().pass(minute)
    expect(one.log).toEqual(['25: begun, since 10'])
    expect(one.rise().pass(10_000).log).toHaveLength(2)
  })

  it.each(['paused', null] as const)('is none while no data is expected: %s', (state) => {
    const one = desk()
    Object.assign(one, { state, isAnswering: false })
    one.pass(10 * minute)
    one.fall('watching').pass(15_000)
    expect(one.log).toEqual([])
    expect(one.pass(1_000).log).toEqual(['626: begun, since 611'])
  })

  it.each(['paused', null] as const)(
    'is forgotten without a word where the watch is: %s',
    (state) => {
      const one = desk().fall().pass(minute)
      expect(one.isTold).toBe(true)
      Object.assign(one, { state })
      expect(one.pass(1_000).isTold).toBe(false)
      expect(one.rise().pass(minute).log).toHaveLength(1)
    },
  )

  it('starts counting again after an unannounced sleep', () => {
    const one = desk()
    one.now += 60 * minute
    one.isAnswering = false
    expect(one.look().pass(14_000).log).toEqual([])
    expect(one.pass(1_000).log).toEqual(['3625: begun, since 3610'])
  })

  it('is not reported where the supervisor has switched it off, and at once when it is switched on again', () => {
    const one = desk()
    one.isOn = false
    one.fall().pass(10 * minute)
    expect(one.log).toEqual([])
    one.isOn = true
    expect(one.pass(1_000).log).toEqual(['611: begun, since 10'])
  })
})
