import { mostAgents } from '../mostAgents.ts'
import { describe, expect, it } from 'vitest'
import { boardFilters } from './preferences.ts'
import { savedRoster } from './rosters.ts'

describe('the filters of a saved view', () => {
  it('accept as many agents as a roster, and so as can be watched', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, i) => String(10_000 + i))
    const fits = (count: number): [boolean, boolean] => [
      boardFilters.shape.agents.safeParse(ids(count)).success,
      savedRoster.shape.agents.safeParse(ids(count).map((agentId) => ({ agentId, name: '' })))
        .success,
    ]
    expect(fits(2_000)).toEqual([true, true])
    expect(fits(mostAgents + 1)).toEqual([false, false])
  })
})
