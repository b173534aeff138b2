import type { UnknownReason, WatchState } from '../../src-shared/contract/index.ts'
import type { ReaderState } from './reader.ts'

export interface WatchFailure {
  reason: UnknownReason
  retcode: string | null
}

/** The input from which the state of the whole watch is derived. */
export interface WatchStateInput {
  reader: ReaderState
  isPaused: boolean
  /** A query has ended before, successfully or not. */
  hasAsked: boolean
  /** No query gets a response, whichever agent it is about. */
  gatewayFails: boolean
  lastFailure: WatchFailure
  /** When the gateway is tried again while it fails, board-clock ms. */
  nextTryAt: number | null
}

/** A watch that has not begun. */
export const notYet: WatchState = {
  state: 'connecting',
  reason: null,
  retcode: null,
  since: 0,
  nextTryAt: null,
  atRisk: null,
}

/** The state of the whole watch, except since when. Problems that only the user can solve come first. */
export function watchStateOf(input: WatchStateInput): Omit<WatchState, 'since'> {
  const { reader } = input
  const calm = { reason: null, retcode: null, nextTryAt: null, atRisk: null }
  if (reader.kind === 'stopped') {
    const { reason, retcode = null } = reader
    return { ...calm, state: 'stopped', reason, retcode }
  }
  if (input.isPaused) return { ...calm, state: 'paused', reason: 'paused' }
  if (reader.kind === 'interrupted') {
    const { reason, retcode = null, nextTryAt = null } = reader
    return { ...calm, state: 'interrupted', reason, retcode, nextTryAt }
  }
  if (reader.kind !== 'signed-in') {
    return input.hasAsked
      ? { ...calm, state: 'interrupted', reason: 'signed-out' }
      : { ...calm, state: 'connecting' }
  }
  if (input.gatewayFails) {
    return { ...calm, state: 'interrupted', ...input.lastFailure, nextTryAt: input.nextTryAt }
  }
  const { atRisk } = reader
  return {
    ...calm,
    state: input.hasAsked ? 'watching' : 'connecting',
    atRisk: atRisk === undefined ? null : { retcode: null, ...atRisk },
  }
}
