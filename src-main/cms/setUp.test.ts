import { describe, expect, it } from 'vitest'
import type { Answer } from '../gateway/transport.ts'
import { setUp } from './setUp.ts'

const answerOf = (retcode: string, result?: unknown): Answer => ({
  ok: true,
  reply: { retcode, message: '', result, event: undefined },
  generation: 0,
})

/** Sets up with these answers, by interface; the last part of the path names it. */
function settingUp(answers: Record<string, Answer>) {
  const sent: { path: string; fields: Readonly<Record<string, unknown>> }[] = []
  const result = setUp({
    center: { ccId: 1, vdn: 7 },
    wall: () => 0,
    send(_form, request) {
      sent.push(request)
      return Promise.resolve(answers[request.path.split('/')[1] ?? ''] ?? answerOf('0100000', []))
    },
  })
  return { sent, result }
}

describe('the set-up', () => {
  it.each<[string, unknown, boolean]>([
    [
      'has this VDN',
      [
        { ccId: 1, vdnId: 8 },
        { ccId: '1', vdnId: '7' },
      ],
      true,
    ],
    [
      'has other VDNs only',
      [
        { ccId: 1, vdnId: 8 },
        { ccId: 2, vdnId: 7 },
      ],
      false,
    ],
    ['is empty', [], true],
    ['has no numbers', [{ tenantId: '20250001' }], true],
    ['is no list', 'success', true],
  ])('where the list of tenants %s', async (_name, tenants, ok) => {
    const { result } = settingUp({ querytenants: answerOf('0100000', tenants) })
    expect((await result).ok).toBe(ok)
  })

  it('queries the calls of an agent from the list', async () => {
    const list = answerOf('0100000', [{ agentId: 1031, currentState: 1 }])
    const { sent, result } = settingUp({ totalagentabstractex3: list })
    expect((await result).ok).toBe(true)
    expect(sent.at(-1)).toEqual({
      path: 'agentgroup/queryagentcalls',
      fields: { ccId: 1, vdn: 7, agentIds: [1031] },
    })
  })

  it.each([
    ['known', [{ agentId: 1031, currentState: 1 }], false],
    ['not known', [], true],
  ])('takes a refused id for a failure only where the agent is %s', async (_name, list, ok) => {
    const { result } = settingUp({
      totalagentabstractex3: answerOf('0100000', list),
      queryagentcalls: answerOf('0100002'),
    })
    expect((await result).ok).toBe(ok)
  })
})
