import { describe, expect, it } from 'vitest'
import {
  type Attention,
  type HeldCall,
  type Level,
  level as levels,
} from '../../src-shared/contract/index.ts'
import { nextCrossing } from '../../src-shared/levels.ts'
import { decide, gatherMs } from './decide.ts'
import { awayMs } from './memory.ts'
import { longestMergeMs, mergeMs } from './pace.ts'
import { type Look, standardSettings } from './testFloor.ts'
import { always, alwaysInStorms, type Story } from './testStory.ts'

const rank = (level: Level) => levels.options.indexOf(level)
const entriesOf = (look: Look) => look.alert?.entries ?? []
const rowOf = (look: Look | undefined, holdId: string): HeldCall | undefined =>
  look?.board.calls.find((call) => call.holdId === holdId)
const isConfirmed = (look: Look, row: HeldCall) => !row.stale && look.at - row.lastSeenAt <= 5_000
const isLate = (kind: string) => kind === 'summary' || kind === 'old-news'

describe('for any sequence of events', () => {
  it('a hold is alerted at most once for each level, except for repeats and snoozes', () => {
    always(({ floor }) => {
      const counts = new Set<string>()
      for (const look of floor.decisions) {
        for (const { holdId, level, kind } of entriesOf(look)) {
          if (kind === 'repeat' || kind === 'snooze-over') continue
          expect(counts).not.toContain(`${holdId} ${level}`)
          for (const each of levels.options) {
            if (rank(each) <= rank(level)) counts.add(`${holdId} ${each}`)
          }
        }
      }
    })
  })

  it('only holds known to be open are alerted, with their values on the board', () => {
    always(({ floor }) => {
      for (const look of floor.decisions) {
        for (const entry of entriesOf(look)) {
          const row = rowOf(look, entry.holdId)
          expect(row).toMatchObject({ level: entry.level, customer: entry.customer })
          expect(row && isConfirmed(look, row)).toBe(true)
          expect(entry.ageMs).toBe(look.at - (row?.startedAt ?? NaN))
          expect(entry.level).not.toBe('normal')
        }
      }
    })
  })

  it('nothing is alerted, sounds or flashes while alerts are silenced', () => {
    always(({ floor, silenceLog: hushed }) => {
      floor.decisions.forEach(({ alert, sound, isFlashing, memory }, index) => {
        const { snoozedUntil, isQuiet } = memory.alerts
        expect(snoozedUntil !== null || isQuiet).toBe(hushed[index])
        if (!hushed[index]) return
        expect({ alert, sound, isFlashing }).toEqual({
          alert: null,
          sound: null,
          isFlashing: false,
        })
      })
    })
  })

  it('alerts close together are one, unless the later is worse', () => {
    always(({ floor, starts }) => {
      let last: { at: number; level: Level } | null = null
      floor.decisions.forEach((look, index) => {
        if (starts.has(index)) last = null
        const [worst] = entriesOf(look)
        if (worst === undefined) return
        const isWorse = rank(worst.level) > rank(last?.level ?? 'normal')
        expect(last === null || look.at >= last.at + 2_000 || isWorse).toBe(true)
        last = { at: look.at, level: worst.level }
      })
    })
  })

  it('the worst comes first, and its sound is played', () => {
    always(({ floor }) => {
      for (const { alert, sound } of floor.decisions) {
        const ranks = alert?.entries.map(({ level }) => rank(level)) ?? []
        expect(ranks).toEqual([...ranks].sort((a, b) => b - a))
        const level = alert?.entries[0]?.level ?? 'normal'
        const name = level === 'normal' ? null : standardSettings.sounds[level]
        expect(sound?.sound ?? null).toBe(name)
      }
    })
  })

  it('critical holds are repeated after the cool-down at the earliest, in one alert a minute', () => {
    always(({ floor, starts }) => {
      const criticalAt = new Map<string, number>()
      let repeatedAt = -Infinity
      floor.decisions.forEach((look, index) => {
        if (starts.has(index)) repeatedAt = -Infinity
        const repeats = entriesOf(look).filter(({ kind }) => kind === 'repeat')
        for (const { holdId, level } of repeats) {
          expect(level).toBe('critical')
          expect(look.at - (criticalAt.get(holdId) ?? Infinity)).toBeGreaterThanOrEqual(60_000)
        }
        if (repeats.length > 0) {
          expect(look.at - repeatedAt).toBeGreaterThanOrEqual(60_000)
          repeatedAt = look.at
        }
        for (const { holdId, level } of entriesOf(look)) {
          if (level === 'critical') criticalAt.set(holdId, look.at)
        }
      })
    })
  })

  it('an acknowledged hold is silent up to its level, and no longer than chosen', () => {
    always(({ floor, attentionLog: done }) => {
      const counts = new Map<string, { level: Level; attention: Attention }>()
      floor.decisions.forEach((look, index) => {
        for (const { holdId, after, level, attention } of done) {
          if (after !== index) continue
          if (attention === null) counts.delete(holdId)
          else counts.set(holdId, { level, attention })
        }
        for (const [holdId, { level, attention }] of counts) {
          const row = rowOf(look, holdId)
          const current = look.memory.holds.get(holdId)?.attention ?? null
          const isOver = attention.until !== null && look.at >= attention.until
          if (isOver || row === undefined) {
            expect(current).toBeNull()
            counts.delete(holdId)
          } else if (rank(row.level) <= rank(level)) {
            expect(current).toEqual(attention)
            expect(entriesOf(look).map((entry) => entry.holdId)).not.toContain(holdId)
          } else if (current === null) {
            counts.delete(holdId)
          }
        }
      })
    })
  })

  it('amber and red come at most once in ten seconds, except for a dozen at once', () => {
    let most = 0
    alwaysInStorms(({ floor, starts }) => {
      let times: number[] = []
      floor.decisions.forEach((look, index) => {
        if (starts.has(index)) times = []
        const [worst] = entriesOf(look)
        if (worst === undefined || worst.level === 'critical') return
        times.push(look.at)
        times.forEach((first, before) => {
          const count = times.length - before
          expect(count).toBeLessThanOrEqual(12 + (look.at - first) / 10_000)
          most = Math.max(most, count - (look.at - first) / 10_000)
        })
      })
    })
    // Without a storm this property would be trivial.
    expect(most).toBeGreaterThan(8)
  })

  /** Whether there were so many alerts before an update that amber and red may be delayed longer. */
  const isStorm = ({ floor: { decisions }, starts }: Story, index: number) => {
    let count = 0
    for (let each = index; each >= 0; each -= 1) {
      const look = decisions[each]
      const [worst] = look === undefined ? [] : entriesOf(look)
      if (worst !== undefined && worst.level !== 'critical') {
        count += 1
        if (count > 8 + ((decisions[index]?.at ?? 0) - (look?.at ?? 0)) / 10_000) return true
      }
      if (starts.has(each)) return false
    }
    return false
  }

  const isAway = ({ decisions }: Story['floor'], index: number) =>
    index > 0 && (decisions[index]?.at ?? 0) - (decisions[index - 1]?.at ?? 0) > awayMs

  /** Counts in `seen` how often a level was reached. */
  const isToldInTime = (story: Story, counts: { crossings: number; waits: number }) => {
    const { floor, silenceLog: hushed, starts, attentionLog: done } = story
    const { decisions } = floor
    const isHeard = (index: number, row: HeldCall | undefined) =>
      !hushed[index] && !starts.has(index) && !isAway(floor, index) && !!row && !row.stale
    /** How long the hold could be alerted without interruption, ms. */
    const audibleSince = new Map<string, number>()
    const peaks = new Map<string, Level>()
    let last: { index: number; at: number; level: Level } | null = null
    decisions.forEach((look, index) => {
      if (starts.has(index)) last = null
      for (const row of look.board.calls) {
        const { holdId, level } = row
        const since = isHeard(index, row)
          ? (audibleSince.get(holdId) ?? (row.startedAt === look.at ? -Infinity : look.at))
          : Infinity
        if (since === Infinity) audibleSince.delete(holdId)
        else audibleSince.set(holdId, since)
        if (rank(level) <= rank(peaks.get(holdId) ?? 'normal')) continue
        peaks.set(holdId, level)
        // A level reached while alerts were silenced may still wait for a summary.
        if (look.at - since < gatherMs + longestMergeMs) continue
        const isLonger = level !== 'critical' && last !== null && isStorm(story, last.index)
        const mayWaitMs = isLonger ? longestMergeMs : mergeMs
        const waits = last !== null && rank(level) <= rank(last.level)
        const dueAt = waits && last !== null ? Math.max(look.at, last.at + mayWaitMs) : look.at
        counts.crossings += 1
        for (let next = index; next < decisions.length; next += 1) {
          const later = decisions[next]
          if (later === undefined) break
          const isTold = entriesOf(later).some(
            (entry) => entry.holdId === holdId && rank(entry.level) >= rank(level),
          )
          if (isTold) break
          // In the meantime other events may occur: the call ends or becomes stale, the supervisor acknowledges it, or
          // new limits lower the level.
          const now = later.board.calls.find((call) => call.holdId === holdId)
          const isTouched = done.some((one) => one.holdId === holdId && one.after === next)
          if (!isHeard(next, now) || isTouched || rank(now?.level ?? 'normal') < rank(level)) break
          expect(later.at, `${holdId} ${level} reached at ${look.at}`).toBeLessThan(dueAt)
          // No update occurs while the machine sleeps: the next one was at least scheduled.
          expect(later.nextAt ?? Infinity).toBeLessThanOrEqual(dueAt)
          if (next === index) counts.waits += 1
        }
      }
      const [worst] = entriesOf(look)
      if (worst !== undefined) last = { index, at: look.at, level: worst.level }
    })
  }

  it('a level reached while alerts are on is alerted at once, acknowledged before or not', () => {
    const counts = { crossings: 0, waits: 0 }
    always((story) => {
      isToldInTime(story, counts)
    }, 400)
    // The property would also hold if no sequence ever led to that.
    expect(counts.crossings).toBeGreaterThan(100)
  })

  it('in a storm critical is alerted at once too, but amber and red within a third of a minute', () => {
    const counts = { crossings: 0, waits: 0 }
    alwaysInStorms((story) => {
      isToldInTime(story, counts)
    })
    expect(counts.crossings).toBeGreaterThan(200)
    expect(counts.waits).toBeGreaterThan(50)
  })

  it('a level reached while silenced is alerted only if it is red or worse, and as a summary', () => {
    let lateAlerts = 0
    always(({ floor, silenceLog: hushed, starts }) => {
      const { decisions } = floor
      const isOut = (index: number, row: HeldCall) =>
        hushed[index] ||
        isAway(floor, index) ||
        starts.has(index) ||
        (row.stale && decisions[index]?.board.sources[0]?.watch.state !== 'watching')
      /** Whether it was below this level with alerts on, and nothing has silenced it from then up to this update. */
      const isInHearing = (holdId: string, level: Level, index: number) => {
        for (let each = index; each >= 0; each -= 1) {
          const look = decisions[each]
          const row = rowOf(look, holdId)
          if (row === undefined) return false
          const isOutHere = isOut(each, row)
          if (rank(row.level) < rank(level) && !row.stale && !hushed[each]) return true
          if (isOutHere) return false
        }
        return false
      }
      decisions.forEach((look, index) => {
        for (const { holdId, kind, level } of entriesOf(look)) {
          if (isLate(kind)) {
            lateAlerts += 1
            expect(rank(level)).toBeGreaterThanOrEqual(rank('red'))
          } else if (kind === 'crossed') {
            expect(isInHearing(holdId, level, index), `${holdId} ${level}`).toBe(true)
          }
        }
      })
    }, 250)
    expect(lateAlerts).toBeGreaterThan(20)
  })

  it('an alert stays as long as it is the latest about an open, unacknowledged hold', () => {
    always(({ floor, starts }) => {
      let latest = new Map<string, number>()
      let openIds = new Set<number>()
      floor.decisions.forEach((look, index) => {
        if (starts.has(index)) {
          latest = new Map()
          openIds = new Set()
        }
        for (const { holdId } of entriesOf(look)) latest.set(holdId, look.alert?.id ?? NaN)
        if (look.alert !== null) openIds.add(look.alert.id)
        for (const [holdId] of latest) {
          const isOpen = rowOf(look, holdId) !== undefined
          const isAttended = (look.memory.holds.get(holdId)?.attention ?? null) !== null
          if (!isOpen || isAttended) latest.delete(holdId)
        }
        for (const id of look.withdrawn) expect(openIds.delete(id)).toBe(true)
        expect([...openIds].sort()).toEqual([...new Set(latest.values())].sort())
      })
    })
  })

  it('it flashes for critical holds that were alerted and are not acknowledged, and for no others', () => {
    always(({ floor, attentionLog: done }) => {
      /** Alerted as critical, or acknowledged and undone. */
      const known = new Set<string>()
      floor.decisions.forEach((look, index) => {
        for (const { holdId, level } of entriesOf(look)) if (level === 'critical') known.add(holdId)
        for (const { holdId, after, attention } of done) {
          if (after === index && attention === null) known.add(holdId)
        }
        const urgent = look.board.calls.filter(
          ({ holdId, level }) =>
            level === 'critical' &&
            known.has(holdId) &&
            look.memory.holds.get(holdId)?.attention === null,
        )
        if (look.isFlashing) expect(urgent.length).toBeGreaterThan(0)
        const isNew = entriesOf(look).some(({ level }) => level === 'critical')
        if (isNew) expect(look.isFlashing).toBe(true)
      })
    })
  })

  it('no new alert comes before the scheduled moment if the board does not change', () => {
    always(({ floor }) => {
      for (const { memory, at, board, settings, limits, nextAt } of floor.decisions) {
        expect(nextAt ?? Infinity).toBeGreaterThan(at)
        const crossings = board.calls.map(
          ({ startedAt }) => startedAt + (nextCrossing(at - startedAt, limits) ?? Infinity),
        )
        const until = Math.min(nextAt ?? Infinity, at + awayMs, ...crossings)
        for (const now of [at, until - 1]) {
          const timeOfDay = (now + floor.midnightAt) % 86_400_000
          const again = decide(memory, { now, timeOfDay, board, settings })
          expect(again).toMatchObject({ alert: null, sound: null, withdrawn: [] })
          expect(again.memory.alerts).toEqual(memory.alerts)
          for (const [holdId, { attention }] of again.memory.holds) {
            expect(attention).toBe(memory.holds.get(holdId)?.attention)
          }
        }
      }
    }, 40)
  })

  it('a decision does not change its input', () => {
    always(({ floor }) => {
      floor.decisions.slice(1).forEach(({ at, board, settings }, index) => {
        const memory = floor.decisions[index]?.memory
        if (memory === undefined) return
        const copy = structuredClone({ memory, board, settings })
        decide(memory, { now: at, timeOfDay: 0, board, settings })
        expect({ memory, board, settings }).toEqual(copy)
      })
    }, 10)
  })
})
