import { describe, expect, it } from 'vitest'
import type { BoardSnapshot, HeldCall, WatchedAgent } from '../../../src-shared/contract/index.ts'
import { trayModel, type TrayInput } from './trayModel.ts'
import { wordsFor } from '../text/words.ts'

const now = 1_000_000
const minute = 60_000
const wall = new Date(2026, 10, 29, 15, 50).getTime()
const call = (over: Partial<HeldCall> = {}): HeldCall => ({
  holdId: 'h1',
  agentId: '101',
  callId: 'c1',
  customer: '•••• 1234',
  skill: 'billing',
  callFeature: 0,
  startedAt: now - 130_000,
  notBefore: (over.startedAt ?? now - 130_000) - 1_000,
  gap: false,
  lastSeenAt: now,
  stale: false,
  level: 'red',
  halfway: true,
  holdNumber: 1,
  earlierMs: 0,
  attention: null,
  sources: ['https://gw:8043'],
  notedAt: null,
  ...over,
})
const agent = (over: Partial<WatchedAgent> = {}): WatchedAgent => ({
  agentId: '101',
  name: 'Chen Wei 陈伟',
  team: '',
  state: 'holding',
  reason: null,
  retcode: null,
  since: 0,
  sinceAtLeast: false,
  failures: 0,
  nextTryAt: null,
  held: 1,
  sources: ['https://gw:8043'],
  ...over,
})
const watching: BoardSnapshot['watch'] = {
  state: 'watching',
  reason: null,
  retcode: null,
  since: 0,
  nextTryAt: null,
  atRisk: null,
}
const board = (over: Partial<BoardSnapshot> = {}): BoardSnapshot => ({
  seq: 1,
  now,
  origin: 'https://gw:8043',
  way: 'inspector',
  simulated: false,
  limits: { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 },
  skillLimits: {},
  alerts: { snoozedUntil: null, isQuiet: false },
  watch: watching,
  sources: [{ origin: 'https://gw:8043', name: '', way: 'inspector', watch: watching }],
  lastAnswerAt: now,
  calls: [call()],
  agents: [agent()],
  ...over,
})
const watch = (state: BoardSnapshot['watch']['state']) => ({ ...board().watch, state })
const model = (input: Partial<TrayInput> = {}) =>
  trayModel({
    board: board(),
    now,
    wall,
    isWindowVisible: true,
    isAlwaysOnTop: false,
    canStayOnTop: true,
    words: wordsFor('en'),
    ...input,
  })
const labels = (input: Partial<TrayInput> = {}) =>
  model(input).menu.map((entry) => (entry.kind === 'separator' ? '–' : entry.label))

describe('the tray', () => {
  it('shows how many are held, the worst level and the longest age', () => {
    const calls = [
      call({ holdId: 'h2', startedAt: now - 5_000, level: 'normal' }),
      call({ startedAt: now - 3_723_000, level: 'critical' }),
    ]
    const { icon, tooltip, badge } = model({ board: board({ calls }) })
    expect(icon).toEqual({ kind: 'held', count: 2, level: 'critical' })
    expect(tooltip).toBe('Holdwatch – 2 on hold, longest 1:02:03')
    expect(badge).toBe('2')
  })

  it('lists the longest first, with masked numbers, and the number of the others', () => {
    const calls = Array.from({ length: 7 }, (_, index) =>
      call({ holdId: `h${index}`, startedAt: now - index * 10_000, level: 'normal' }),
    )
    const listed = labels({ board: board({ calls }) })
    expect(listed[1]).toBe('1:00 · Chen Wei 陈伟 101 · •••• 1234')
    expect(listed[5]).toBe('0:20 · Chen Wei 陈伟 101 · •••• 1234')
    expect(listed[6]).toBe('and 2 more')
  })

  it.each([
    [{ notBefore: null }, '≥ 2:10'],
    [{ notBefore: now - 140_000 }, '2:10'],
    [{ notBefore: now - 144_000 }, '≥ 2:10'],
    [{ notBefore: null, gap: true }, '~2:10'],
    [{ stale: true }, '~2:10'],
  ])('claims no more of an age than is known: %j', (over, age) => {
    expect(labels({ board: board({ calls: [call(over)] }) })[1]).toContain(age)
  })

  it.each([
    ['interrupted', 'stale'],
    ['stopped', 'stale'],
    ['connecting', 'stale'],
    ['paused', 'paused'],
    ['watching', 'held'],
  ] as const)('while %s shows %s, and no count as if it were current', (state, kind) => {
    const { icon, badge, tooltip } = model({ board: board({ watch: watch(state) }) })
    expect(icon.kind).toBe(kind)
    expect(badge).toBe(kind === 'held' ? '1' : '')
    if (kind !== 'held') expect(tooltip).not.toMatch(/– 1 held/)
  })

  it.each([
    ['en', 'held calls unknown since 15:49', 'paused; held calls unknown'],
    ['zh-CN', '自 15:49 起保持情况未知', '已暂停；保持情况未知'],
  ] as const)(
    'never reads as if nothing were held while nothing is known: %s',
    (language, blind, paused) => {
      const words = wordsFor(language)
      const silent = { calls: [], agents: [agent({ state: 'idle' })], lastAnswerAt: now - minute }
      for (const state of ['watching', 'interrupted', 'stopped'] as const) {
        const { icon, tooltip } = model({ board: board({ ...silent, watch: watch(state) }), words })
        expect([icon.kind, tooltip]).toEqual(['stale', `Holdwatch – ${blind}`])
      }
      const resting = model({ board: board({ ...silent, watch: watch('paused') }), words })
      expect([resting.icon.kind, resting.tooltip]).toEqual(['paused', `Holdwatch – ${paused}`])
    },
  )

  it('shows what was held at the last update', () => {
    const { tooltip } = model({
      board: board({ watch: watch('stopped'), lastAnswerAt: now - minute }),
    })
    expect(tooltip).toBe(
      'Holdwatch – held calls unknown since 15:49; last seen: 1 on hold, longest 2:10',
    )
  })

  it('is not calm when no agent is observed', () => {
    const blind = board({ calls: [], agents: [agent({ state: 'unseen', reason: 'no-right' })] })
    expect(model({ board: blind }).icon.kind).toBe('stale')
    const half = board({
      calls: [],
      agents: [agent({ state: 'idle' }), agent({ state: 'unseen' })],
    })
    expect(model({ board: half })).toMatchObject({ icon: { kind: 'calm' } })
    expect(model({ board: half }).tooltip).toContain('1 of 2 agents not visible')
  })

  it('is off before the set-up, and then offers no pause', () => {
    expect(model({ board: null }).icon.kind).toBe('off')
    expect(labels({ board: null })).not.toContain('Pause monitoring')
  })

  it('counts to 99', () => {
    const calls = Array.from({ length: 120 }, (_, index) => call({ holdId: String(index) }))
    expect(model({ board: board({ calls }) }).badge).toBe('99+')
  })

  it('always offers to show the window and to quit the app', () => {
    for (const input of [{}, { board: null }, { isWindowVisible: false }]) {
      const all = labels(input)
      expect(all.some((label) => / window$/.test(label))).toBe(true)
      expect(all.at(-1)).toBe('Quit')
    }
    expect(labels({ isWindowVisible: false })).toContain('Show window')
    expect(labels({ canStayOnTop: false })).not.toContain('Always on top')
  })
})
