import { describe, expect, it } from 'vitest'
import { HandTime, settle } from '../gateway/fakes.ts'
import type { Observation } from '../monitor/observation.ts'
import { CallDetails, type DetailsAnswer } from './callDetails.ts'
import { agentCallsOf } from './protocol.ts'

const detailsAnswer: DetailsAnswer = {
  kind: 'details',
  details: { callFeature: 0, caller: '021', called: '400', skill: 'billing' },
}
type List = Record<string, Record<string, number>>

/** Details whose queries are answered on request. */
function start(
  answer: (callId: string) => DetailsAnswer | Promise<DetailsAnswer> = () => detailsAnswer,
) {
  const time = new HandTime()
  const queried: string[] = []
  const server = { answer, isReady: true }
  const details = new CallDetails({
    now: () => time.now(),
    isReady: () => server.isReady,
    query(callId) {
      queried.push(callId)
      return Promise.resolve(server.answer(callId))
    },
  })
  /** Takes an answer with these calls, by agent, id and status; returns the callers of the held ones. */
  const take = async (list: List) => {
    const calls = agentCallsOf(
      Object.entries(list).map(([agentId, callList]) => ({
        agentId,
        callList: Object.entries(callList).map(([callId, callStatus]) => ({ callId, callStatus })),
      })),
      new Set(Object.keys(list)),
    )
    if (calls === null) throw new Error('no list')
    details.addTo(calls)
    const callers = [...calls.observations.values()].flatMap(callersOf)
    await settle()
    return callers
  }
  return { time, queried, server, details, take }
}
const callersOf = (observation: Observation) =>
  observation.kind === 'holding' ? observation.calls.map(({ caller }) => caller) : []

describe('the details of a call', () => {
  it('are queried once, for as long as the agent has the call', async () => {
    const { queried, take } = start()
    expect(await take({ 1: { '1-1': 6 } })).toEqual([''])
    expect(await take({ 1: { '1-1': 6 } })).toEqual(['021'])
    await take({ 1: { '1-1': 5 } })
    expect(await take({ 1: { '1-1': 6 } })).toEqual(['021'])
    expect(queried).toEqual(['1-1'])
  })

  it.each<[string, List]>([
    ['no other call', { 1: {} }],
    ['another call in talk', { 1: { '1-2': 5 } }],
    ['another call on hold', { 1: { '1-2': 6 } }],
  ])('are forgotten with the call, where the agent has %s', async (_name, list) => {
    const { take } = start()
    await take({ 1: { '1-1': 6 } })
    await take(list)
    expect((await take({ 1: { '1-1': 6 } }))[0]).toBe('')
  })

  it('are forgotten with the agent', async () => {
    const { details, take } = start()
    await take({ 1: { '1-1': 6 } })
    details.keepAgents(new Set(['2']))
    expect(await take({ 1: { '1-1': 6 } })).toEqual([''])
  })

  it('are not queried for a call that is no longer on hold when its turn comes', async () => {
    const answers: ((answer: DetailsAnswer) => void)[] = []
    const { queried, take } = start(() => new Promise((resolve) => answers.push(resolve)))
    await take({ 1: { '1-1': 6 }, 2: { '1-2': 6 }, 3: { '1-3': 6 } })
    await take({ 1: { '1-1': 6 }, 2: { '1-2': 5 }, 3: {} })
    answers[0]?.(detailsAnswer)
    await settle()
    expect(queried).toEqual(['1-1'])
  })

  it('are queried one after another, also for calls that come meanwhile', async () => {
    const answers: ((answer: DetailsAnswer) => void)[] = []
    const { queried, take } = start(() => new Promise((resolve) => answers.push(resolve)))
    await take({ 1: { '1-1': 6 } })
    await take({ 1: { '1-1': 6 }, 2: { '1-2': 6 } })
    expect(queried).toEqual(['1-1'])
    answers[0]?.(detailsAnswer)
    await settle()
    expect(queried).toEqual(['1-1', '1-2'])
  })

  it('are queried no further while requests may not be sent', async () => {
    const { queried, server, take } = start()
    server.answer = () => {
      server.isReady = false
      return { kind: 'failed' }
    }
    await take({ 1: { '1-1': 6, '1-2': 6 }, 2: { '1-3': 6 } })
    expect(queried).toEqual(['1-1'])
    server.isReady = true
    server.answer = () => detailsAnswer
    await take({ 1: { '1-1': 6, '1-2': 6 }, 2: { '1-3': 6 } })
    expect(queried).toEqual(['1-1', '1-2', '1-3'])
  })

  it('are queried four times, with growing pauses, and again when they are reset', async () => {
    const { time, queried, details, take } = start(() => ({ kind: 'failed' }))
    const attempts: number[] = []
    for (let seconds = 0; seconds < 100; seconds++) {
      const before = queried.length
      await take({ 1: { '1-1': 6 } })
      if (queried.length > before) attempts.push(seconds)
      await time.pass(1_000)
    }
    expect(attempts).toEqual([0, 3, 13, 43])
    details.reset()
    await take({ 1: { '1-1': 6 } })
    expect(queried).toHaveLength(5)
  })

  it('are queried in the other form of the id only where the first is not accepted', async () => {
    const id = '1735787045-1'
    const { queried, server, take } = start(() => ({ kind: 'failed' }))
    await take({ 1: { [id]: 6 } })
    expect(queried).toEqual([id])
    server.answer = () => ({ kind: 'not-accepted' })
    await take({ 2: { '1735787045-2': 6 } })
    expect(queried.slice(1)).toEqual(['1735787045-2', '1735787045000-2'])
  })

  it('are not queried at all once they are not offered', async () => {
    const { queried, details, take } = start(() => ({ kind: 'not-offered' }))
    await take({ 1: { '1-1': 6 } })
    await take({ 2: { '1-2': 6 } })
    expect(queried).toEqual(['1-1'])
    details.reset()
    await take({ 2: { '1-2': 6 } })
    expect(queried).toEqual(['1-1', '1-2'])
  })
})
