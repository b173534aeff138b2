import { describe, expect, it } from 'vitest'
import type { Answer } from '../gateway/transport.ts'
import { CmsAgentDirectory } from './agentDirectory.ts'

const answerOf = (result: unknown): Answer => ({
  ok: true,
  reply: { retcode: '0100000', message: '', result, event: undefined },
  generation: 0,
})

describe('the list of agents', () => {
  it('ends with a page that has nobody new, even if it is full', async () => {
    const page = Array.from({ length: 1_000 }, (_, at) => ({ agentId: 101 + at, currentState: 1 }))
    const sent: string[] = []
    const answer = await new CmsAgentDirectory(() => 0).read((path) => {
      sent.push(path)
      return Promise.resolve(answerOf(page))
    })
    expect(answer.ok && answer.agents).toHaveLength(1_000)
    expect(sent.filter((path) => path === 'vdn/totalagentabstractex3')).toHaveLength(2)
  })
})
