import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BadAgents } from './badAgents.ts'

const ids = (count: number) => Array.from({ length: count }, (_, at) => String(101 + at))

/** One query as the reader makes it; returns the agents of accepted requests, and how many requests were sent. */
function query(agents: BadAgents, agentIds: readonly string[], bad: ReadonlySet<string>, now = 0) {
  const { requests, searches } = agents.plan(agentIds, now)
  const queue = [...requests, ...searches]
  const accepted: string[] = []
  let sent = 0
  for (let group = queue.shift(); group !== undefined && sent < 40; group = queue.shift()) {
    sent += 1
    if (group.some((agentId) => bad.has(agentId))) queue.push(...agents.refuse(group, now))
    else {
      agents.accept(group)
      accepted.push(...group)
    }
  }
  return { accepted, sent }
}

describe('the search for agents that are not accepted', () => {
  it('ends with exactly those refused and all others accepted, wherever they are', () => {
    const count = fc.integer({ min: 1, max: 4_000 })
    const places = fc.array(fc.nat({ max: 3_999 }), { maxLength: 30 })
    fc.assert(
      fc.property(count, places, (count, places) => {
        const all = ids(count)
        const bad = new Set(places.map((place) => all[place % count] ?? ''))
        const agents = new BadAgents()
        for (let times = 0; times < 40; times++) query(agents, all, bad)
        expect([...agents.refused].sort()).toEqual([...bad].sort())
        const { accepted, sent } = query(agents, all, bad)
        expect(accepted).toEqual(all.filter((agentId) => !bad.has(agentId)))
        expect(sent).toBeLessThanOrEqual(2)
      }),
      { numRuns: 50 },
    )
  })

  it('never queries an agent twice in one query, nor one who is refused', () => {
    const agents = new BadAgents()
    query(agents, ids(100), new Set(['105', '150']))
    const { requests, searches } = agents.plan(ids(100), 1)
    const all = [...requests, ...searches].flat()
    expect(new Set(all).size).toBe(all.length)
    expect(all).not.toContain('105')
  })

  it('forgets agents who are no longer wanted', () => {
    const agents = new BadAgents()
    agents.refuse(['101', '102', '103'], 0)
    expect(agents.plan(['102'], 0)).toEqual({ requests: [], searches: [['102']] })
    expect(agents.plan([], 0)).toEqual({ requests: [], searches: [] })
  })

  it('tries a refused agent again after half an hour, apart from all others', () => {
    const agents = new BadAgents()
    query(agents, ids(4), new Set(['102']))
    expect(agents.plan(ids(4), 30 * 60_000 - 1)).toEqual({
      requests: [['101', '103', '104']],
      searches: [],
    })
    expect(agents.plan(ids(4), 30 * 60_000)).toEqual({
      requests: [['101', '103', '104']],
      searches: [['102']],
    })
    expect(agents.refused).toEqual([])
  })

  it('has at most three thousand agents in one request', () => {
    const { requests } = new BadAgents().plan(ids(7_000), 0)
    expect(requests.map((group) => group.length)).toEqual([3_000, 3_000, 1_000])
  })
})
