import { describe, expect, it, vi } from 'vitest'
import type { WatchedAgent } from '../../src-shared/contract/index.ts'
import type { Observation } from '../monitor/observation.ts'
import type { ReaderState } from '../monitor/reader.ts'
import { KeyCheck } from './key.ts'
import type { RunningSession } from './session.ts'

const origin = 'https://cms:28080'
const none: Observation = { kind: 'none' }
const refused: Observation = { kind: 'unknown', reason: 'gateway-error', retcode: '0100002' }

/** @param answers what the CC-CMS says of each watched agent; undefined where it leaves the agent out */
function check(
  answers: Readonly<Record<string, Observation | undefined>>,
  over: Partial<RunningSession> = {},
) {
  const answer = new Map(
    Object.entries(answers).flatMap(([id, one]) => (one === undefined ? [] : [[id, one] as const])),
  )
  const observe = vi.fn(async (_agentIds: readonly string[]) => answer)
  const session: RunningSession = {
    origin,
    way: 'cms',
    state: { kind: 'signed-in' },
    inspectorId: null,
    hasInspectorRight: null,
    agents: Object.keys(answers).map((agentId) => ({ agentId }) as WatchedAgent),
    blindSpots: [],
    clockDifferenceMs: null,
    observe,
    ...over,
  }
  return { steps: new KeyCheck(session), observe }
}
const inState = (state: ReaderState, clockDifferenceMs: number | null = null) =>
  check({ '1': none }, { state, clockDifferenceMs })

describe('the signature', () => {
  it.each([
    [{ kind: 'signed-in' }, 'good', 'key-accepted'],
    [{ kind: 'signing-in' }, 'skipped', 'key-unchecked'],
    [{ kind: 'signed-out' }, 'skipped', 'no-key'],
    // Answered with a code: the signature was accepted.
    [{ kind: 'stopped', reason: 'gateway-error', retcode: '0101003' }, 'good', 'key-accepted'],
  ] as const)('is known from the watch: %j', (state, result, fact) => {
    const { steps, observe } = inState(state)
    expect(steps.signature()).toMatchObject({ state: result, finding: { fact } })
    expect(observe).not.toHaveBeenCalled()
  })

  it('is not tried without a key', async () => {
    const steps = new KeyCheck(null)
    expect(steps.signature()).toMatchObject({ state: 'skipped', finding: { fact: 'no-key' } })
    expect(await steps.callQuery()).toMatchObject({ finding: { fact: 'needs-key' } })
    expect(await steps.agentsListed()).toMatchObject({ finding: { fact: 'needs-key' } })
  })

  it('that was rejected is reported with the difference between the clocks', () => {
    const state = { kind: 'stopped', reason: 'wrong-signature' } as const
    expect(inState(state, 3_600_000).steps.signature()).toMatchObject({
      state: 'failed',
      finding: { kind: 'error', error: { code: 'cms-clock-off', params: { minutes: 60 } } },
    })
    for (const difference of [-2_000, null]) {
      expect(inState(state, difference).steps.signature()).toMatchObject({
        state: 'failed',
        finding: { kind: 'error', error: { code: 'cms-refused-signature' } },
      })
    }
  })

  it('fails with the reason why there is no answer', () => {
    expect(inState({ kind: 'interrupted', reason: 'timeout' }).steps.signature()).toMatchObject({
      state: 'failed',
      finding: { kind: 'trouble', reason: 'timeout', agentId: null },
    })
  })
})

describe('the call query', () => {
  it('is one request about all agents, which the last step uses, too', async () => {
    const call = { callId: 'c', callFeature: null, caller: '02155501234', called: '', skill: '' }
    const holding: Observation = { kind: 'holding', calls: [call, call], malformed: 0 }
    const { steps, observe } = check({ '1': none, '2': holding })
    const verdict = await steps.callQuery()
    expect(verdict).toMatchObject({
      state: 'good',
      finding: { fact: 'agents-answered', params: { agents: 2, n: 2 } },
    })
    expect(JSON.stringify(verdict)).not.toContain('1234')
    expect(await steps.agentsListed()).toMatchObject({
      state: 'good',
      finding: { fact: 'all-listed', params: { n: 2 } },
    })
    expect(observe.mock.calls).toEqual([[['1', '2']]])
  })

  it('fails where the key has no right to it', async () => {
    const state = { kind: 'stopped', reason: 'gateway-error', retcode: '0101003' } as const
    const { steps, observe } = inState(state)
    expect(await steps.callQuery()).toMatchObject({
      state: 'failed',
      finding: { reason: 'gateway-error', retcode: '0101003', agentId: null },
    })
    expect(observe).not.toHaveBeenCalled()
  })

  it('fails where it is not answered', async () => {
    const { steps } = check({ '1': undefined, '2': { kind: 'unknown', reason: 'timeout' } })
    expect(await steps.callQuery()).toMatchObject({
      state: 'failed',
      finding: { reason: 'timeout' },
    })
  })

  it('needs an agent', async () => {
    const { steps } = check({})
    for (const verdict of [await steps.callQuery(), await steps.agentsListed()]) {
      expect(verdict).toMatchObject({ state: 'skipped', finding: { fact: 'nobody-watched' } })
    }
  })
})

describe('the list of agents in the answer', () => {
  it('names the agents that are missing, or whose ids are not accepted', async () => {
    const unlisted: Observation = { kind: 'unknown', reason: 'not-listed' }
    const { steps } = check({ '1': none, '2': undefined, '3': unlisted, '4': refused })
    expect(await steps.callQuery()).toMatchObject({
      state: 'good',
      finding: { params: { agents: 1, n: 0 } },
    })
    expect(await steps.agentsListed()).toMatchObject({
      state: 'good',
      finding: { fact: 'some-missing', params: { n: 3, all: 4, agents: '2, 3, 4' } },
    })
  })

  it('names no more than the first ten of them', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => String(101 + index))
    const { steps } = check({
      ...Object.fromEntries(ids.map((id) => [id, undefined])),
      '200': none,
    })
    const { finding } = await steps.agentsListed()
    expect(finding).toMatchObject({ params: { agents: [...ids.slice(0, 10), '…'].join(', ') } })
  })

  it('fails where none of them is in it', async () => {
    const { steps } = check({ '1': undefined, '2': undefined })
    expect((await steps.callQuery()).state).toBe('good')
    expect(await steps.agentsListed()).toMatchObject({
      state: 'failed',
      finding: { fact: 'none-listed', params: { n: 2 } },
    })
  })
})
