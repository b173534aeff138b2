import { beforeEach, describe, expect, it, vi } from 'vitest'
import { deriveAgent } from './deriveAgent.ts'
import { entry, holding, setUp } from './testWatch.ts'

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
    const asked = queries.length
    looks.mockClear()
    await pass(60_000)
    const queriesThen = queries.length - asked
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
    const asked = queries.length
    looks.mockClear()
    setRoster([...listed.slice(0, -2), entry('1498', 'talking'), entry('1499', 'rest')])
    await pass(20_000)
    expect(looks.mock.calls.length).toBeLessThan(1.1 * (queries.length - asked))
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
})
