import { expect, it } from 'vitest'
import type { WatchState } from '../../src-shared/contract/index.ts'
import { combinedWatch } from './combinedWatch.ts'
import { notYet } from './watchState.ts'

const watch = (state: WatchState['state'], over: Partial<WatchState> = {}): WatchState => ({
  ...notYet,
  state,
  ...over,
})

it('a board is watched while one of its sources is', () => {
  expect(combinedWatch([watch('interrupted'), watch('watching'), watch('stopped')]).state).toBe(
    'watching',
  )
})

it('a board that is not watched has the state that asks most of the supervisor', () => {
  expect(combinedWatch([watch('paused'), watch('interrupted'), watch('connecting')]).state).toBe(
    'interrupted',
  )
  expect(combinedWatch([watch('interrupted'), watch('stopped')]).state).toBe('stopped')
})

it('a sign-in at risk is shown while the others are fine', () => {
  const atRisk = { reason: 'timeout', retcode: null, since: 5 } as const
  expect(combinedWatch([watch('watching'), watch('watching', { atRisk })]).atRisk).toEqual(atRisk)
})
