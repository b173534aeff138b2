import type {
  BoardSnapshot,
  HeldCall,
  SourceState,
  WatchedAgent,
  WatchState,
} from '../../src-shared/contract/index.ts'

/** Board data for tests. Times are board-clock ms; the board's "now" is 1 000 000 by default. */
export const boardNow = 1_000_000
const boardOrigin = 'https://cc-gateway.example:8043'

export const heldCall = (over: Partial<HeldCall> = {}): HeldCall => ({
  holdId: 'h1',
  agentId: '10412',
  callId: '1760000123-204',
  customer: '•••• 1234',
  skill: 'billing',
  callFeature: 0,
  startedAt: boardNow - 130_000,
  notBefore: (over.startedAt ?? boardNow - 130_000) - 1_000,
  gap: false,
  lastSeenAt: boardNow,
  stale: false,
  level: 'red',
  halfway: true,
  holdNumber: 1,
  earlierMs: 0,
  sources: [boardOrigin],
  attention: null,
  notedAt: null,
  ...over,
})

export const watchedAgent = (over: Partial<WatchedAgent> = {}): WatchedAgent => ({
  agentId: '10412',
  name: 'Chen Wei 陈伟',
  team: '',
  state: 'idle',
  reason: null,
  retcode: null,
  since: boardNow - 60_000,
  sinceAtLeast: false,
  failures: 0,
  nextTryAt: null,
  held: 0,
  sources: [boardOrigin],
  ...over,
})

export const watchState = (over: Partial<WatchState> = {}): WatchState => ({
  state: 'watching',
  reason: null,
  retcode: null,
  since: 0,
  nextTryAt: null,
  atRisk: null,
  ...over,
})

export const sourceState = (over: Partial<SourceState> = {}): SourceState => ({
  origin: boardOrigin,
  name: '',
  way: 'inspector',
  watch: watchState(),
  ...over,
})

export const snapshot = (over: Partial<BoardSnapshot> = {}): BoardSnapshot => ({
  seq: 10,
  now: boardNow,
  origin: boardOrigin,
  way: 'inspector',
  simulated: false,
  limits: { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 },
  skillLimits: {},
  alerts: { snoozedUntil: null, isQuiet: false },
  watch: watchState(),
  sources: [
    sourceState({
      ...(over.watch && { watch: over.watch }),
      ...(over.way && { way: over.way }),
    }),
  ],
  lastAnswerAt: boardNow - 500,
  calls: [heldCall()],
  agents: [watchedAgent({ state: 'holding', held: 1 })],
  ...over,
})
