import { describe, expect, it } from 'vitest'
import { agentState } from '../../src-preload/contract/index.ts'
import { watchedAgent } from '../testing/boardData.ts'
import { grouped, groupOf, isVisible } from './agents.ts'

describe('the groups of the panel', () => {
  it('has a place for every state', () => {
    const places = Object.fromEntries(
      agentState.options.map((state) => [state, groupOf(watchedAgent({ state }))]),
    )
    expect(places).toEqual({
      waiting: 'waiting',
      holding: 'holding',
      talking: 'talking',
      idle: 'not-talking',
      busy: 'not-talking',
      'wrap-up': 'not-talking',
      rest: 'not-talking',
      'signed-out': 'signed-out',
      'not-holding': 'not-talking',
      unseen: 'needs-a-look',
    })
  })

  it('puts an unseen agent first even with a call on the board', () => {
    const agents = [
      watchedAgent({ agentId: '1', state: 'holding', held: 1 }),
      watchedAgent({ agentId: '2', state: 'unseen', held: 1, reason: 'timeout' }),
    ]
    expect(grouped(agents).map(({ group }) => group)).toEqual(['needs-a-look', 'holding'])
  })

  it('vouches neither for the unseen nor for those not asked yet', () => {
    const blind = agentState.options.filter((state) => !isVisible(watchedAgent({ state })))
    expect(blind).toEqual(['waiting', 'unseen'])
  })
})
