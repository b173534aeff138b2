import { describe, expect, it } from 'vitest'
import type { RosterEntry, UnknownReason } from '../../src-shared/contract/index.ts'
import type { Observation } from '../monitor/observation.ts'
import { NodeMap, type Verdict } from './nodeMap.ts'
import { ruleOf } from './resultCodes.ts'
import { type Sight, sightOf } from './sight.ts'

const refused = (retcode: string): Observation => ({
  kind: 'unknown',
  reason: ruleOf(retcode).reason ?? 'gateway-error',
  retcode,
})

describe('what an answer tells about the whereabouts of an agent', () => {
  it.each<[Observation, Sight]>([
    [{ kind: 'holding', calls: [], malformed: 1 }, 'holding'],
    [{ kind: 'none' }, 'none'],
    [refused('100-006'), 'signed-out'],
    [refused('100-007'), 'refused'],
    [refused('300-001'), 'unseen'],
    [refused('300-002'), 'unseen'],
    [refused('900-004'), 'unseen'],
    // About the account, about the gateway, or no answer at all.
    [refused('900-002'), 'silent'],
    [refused('000-003'), 'silent'],
    [refused('000-002'), 'silent'],
    [refused('105-002'), 'silent'],
    [{ ...refused('000-007'), isPutOff: true } as Observation, 'silent'],
    [{ kind: 'unknown', reason: 'signed-out' }, 'silent'],
    [{ kind: 'unknown', reason: 'http-status', status: 502 }, 'silent'],
    ...(['unreachable', 'timeout', 'bad-reply'] satisfies UnknownReason[]).map(
      (reason): [Observation, Sight] => [{ kind: 'unknown', reason }, 'silent'],
    ),
  ])('%j: %s', (observation, sight) => {
    expect(sightOf(observation, true)).toBe(sight)
  })

  it('"no right" tells nothing while the account may have none at all', () => {
    expect(sightOf(refused('300-001'), false)).toBe('silent')
    expect(sightOf(refused('300-002'), false)).toBe('unseen')
  })
})

/** One query: the nodes that were asked, in order, and the verdict. */
function query(map: NodeMap, answers: Partial<Record<string, Sight>>, now = 0, agentId = '101') {
  const sights = new Map<string, Sight>()
  for (;;) {
    const node = map.nextNode(agentId, sights, now)
    if (node === null) break
    const sight = answers[node] ?? 'silent'
    sights.set(node, sight)
    map.take(agentId, node, sight, now)
  }
  return { asked: [...sights.keys()].join(''), verdict: map.judge(agentId, sights) }
}
const by = (node: string): Verdict => ({ kind: 'answer', node })
function cluster(nodes: string, isComplete = true): NodeMap {
  const map = new NodeMap()
  setNodes(map, nodes, isComplete)
  return map
}
/** @param session the number of all sign-ins */
function setNodes(map: NodeMap, nodes: string, isComplete = true, session = 1): boolean {
  for (const node of nodes) map.addNode(node)
  return map.setNodes(new Map([...nodes].map((node) => [node, session])), isComplete)
}

describe('an agent whose node is not known', () => {
  it.each<[string, Partial<Record<string, Sight>>, string, Verdict, string | null]>([
    ['ab', { a: 'none', b: 'none' }, 'ab', by('a'), null],
    ['ab', { a: 'holding' }, 'a', by('a'), 'a'],
    ['ab', { a: 'none', b: 'holding' }, 'ab', by('b'), 'b'],
    ['ab', { a: 'unseen', b: 'none' }, 'ab', by('b'), 'b'],
    ['ab', { a: 'none', b: 'signed-out' }, 'ab', by('a'), 'a'],
    ['ab', { a: 'none', b: 'silent' }, 'ab', by('b'), null],
    ['ab', { a: 'silent', b: 'holding' }, 'ab', by('b'), 'b'],
    ['ab', { a: 'none', b: 'refused' }, 'ab', by('b'), null],
    ['ab', { a: 'unseen', b: 'unseen' }, 'ab', { kind: 'not-visible' }, null],
    ['ab', { a: 'unseen', b: 'signed-out' }, 'ab', { kind: 'not-visible' }, null],
    // Whether it is signed out altogether, the list of agents tells.
    ['ab', { a: 'signed-out', b: 'signed-out' }, 'ab', by('a'), null],
    ['abc', { a: 'none', b: 'none', c: 'none' }, 'abc', by('a'), null],
    ['abc', { a: 'none', b: 'none', c: 'silent' }, 'abc', by('c'), null],
    ['abc', { a: 'unseen', b: 'none', c: 'none' }, 'abc', by('b'), null],
    ['abc', { a: 'unseen', b: 'none', c: 'unseen' }, 'abc', by('b'), 'b'],
    ['a', { a: 'none' }, 'a', by('a'), 'a'],
    ['a', { a: 'unseen' }, 'a', by('a'), null],
  ])('at nodes %s that answer %j', (nodes, answers, asked, verdict, home) => {
    const map = cluster(nodes)
    expect(query(map, answers)).toEqual({ asked, verdict })
    expect(map.homeOf('101')).toBe(home)
  })

  it('may be at a node that is out of reach', () => {
    const map = cluster('a', false)
    expect(query(map, { a: 'none' }).verdict).toEqual({ kind: 'incomplete' })
    expect(query(map, { a: 'unseen' }).verdict).toEqual({ kind: 'incomplete' })
    expect(query(map, { a: 'holding' }).verdict).toEqual(by('a'))
  })

  it('is not asked for again at once where it is not', () => {
    const map = cluster('abc')
    query(map, { a: 'unseen', b: 'none', c: 'none' })
    expect(query(map, { b: 'none', c: 'none' }, 9_999)).toEqual({ asked: 'bc', verdict: by('b') })
    expect(query(map, { a: 'unseen', b: 'none', c: 'none' }, 10_000).asked).toBe('abc')
  })

  it('whom no node sees is asked for at one after the other, then at all', () => {
    const map = cluster('ab')
    const nowhere = { a: 'unseen', b: 'unseen' } as const
    query(map, nowhere)
    expect(query(map, nowhere, 1_000).asked).toBe('a')
    expect(query(map, nowhere, 2_000).asked).toBe('b')
    expect(query(map, { ...nowhere, a: 'holding' }, 3_000)).toEqual({
      asked: 'a',
      verdict: by('a'),
    })
    expect(query(cluster('ab'), nowhere, 50_000).asked).toBe('ab')
  })
})

describe('an agent whose node is known', () => {
  function known(nodes = 'ab'): NodeMap {
    const map = cluster(nodes)
    query(map, { a: 'none', b: 'holding' })
    return map
  }

  it('is asked for there alone', () => {
    expect(query(known(), { b: 'none' })).toEqual({ asked: 'b', verdict: by('b') })
    expect(query(known(), { b: 'silent' })).toEqual({ asked: 'b', verdict: by('b') })
  })

  it('is looked for elsewhere from time to time, since it may move without a word', () => {
    const map = known('abc')
    expect(query(map, { b: 'none' }, 59_999).asked).toBe('b')
    // The node that was asked least recently.
    const first = query(map, { b: 'none', a: 'none', c: 'none' }, 60_000)
    expect(first).toEqual({ asked: 'bc', verdict: by('b') })
    expect(query(map, { b: 'none' }, 119_999).asked).toBe('b')
    expect(query(map, { b: 'none', a: 'holding' }, 120_000)).toEqual({
      asked: 'ba',
      verdict: by('a'),
    })
    expect(map.homeOf('101')).toBe('a')
  })

  it('who is not there any more is looked for', () => {
    const map = known()
    expect(query(map, { a: 'none', b: 'unseen' })).toEqual({ asked: 'ba', verdict: by('a') })
    expect(map.homeOf('101')).toBe('a')
  })

  it('may have moved to where it was not a moment ago', () => {
    const map = cluster('ab')
    query(map, { a: 'unseen', b: 'holding' })
    expect(query(map, { b: 'unseen', a: 'holding' }, 1_000)).toEqual({
      asked: 'ba',
      verdict: by('a'),
    })
  })

  it('of a node that is lost is not known any more', () => {
    const map = known()
    expect(setNodes(map, 'a', false)).toBe(true)
    expect(setNodes(map, 'a', false)).toBe(false)
    expect(map.homeless).toEqual(['101'])
    expect(query(map, { a: 'none' }).verdict).toEqual({ kind: 'incomplete' })
  })

  it('who held a call at a node that is lost is not shown without it because others do not see it', () => {
    const lose = (map = known('abc')) => {
      setNodes(map, 'ac')
      return map
    }
    const others = { a: 'none', c: 'none' } as const
    expect(query(lose(), others).verdict).toEqual({ kind: 'incomplete' })
    expect(query(lose(), { a: 'unseen', c: 'none' }).verdict).toEqual({ kind: 'incomplete' })
    expect(query(lose(cluster('abc')), others).verdict).toEqual(by('a'))

    const list = (state: RosterEntry['state']) => [{ agentId: '101', name: '', group: '', state }]
    const free = lose()
    free.takeDirectory(list('talking'))
    expect(query(free, others).verdict).toEqual({ kind: 'incomplete' })
    free.takeDirectory(list('idle'))
    expect(query(free, others).verdict).toEqual(by('a'))

    const holder = lose()
    query(holder, { a: 'holding' })
    expect(query(holder, { a: 'none' }).verdict).toEqual(by('a'))

    const back = lose()
    setNodes(back, 'abc')
    expect(query(back, { ...others, b: 'none' }).verdict).toEqual(by('a'))

    const retrieved = known('abc')
    query(retrieved, { b: 'none' })
    expect(query(lose(retrieved), others).verdict).toEqual(by('a'))
  })

  it('is not known any more when another session is signed in there', () => {
    const map = known()
    setNodes(map, 'ab', true, 2)
    expect(query(map, { a: 'none', b: 'none' }).asked).toBe('ab')
  })

  it('may be where it was not seen a moment ago, once another node is lost', () => {
    const map = cluster('abc')
    query(map, { a: 'unseen', b: 'none', c: 'none' })
    setNodes(map, 'ab')
    expect(query(map, { a: 'holding' }, 1_000)).toEqual({ asked: 'a', verdict: by('a') })
  })

  it('stays with its node when another one is lost', () => {
    const map = cluster('ab')
    query(map, { a: 'unseen', b: 'none' })
    setNodes(map, 'b', false)
    expect(query(map, { b: 'none' })).toEqual({ asked: 'b', verdict: by('b') })
  })

  it('only because it was at no other is in doubt when there is one more', () => {
    const map = cluster('ab')
    query(map, { a: 'unseen', b: 'none' })
    query(map, { a: 'holding' }, 0, '102')
    setNodes(map, 'abc')
    expect(map.homeless).toEqual(['101'])
    // A node where it was not before may have answered by chance.
    query(map, { a: 'unseen', b: 'none', c: 'unseen' })
    expect(map.homeOf('101')).toBe('b')
    query(map, { b: 'none', a: 'none' }, 60_000)
    expect(map.homeOf('101')).toBe(null)
  })

  it('is asked for at all again after it was signed out', () => {
    const map = known()
    const list = (state: RosterEntry['state']) =>
      map.takeDirectory([{ agentId: '101', name: '', group: '', state }])
    const before = map.epochOf('101')
    list('talking')
    expect([map.homeOf('101'), map.epochOf('101')]).toEqual(['b', before])
    list('signed-out')
    expect(map.homeOf('101')).toBe(null)
    expect(map.epochOf('101')).not.toBe(before)
    query(map, { a: 'holding' })
    list('unknown')
    list('signed-out')
    expect(map.homeOf('101')).toBe('a')
    list('idle')
    expect(map.homeOf('101')).toBe(null)
  })
})

describe('a node that answers 100-007', () => {
  const refusing = { a: 'none', b: 'refused' } as const

  it('does not see an agent whom it refuses again and again, while it answers about others', () => {
    const map = cluster('ab')
    for (const now of [0, 10_000]) expect(query(map, refusing, now).verdict).toEqual(by('b'))
    query(map, { b: 'holding', a: 'none' }, 15_000, '102')
    expect(query(map, refusing, 20_000).verdict).toEqual(by('a'))
    expect(map.homeOf('101')).toBe('a')
  })

  it.each<[string, number[], boolean]>([
    ['not often enough', [0, 20_000], true],
    ['not for long enough', [0, 10_000, 19_999], true],
    ['answering about nobody', [0, 10_000, 20_000, 90_000], false],
  ])('may have an internal error: %s', (_, times, answers) => {
    const map = cluster('ab')
    for (const now of times) {
      expect(query(map, refusing, now).verdict).toEqual(by('b'))
      if (answers) query(map, { a: 'none', b: 'holding' }, now, '102')
    }
    expect(map.homeOf('101')).toBe(null)
  })

  it('an answer in between begins anew', () => {
    const map = cluster('ab')
    for (const now of [0, 10_000]) query(map, refusing, now)
    query(map, { a: 'none', b: 'none' }, 15_000)
    expect(query(map, refusing, 20_000).verdict).toEqual(by('b'))
  })

  it('does not end what is known, but the agent is looked for elsewhere', () => {
    const map = cluster('ab')
    query(map, { a: 'none', b: 'holding' })
    expect(query(map, refusing, 1_000)).toEqual({ asked: 'ba', verdict: by('b') })
    expect(map.homeOf('101')).toBe('b')
    expect(query(map, { a: 'holding', b: 'refused' }, 2_000).verdict).toEqual(by('a'))
    expect(map.homeOf('101')).toBe('a')
  })
})

describe('a node’s own list', () => {
  it('tells where an agent is, who is then asked for there alone', () => {
    const map = cluster('ab')
    query(map, { a: 'none', b: 'none' })
    map.setLocal('a', new Set(['900', '102']), 0)
    map.setLocal('b', new Set(['901', '101']), 0)
    expect(query(map, { b: 'none' })).toEqual({ asked: 'b', verdict: by('b') })
    expect(query(map, { a: 'none' }, 0, '102').asked).toBe('a')
    map.forget('102')
    expect(query(map, { a: 'none', b: 'none' }, 0, '102').asked).toBe('ab')
    // Only agents who were asked for count.
    expect([map.visibleAt('a'), map.visibleAt('b')]).toEqual([0, 1])
  })

  it('is out of date for an agent who signs in or out, even before the first query', () => {
    const map = cluster('ab')
    map.setLocal('b', new Set(['101']), 0)
    map.forget('101')
    expect(query(map, { a: 'none', b: 'none' }).asked).toBe('ab')
  })

  it('proves nothing where another has the same agent', () => {
    const map = cluster('ab')
    query(map, { a: 'none', b: 'none' })
    map.setLocal('a', new Set(['101']), 0)
    expect(map.homeOf('101')).toBe('a')
    map.setLocal('b', new Set(['101']), 0)
    expect(map.homeOf('101')).toBe(null)
  })

  it('does not outweigh a held call', () => {
    const map = cluster('ab')
    query(map, { a: 'holding' })
    map.setLocal('b', new Set(['101']), 0)
    expect(map.homeOf('101')).toBe('a')
  })
})

describe('who is on no node', () => {
  const listed = (agentId: string, state: RosterEntry['state']): RosterEntry[] => [
    { agentId, name: '', group: '', state },
  ]

  it('is known once every node has said so', () => {
    const map = cluster('ab')
    query(map, { a: 'unseen', b: 'unseen' }, 0, '101')
    query(map, { a: 'unseen', b: 'none' }, 0, '102')
    query(map, { a: 'unseen', b: 'silent' }, 0, '103')
    expect(map.elsewhere).toEqual(['101'])
    setNodes(map, 'ab', false)
    expect(map.elsewhere).toEqual([])
  })

  it('may also be signed out, which the list of agents decides', () => {
    const map = cluster('ab')
    const nowhere = { a: 'signed-out', b: 'signed-out' } as const
    query(map, nowhere)
    expect(map.elsewhere).toEqual([])
    map.takeDirectory(listed('101', 'idle'))
    expect(map.elsewhere).toEqual(['101'])
    map.takeDirectory(listed('101', 'signed-out'))
    query(map, { a: 'unseen', b: 'unseen' })
    expect(map.elsewhere).toEqual([])
  })
})
