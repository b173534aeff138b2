import { describe, expect, it } from 'vitest'
import { bulkIntervalMs, BulkQueries } from './bulkQueries.ts'
import type { Observation } from './observation.ts'
import { createCms, createTime, failed, holding } from './testWatch.ts'

/** Queries of a CC-CMS that the test controls, about these agents. */
function ask(
  agentIds = ['101', '102'],
  prepare: (cms: ReturnType<typeof createCms>) => void = () => {},
) {
  const time = createTime()
  const cms = createCms(time)
  prepare(cms)
  const responses: { at: number; askedAt: number; answers: [string, Observation][] }[] = []
  const faults: unknown[] = []
  let withdrawn = 0
  const queries = new BulkQueries({
    reader: cms.source.reader,
    now: () => time.clock.now(),
    setTimer: time.setTimer,
    random: () => 0.5,
    judge: (_agentId, observation) => observation,
    onObservations: (observations, askedAt, at) => {
      responses.push({ at, askedAt, answers: [...observations] })
    },
    onWithdrawn: () => (withdrawn += 1),
    onFault: (error) => faults.push(error),
  })
  queries.setAgents(agentIds)
  const moments = () => cms.queries.map(({ at }) => at)
  return { ...time, cms, queries, responses, faults, moments, withdrawn: () => withdrawn }
}

describe('queries about all agents', () => {
  it('are sent one a second, each about everybody', async () => {
    const { cms, pass, moments } = ask()
    await pass(3_500)
    expect(moments()).toEqual([0, 1_000, 2_000, 3_000])
    expect(cms.queries[3]?.agentIds).toEqual(['101', '102'])
  })

  it('are never more than one at a time, and the next follows a slow one at once', async () => {
    const { pass, moments } = ask(undefined, (cms) => cms.slow(2_500))
    await pass(8_000)
    expect(moments()).toEqual([0, 2_500, 5_000, 7_500])
  })

  it('are never more than one a second, whatever asks for one', async () => {
    const { queries, pass, moments } = ask()
    for (let at = 0; at < 5_000; at += 100) {
      queries.askAllNow()
      queries.askNow()
      queries.tryNow()
      queries.setAgents(['101', String(at)])
      await pass(100)
    }
    for (const [index, at] of moments().entries()) {
      expect(at - (moments()[index - 1] ?? -Infinity)).toBeGreaterThanOrEqual(bulkIntervalMs)
    }
    expect(moments()).toHaveLength(6)
  })

  it('are not sent about nobody', async () => {
    const { queries, pass, moments } = ask([])
    await pass(5_000)
    expect(moments()).toEqual([])
    queries.setAgents(['101'])
    await pass(500)
    expect(moments()).toEqual([5_000])
  })

  it('say of an agent who is missing from the response that it does not list the agent', async () => {
    const { pass, responses } = ask(undefined, (cms) => {
      cms.answers.set('101', holding('c1'))
      cms.missing.add('102')
    })
    await pass(100)
    expect(responses[0]?.answers).toEqual([
      ['101', holding('c1')],
      ['102', { kind: 'unknown', reason: 'not-listed' }],
    ])
  })

  it('say nothing about agents who were not asked for', async () => {
    const { cms, queries, pass, responses } = ask()
    cms.respond(new Map([['999', holding('c9')]]))
    queries.setAgents(['101'])
    await pass(1_100)
    expect(responses.at(-1)?.answers.map(([agentId]) => agentId)).toEqual(['101'])
  })

  it('are sent less and less often while there is no response, and each second again afterwards', async () => {
    const { cms, queries, pass, moments } = ask()
    await pass(100)
    cms.fail(failed)
    await pass(40_000)
    const gaps = moments().map((at, index) => at - (moments()[index - 1] ?? 0))
    expect(gaps).toEqual([0, 1_000, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000])
    expect(queries.nextTryAt).toBe(48_000)
    expect(queries.dueAt()).toBe(queries.nextTryAt)
    cms.fail(null)
    await pass(10_000)
    expect(moments().slice(-3)).toEqual([48_000, 49_000, 50_000])
    expect(queries.dueAt()).toBeNull()
  })

  it('count as failing after two without a response, and not because nobody is listed', async () => {
    const { cms, queries, pass } = ask()
    await pass(500)
    cms.fail(failed)
    await pass(1_000)
    expect(queries.sourceFails).toBe(false)
    await pass(1_000)
    expect(queries.sourceFails).toBe(true)
    cms.fail(null)
    for (const agentId of ['101', '102']) cms.missing.add(agentId)
    await pass(3_000)
    expect(queries.sourceFails).toBe(false)
  })

  it('are withdrawn by a pause, which says nothing about anybody, and sent at once afterwards', async () => {
    const { cms, queries, pass, moments, responses, withdrawn, time } = ask(undefined, (one) =>
      one.hang(true),
    )
    await pass(3_000)
    queries.setPaused(true)
    await pass(10_000)
    expect([moments(), responses, withdrawn()]).toEqual([[0], [], 1])
    expect(queries.nextTryAt).toBeNull()
    cms.hang(false)
    queries.setPaused(false)
    await pass(0)
    expect(moments()).toEqual([0, time.awake])
  })

  it('continue when the reader throws, and report the error', async () => {
    const error = new Error('a reader never rejects')
    const { cms, pass, responses, faults, moments } = ask(undefined, (one) => one.reject(error))
    await pass(1_500)
    expect(faults).toEqual([error, error])
    expect(responses[0]?.answers).toEqual([
      ['101', { kind: 'unknown', reason: 'bad-reply' }],
      ['102', { kind: 'unknown', reason: 'bad-reply' }],
    ])
    cms.reject(null)
    await pass(5_000)
    expect(moments().length).toBeGreaterThan(3)
    expect(responses.at(-1)?.answers).toContainEqual(['101', { kind: 'none' }])
  })

  it('end with the watch: no response counts any more', async () => {
    const { cms, queries, pass, moments, responses } = ask(undefined, (one) => one.hang(true))
    await pass(100)
    queries.close()
    cms.hang(false)
    await pass(10_000)
    expect([moments(), responses]).toEqual([[0], []])
  })
})
