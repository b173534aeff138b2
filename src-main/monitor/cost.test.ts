import { beforeEach, describe, expect, it, vi } from 'vitest'
import { deriveAgent } from './deriveAgent.ts'
import {
  createCms,
  createGateway,
  createTime,
  entry,
  holding,
  setUp,
  watchSources,
} from './testWatch.ts'

vi.mock('./deriveAgent.ts', async (importOriginal) => {
  const real = await importOriginal<Record<'deriveAgent', typeof deriveAgent>>()
  return { ...real, deriveAgent: vi.fn(real.deriveAgent) }
})
const looks = vi.mocked(deriveAgent)

describe('with 500 agents', () => {
  const ids = Array.from({ length: 500 }, (_, index) => String(1_000 + index))
  beforeEach(() => {
    looks.mockClear()
  })

  it('a response costs the update of one agent', async () => {
    const { answers, pass, queries, setRoster, monitor } = setUp(ids)
    setRoster(ids.map((id) => entry(id, 'idle')))
    for (const id of ids.slice(0, 20)) answers.set(id, holding())
    monitor.retry()
    await pass(60_000)
    const queriesBefore = queries.length
    looks.mockClear()
    await pass(60_000)
    const queriesThen = queries.length - queriesBefore
    expect(queriesThen).toBeGreaterThan(1_000)
    // Rows whose level rises, besides the responses.
    expect(looks.mock.calls.length).toBeLessThan(1.1 * queriesThen)
  })

  it('a list of agents costs the update of those whose activity changed', async () => {
    const { pass, queries, setRoster, monitor } = setUp(ids)
    const listed = ids.map((id) => entry(id, 'idle'))
    setRoster(listed)
    monitor.retry()
    await pass(60_000)
    const queriesBefore = queries.length
    looks.mockClear()
    setRoster([...listed.slice(0, -2), entry('1498', 'talking'), entry('1499', 'rest')])
    await pass(20_000)
    expect(looks.mock.calls.length).toBeLessThan(1.1 * (queries.length - queriesBefore))
    expect(monitor.board.agents.at(-1)?.state).toBe('rest')
  })

  it('nothing is updated while nothing happens', async () => {
    const { answers, pass, monitor } = setUp(ids)
    answers.set('1000', holding())
    await pass(60_000)
    monitor.pause()
    await pass(400_000)
    looks.mockClear()
    await pass(60_000)
    expect(looks.mock.calls.length).toBe(0)
  })

  describe('from a CC-CMS', () => {
    /** Twenty of them hold; a gateway may stand by. */
    const watchAll = async (hasGateway: boolean) => {
      const time = createTime()
      const cms = createCms(time)
      const gateway = createGateway(time)
      gateway.setRoster(ids.map((id) => entry(id, 'talking')))
      for (const id of ids.slice(0, 20)) cms.answers.set(id, holding())
      const sources = [cms.source, ...(hasGateway ? [gateway.source] : [])]
      const watch = watchSources(time, sources, ids)
      await time.pass(60_000)
      looks.mockClear()
      return { ...time, ...watch, cms }
    }

    it.each([false, true])(
      'a response that repeats what is known costs almost nothing, and keeps everybody current (beside a gateway: %s)',
      async (hasGateway) => {
        const { pass, monitor } = await watchAll(hasGateway)
        let patches = 0
        monitor.onPatch(() => (patches += 1))
        for (let second = 0; second < 120; second += 1) {
          await pass(1_000)
          expect(monitor.board.calls.filter(({ stale }) => stale)).toEqual([])
          expect(monitor.board.agents.filter(({ state }) => state === 'unseen')).toEqual([])
        }
        // A row each few seconds, anybody else each half minute, rather than each second.
        expect(looks.mock.calls.length).toBeLessThan(20 * 50 + 480 * 6)
        expect(patches).toBeLessThan(125)
      },
    )

    it('a change costs the update of the agent whom it is about', async () => {
      const { pass, cms, monitor } = await watchAll(false)
      cms.answers.set('1499', holding())
      cms.answers.delete('1000')
      await pass(1_500)
      expect(monitor.board.calls.map(({ agentId }) => agentId)).toContain('1499')
      expect(monitor.board.calls.map(({ agentId }) => agentId)).not.toContain('1000')
      expect(looks.mock.calls.length).toBeLessThan(60)
    })

    it('what is not confirmed any more is noticed as ever: rows after five seconds', async () => {
      const { pass, cms, monitor } = await watchAll(false)
      cms.hang(true)
      await pass(4_000)
      expect(monitor.board.calls.filter(({ stale }) => stale)).toEqual([])
      await pass(2_500)
      expect(monitor.board.calls.filter(({ stale }) => stale)).toHaveLength(20)
      const [row] = monitor.board.calls
      expect(monitor.board.now - (row?.lastSeenAt ?? NaN)).toBeLessThan(7_600)
      await pass(27_000)
      expect(monitor.board.agents[499]).toMatchObject({ state: 'unseen', reason: 'not-checked' })
    })
  })
})
