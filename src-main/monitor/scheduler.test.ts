import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pace, waitsOf } from '../../src-shared/queryPace.ts'
import { type QueryOutcome, Scheduler } from './scheduler.ts'
import { EvenRoom } from './testRoom.ts'

/** With the capacity that it needs, which is used up as requests are sent. */
class InRoom extends Scheduler {
  readonly room: EvenRoom

  constructor(room: EvenRoom) {
    super({ room, random: () => 0.5 })
    this.room = room
  }

  take(now: number): string[] {
    const taken: string[] = []
    for (let next = this.next(now); next !== null; next = this.next(now)) {
      this.room.countRequest(now)
      taken.push(next)
    }
    return taken
  }
}

const make = (limits: { perSecond?: number; atOnce?: number } = {}) =>
  new InRoom(new EvenRoom(limits))
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(1000 + index))

const stepMs = 10
/** Runs against a gateway that responds after `tookMs`; returns when each agent was queried. */
function simulate(
  scheduler: InRoom,
  untilMs: number,
  answer: (agentId: string, now: number) => QueryOutcome,
  tookMs = 50,
) {
  const queryTimes = new Map<string, number[]>()
  let inFlight: { agentId: string; at: number }[] = []
  let most = 0
  for (let now = 0; now < untilMs; now += stepMs) {
    for (const { agentId } of inFlight.filter(({ at }) => at <= now)) {
      scheduler.done(agentId, answer(agentId, now), now)
    }
    inFlight = inFlight.filter(({ at }) => at > now)
    for (const agentId of scheduler.take(now)) {
      queryTimes.set(agentId, [...(queryTimes.get(agentId) ?? []), now])
      inFlight.push({ agentId, at: now + tookMs })
    }
    most = Math.max(most, inFlight.length)
  }
  for (const { agentId, at } of inFlight) scheduler.done(agentId, answer(agentId, at), at)
  return { asked: queryTimes, most, total: [...queryTimes.values()].flat().length }
}
const longestWait = (times: number[] = []) =>
  Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? 0)))

describe('the scheduler', () => {
  it('queries those who hold or talk every second and the others once a minute', () => {
    const scheduler = make()
    scheduler.setAgents(ids(3), 0)
    const { asked } = simulate(scheduler, 300_000, (id) => (id === '1000' ? 'holding' : 'rest'))
    expect(asked.get('1000')?.length).toBeGreaterThan(270)
    expect(asked.get('1001')?.length).toBeLessThanOrEqual(6)
    expect(longestWait(asked.get('1001'))).toBeLessThan(61_000)
  })

  it('never exceeds the requests a second or the requests in flight, however many are due', () => {
    const scheduler = make({ perSecond: 20, atOnce: 6 })
    scheduler.setAgents(ids(500), 0)
    const { asked, most, total } = simulate(scheduler, 60_000, () => 'holding', 200)
    expect(most).toBeLessThanOrEqual(6)
    expect(total).toBeLessThanOrEqual(20 * 60)
    const all = [...asked.values()].flat().sort((a, b) => a - b)
    for (const [index, at] of all.entries()) {
      expect(all[index + 20] ?? Infinity).toBeGreaterThanOrEqual(at + 1_000)
    }
    expect(total).toBeGreaterThan(20 * 60 * 0.95)
    expect(asked.size).toBe(500)
    expect(Math.max(...[...asked.values()].map(longestWait))).toBeLessThan(30_000)
  })

  it('keeps querying holders often while many others are overdue', () => {
    const scheduler = make()
    scheduler.setAgents(ids(500), 0)
    const { asked } = simulate(scheduler, 120_000, (id) => (id === '1000' ? 'holding' : 'rest'))
    const steady = asked.get('1000')?.filter((at) => at > 60_000)
    expect(longestWait(steady)).toBeLessThan(5_000)
  })

  it('does not let one slow agent delay the others', () => {
    const scheduler = make()
    scheduler.setAgents(ids(4), 0)
    // The query about 1000 never gets a response; the others continue.
    const others = new Map<string, number>()
    for (let now = 0; now < 30_000; now += 10) {
      for (const agentId of scheduler.take(now)) {
        if (agentId === '1000') continue
        others.set(agentId, (others.get(agentId) ?? 0) + 1)
        scheduler.done(agentId, 'holding', now)
      }
    }
    expect([...others.values()].every((count) => count > 28)).toBe(true)
  })

  it('backs off from an agent in error, further each time, and no further than 30 s', () => {
    const scheduler = make()
    scheduler.setAgents(ids(2), 0)
    const { asked } = simulate(scheduler, 300_000, (id) => (id === '1000' ? 'no-answer' : 'rest'))
    const times = asked.get('1000') ?? []
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(waits[0]).toBeLessThan(1_500)
    expect(waits[2]).toBeGreaterThan(3_000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_100)
  })

  it('with the whole gateway down sends one query at a time, and queries all agents once it is back', () => {
    const scheduler = make()
    scheduler.setAgents(ids(20), 0)
    const { asked } = simulate(scheduler, 240_000, (_id, now) =>
      now < 120_000 ? 'no-answer' : 'rest',
    )
    const all = [...asked.values()].flat().sort((a, b) => a - b)
    const down = all.filter((at) => at > 30_000 && at < 120_000)
    expect(down.length).toBeLessThan(25)
    expect(longestWait(down)).toBeLessThan(10_000)
    // The probe that detected the recovery was sent up to 50 ms before.
    const back = all.find((at) => at >= 119_950) ?? Infinity
    for (const times of asked.values()) {
      expect(times.some((at) => at >= back && at < back + 3_000)).toBe(true)
    }
  })

  it('does not take the refusal of every agent for an outage of the gateway', () => {
    const scheduler = make()
    scheduler.setAgents(ids(5), 0)
    simulate(scheduler, 60_000, () => 'refused')
    expect(scheduler.gatewayFails).toBe(false)
  })

  it('queries an agent at once when hurried, whatever its back-off', () => {
    const scheduler = make()
    scheduler.setAgents(['1000', '1001'], 0)
    simulate(scheduler, 30_000, (id) => (id === '1000' ? 'refused' : 'rest'))
    expect(scheduler.take(30_000)).not.toContain('1000')
    scheduler.askNow('1000', 30_100)
    expect(scheduler.take(30_100)).toContain('1000')
  })

  it('queries once more when hurried while a query is in flight, which may be outdated', () => {
    const scheduler = make()
    scheduler.setAgents(['1000'], 0)
    scheduler.take(0)
    scheduler.askNow('1000', 100)
    expect(scheduler.take(100)).toEqual([])
    scheduler.done('1000', 'rest', 200)
    expect(scheduler.take(200)).toEqual(['1000'])
  })

  it('keeps the shown rows confirmed within five seconds, also with 500 agents of whom 100 talk', () => {
    const scheduler = make()
    scheduler.setAgents(ids(500), 0)
    const kind = (id: string) =>
      Number(id) < 1030 ? 'holding' : Number(id) < 1130 ? 'talking' : 'rest'
    const { asked } = simulate(scheduler, 240_000, kind)
    for (const id of ids(30)) {
      const steady = asked.get(id)?.filter((at) => at > 120_000)
      expect(longestWait(steady)).toBeLessThan(5_000)
    }
  })

  describe('with 100 agents talking, more than can be queried in time', () => {
    /**
     * Each agent talks, and holds now and then, so that one in eight holds at any moment. The list of agents takes one
     * request each second, as it does in the app.
     */
    const busyFloor = (scheduler: InRoom, holdMs = 15_000, talkMs = 105_000) => {
      const untilMs = 600_000
      const spread = (n: number) => 0.5 + (Math.imul(n + 1, 2_654_435_761) >>> 0) / 2 ** 32
      const begins = new Map<string, number[]>()
      const isHolding = (id: string, at: number) => {
        const startedAt = begins.get(id)?.findLast((begin) => begin <= at)
        return startedAt !== undefined && at < startedAt + holdMs
      }
      for (const [index, id] of ids(100).entries()) {
        const own: number[] = []
        let at = spread(index) * talkMs - talkMs / 2
        for (let n = 0; at < untilMs; n += 1) {
          own.push(at)
          at += holdMs + talkMs * spread(index * 31 + n)
        }
        begins.set(id, own)
      }
      const seen = new Map<string, number>()
      const answers = new Map<string, number[]>()
      scheduler.setAgents(ids(100), 0)
      let nextList = 0
      simulate(scheduler, untilMs, (id, now) => {
        if (now >= nextList) {
          scheduler.room.countRequest(now)
          nextList = now + 1_000
        }
        if (!isHolding(id, now)) return 'talking'
        const begin = begins.get(id)?.findLast((at) => at <= now) ?? NaN
        const key = `${id} ${begin}`
        if (!seen.has(key)) seen.set(key, now - begin)
        answers.set(key, [...(answers.get(key) ?? []), now])
        return 'holding'
      })
      const all = [...begins.values()].flat().filter((at) => at > 30_000 && at < untilMs - 60_000)
      const delays = [...seen.values()].sort((a, b) => a - b)
      return { count: all.length, delays, answers: [...answers.values()] }
    }

    it('observes half of the holds within the bound set by the rate, and misses next to none', () => {
      const { count, delays } = busyFloor(make({ perSecond: 20 }))
      const median = delays[Math.floor(delays.length / 2)] ?? Infinity
      expect(count).toBeGreaterThan(400)
      expect(delays.length).toBeGreaterThan(count)
      expect(median).toBeLessThan((1.15 * 100 * 1_000) / (2 * 20) + 100)
    })

    it('keeps the rows confirmed all the same', () => {
      const { answers } = busyFloor(make({ perSecond: 20 }))
      expect(Math.max(...answers.map(longestWait))).toBeLessThan(4_500)
    })

    it('queries holders every second where the rate allows it', () => {
      const { answers, delays } = busyFloor(make({ perSecond: 150, atOnce: 20 }))
      const waits = answers.map(longestWait).sort((a, b) => a - b)
      expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(1_500)
      expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(700)
    })
  })

  /** Takes one more request each second, as the list of agents does in the app. */
  const withList = (scheduler: InRoom, answer: (agentId: string, now: number) => QueryOutcome) => {
    let nextList = 0
    return (agentId: string, now: number) => {
      if (now >= nextList) {
        scheduler.room.countRequest(now)
        nextList = now + 1_000
      }
      return answer(agentId, now)
    }
  }
  const firstAsked = (queryTimes: ReadonlyMap<string, number[]>, agentIds: string[]) =>
    Math.max(...agentIds.map((id) => queryTimes.get(id)?.[0] ?? Infinity))

  it.each([
    [60, 34, 16, 50],
    [60, 34, 16, 350],
    [60, 50, 12, 50],
    [100, 80, 20, 50],
  ])(
    'asks each of %i agents once without a pause, though %i hold, at %i a second and %i ms each',
    (agents, holders, perSecond, tookMs) => {
      const scheduler = make({ perSecond })
      scheduler.setAgents(ids(agents), 0)
      const kind = (id: string) => (Number(id) < 1_000 + holders ? 'holding' : 'talking')
      const { asked } = simulate(scheduler, 30_000, withList(scheduler, kind), tookMs)
      // One request a second goes to the list; after four seconds, rows that must be confirmed get a third.
      const left = 1_000 / (stepMs * Math.ceil(1_000 / perSecond / stepMs)) - 1
      const alone = Math.min(agents, 4 * left)
      const seconds = alone / left + (1.5 * (agents - alone)) / left
      expect(firstAsked(asked, ids(agents))).toBeLessThan(1_000 * seconds + 1_000)
    },
  )

  it('first queries agents who may talk before those whom the list shows not talking', () => {
    const scheduler = make({ perSecond: 20 })
    const all = ids(500)
    const talk = all.filter((_, index) => index % 2 === 1)
    scheduler.setAgents(all, 0)
    for (const id of all) scheduler.setPace(id, talk.includes(id) ? 'talking' : 'rest', 300)
    const { asked } = simulate(scheduler, 60_000, (id) => (talk.includes(id) ? 'talking' : 'rest'))
    expect(firstAsked(asked, talk)).toBeLessThan(19_000)
    expect(firstAsked(asked, all)).toBeLessThan(45_000)
  })

  describe('with more queries due than may be sent', () => {
    interface Floor {
      holding: number
      talking: number
      unknown: number
      rest: number
    }
    /** The longest wait of any agent of each kind, once the first round is over and its backlog worked off. */
    const longestWaits = (floor: Floor, perSecond: number, untilMs = 400_000) => {
      const kinds = Object.entries(floor).flatMap(([kind, count]) =>
        Array.from({ length: count }, () => kind as keyof Floor),
      )
      const scheduler = make({ perSecond })
      scheduler.setAgents(ids(kinds.length), 0)
      const kindOf = (id: string) => kinds[Number(id) - 1_000] ?? 'rest'
      const { asked } = simulate(scheduler, untilMs, kindOf)
      const waitsOf = (kind: keyof Floor) =>
        ids(kinds.length)
          .filter((id) => kindOf(id) === kind)
          .map((id) => {
            const steady = asked.get(id)?.filter((at) => at > untilMs / 2) ?? []
            return longestWait([...steady, untilMs])
          })
      return { longest: (kind: keyof Floor) => Math.max(0, ...waitsOf(kind)), kindOf }
    }

    it('queries 250 who talk and 80 who hold as often as 20 a second allow', () => {
      const { longest } = longestWaits({ holding: 80, talking: 250, unknown: 0, rest: 170 }, 20)
      // A third of the requests confirms rows, most of the others go to those who talk, and a few to those who do not.
      expect(longest('holding')).toBeLessThan(1.05 * ((3 * 80) / 20) * 1_000)
      expect(longest('talking')).toBeLessThan(1.05 * ((1.5 * (250 + 170 / 60)) / 20) * 1_000)
    })

    it('starves nobody: all agents wait as long as the counts and the rate determine', () => {
      const count = (max: number) => fc.integer({ min: 0, max })
      fc.assert(
        fc.property(
          fc.record({
            holding: count(60),
            talking: count(120),
            unknown: count(60),
            rest: count(60),
          }),
          fc.constantFrom(5, 10, 20, 25, 50),
          (floor, perSecond) => {
            const counts = new Map(
              Object.entries(floor).map(([kind, n]) => [pace[kind as keyof Floor], n]),
            )
            const waits = waitsOf(counts, perSecond)
            const { longest } = longestWaits(floor, perSecond)
            // A response takes 50 ms, up to five rows are confirmed in succession, and the agents at rest, who were
            // first queried together, fall due together.
            const slackMs = 300 + (1_000 * (5 + floor.rest)) / perSecond
            for (const kind of ['holding', 'talking', 'unknown'] as const) {
              expect(longest(kind)).toBeLessThan(1.1 * (waits.get(pace[kind]) ?? 0) + slackMs)
            }
          },
        ),
        { numRuns: 10 },
      )
    })

    it('queries those not talking less often, too, but does not forget them', () => {
      const { longest } = longestWaits(
        { holding: 10, talking: 50, unknown: 0, rest: 40 },
        20,
        1_200_000,
      )
      expect(longest('rest')).toBeLessThan(1.1 * 60_000 * 3.1)
    })

    const busy = (perSecond = 20) => {
      const scheduler = make({ perSecond })
      scheduler.setAgents(ids(400), 0)
      simulate(scheduler, 60_000, () => 'talking')
      return scheduler
    }

    it('queries at once the agents whose activity changed, without starving the others', () => {
      const scheduler = busy()
      scheduler.askNow('1399', 60_000)
      expect(scheduler.take(60_000)).toEqual(['1399'])
      scheduler.done('1399', 'talking', 60_010)
      const queryTimes = new Map<string, number>()
      for (let now = 60_050; now < 120_000; now += 10) {
        for (const id of ids(40)) scheduler.askNow(id, now)
        for (const id of scheduler.take(now)) {
          queryTimes.set(id, now)
          scheduler.done(id, 'talking', now)
        }
      }
      expect(queryTimes.size).toBe(400)
    })

    it('keeps the turn of an agent after a put-off response', () => {
      const scheduler = busy()
      const [next = ''] = scheduler.take(60_000)
      scheduler.done(next, 'put-off', 60_010)
      expect(scheduler.take(60_050)).toEqual([next])
    })

    it('counts the wait of an agent who starts talking from then on', () => {
      const scheduler = make({ perSecond: 20 })
      scheduler.setAgents(ids(200), 0)
      simulate(scheduler, 300_000, (id) => (id === '1000' ? 'rest' : 'talking'))
      scheduler.setPace('1000', 'talking', 300_000)
      const since = 300_000
      for (let now = since; now < since + 20_000; now += 10) {
        const taken = scheduler.take(now)
        for (const id of taken) scheduler.done(id, 'talking', now)
        if (!taken.includes('1000')) continue
        expect(now - since).toBeGreaterThan(7_000)
        expect(now - since).toBeLessThan(11_000)
        return
      }
      expect.unreachable()
    })
  })

  it('keeps the rows confirmed from the first on where each response takes two seconds, with six in flight', () => {
    const scheduler = make()
    scheduler.setAgents(ids(30), 0)
    const kind = (id: string) => (Number(id) < 1004 ? 'holding' : 'talking')
    const { asked } = simulate(scheduler, 180_000, kind, 2_000)
    for (const id of ids(4)) expect(longestWait(asked.get(id))).toBeLessThan(5_000)
    // No agent is left unqueried for the sake of rows.
    expect(Math.max(...ids(30).map((id) => asked.get(id)?.[0] ?? Infinity))).toBeLessThan(20_000)
  })

  it('queries holders every second again once there is capacity', () => {
    const scheduler = make()
    scheduler.setAgents(ids(100), 0)
    const { asked } = simulate(scheduler, 180_000, (id, now) =>
      id === '1000' ? 'holding' : now < 60_000 ? 'talking' : 'rest',
    )
    const times = asked.get('1000') ?? []
    expect(longestWait(times.filter((at) => at > 30_000 && at < 60_000))).toBeGreaterThan(2_500)
    expect(longestWait(times.filter((at) => at > 90_000))).toBeLessThan(1_500)
  })

  it('sends nothing while paused, and queries all agents when hurried afterwards', () => {
    const scheduler = make()
    scheduler.setAgents(ids(5), 0)
    scheduler.setPaused(true)
    expect(scheduler.take(1_000)).toEqual([])
    expect(scheduler.wakeAt(1_000)).toBeNull()
    scheduler.setPaused(false)
    expect(scheduler.take(1_000)).toHaveLength(1)
    expect(scheduler.wakeAt(1_000)).toBe(1_050)
  })

  it('gives an agent its turn again after a put-off response, and counts no failure', () => {
    const scheduler = make()
    scheduler.setAgents(ids(1), 0)
    scheduler.take(0)
    scheduler.done('1000', 'put-off', 10)
    expect(scheduler.gatewayFails).toBe(false)
    expect(scheduler.take(50)).toEqual(['1000'])
  })

  it('queries all agents at once when a refusal of all is over', () => {
    const scheduler = make()
    scheduler.setAgents(ids(20), 0)
    const { asked } = simulate(scheduler, 130_000, (_, now) => (now < 120_000 ? 'refused' : 'rest'))
    const all = [...asked.values()].flat().sort((a, b) => a - b)
    const back = all.find((at) => at >= 119_950) ?? Infinity
    for (const times of asked.values()) {
      expect(times.some((at) => at >= back && at < back + 1_200)).toBe(true)
    }
  })

  it('forgets an agent that is no longer watched, also one with a query in flight', () => {
    const scheduler = make({ atOnce: 1 })
    scheduler.setAgents(['1000'], 0)
    expect(scheduler.take(0)).toEqual(['1000'])
    scheduler.setAgents(['1001'], 10)
    scheduler.done('1000', 'holding', 20)
    expect(scheduler.take(2_000)).toEqual(['1001'])
  })

  it('reports when it has something to do: take returns nothing before and something then', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(
          fc.constantFrom<QueryOutcome>(
            'holding',
            'talking',
            'unknown',
            'rest',
            'refused',
            'no-answer',
            'put-off',
          ),
          {
            minLength: 40,
            maxLength: 80,
          },
        ),
        (agents, outcomes) => {
          const scheduler = make()
          scheduler.setAgents(ids(agents), 0)
          let now = 0
          for (const outcome of outcomes) {
            const wakeAt = scheduler.wakeAt(now)
            expect(wakeAt).not.toBeNull()
            if (wakeAt === null) return
            if (wakeAt > now + 1) expect(scheduler.take(wakeAt - 1)).toEqual([])
            now = wakeAt
            const taken = scheduler.take(now)
            expect(taken.length).toBeGreaterThan(0)
            for (const agentId of taken) scheduler.done(agentId, outcome, now)
          }
        },
      ),
    )
  })
})
