// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import type { TodayFigures } from '../../src-shared/contract/index.ts'
import { boardNow, heldCall, watchState } from '../testing/boardData.ts'
import { type BoardPage, useBoardPage } from '../testing/boardPage.ts'
import { fail, ok } from '../testing/fakeBridge.ts'
import { settle } from '../testing/mount.ts'

const show = useBoardPage()
const midnight = () => new Date().setHours(0, 0, 0, 0)
const today = (over: Partial<TodayFigures> = {}): TodayFigures => ({
  since: midnight(),
  holds: 47,
  overRed: 6,
  longest: { durationMs: 842_000, doubtMs: 1_000, gap: false },
  medianMs: 52_000,
  ...over,
})
const figure = ({ page }: BoardPage, name: string) => {
  const match = page.findAll('.strip > div').find((one) => one.get('dt').text() === name)
  if (!match) throw new Error(`no figure ${name}`)
  return match
}
const value = (board: BoardPage, name: string) => figure(board, name).get('dd').text()
const signOf = (text: string) => /^[≥~]?/.exec(text)?.[0]
const calls = [
  heldCall({ holdId: 'a', level: 'critical', startedAt: boardNow - 400_000 }),
  heldCall({ holdId: 'b', level: 'red' }),
  heldCall({ holdId: 'c', level: 'amber', startedAt: boardNow - 70_000 }),
]
const withToday = (figures = today()) => ({ 'history.get_today': () => ok(figures) })

describe('the current figures', () => {
  it('count those that are red or worse, by the limit that all share', async () => {
    const board = await show({ calls })
    expect(value(board, 'on hold now')).toBe('3')
    expect(value(board, 'over 2:00')).toBe('2')
  })

  it('count by level where skills have limits of their own', async () => {
    const own = { amberMs: 1_000, redMs: 2_000, criticalMs: 3_000 }
    const board = await show({ calls, skillLimits: { vip: own } })
    expect(value(board, 'red or critical')).toBe('2')
  })

  it('count rows that a filter hides, too', async () => {
    const board = await show({ calls })
    await board.page.get('.search input').setValue('nobody')
    expect(value(board, 'on hold now')).toBe('3')
  })
})

describe('the figures of today', () => {
  it('add the open holds to those that ended, except for the median', async () => {
    const board = await show({ calls }, {}, withToday())
    expect(value(board, 'red today')).toBe('8')
    expect(value(board, 'longest today')).toBe('14:02')
    expect(value(board, 'median today')).toBe('0:52')
    expect(figure(board, 'median today').attributes('title')).toContain(
      'Median length of the holds that ended today. 47 have ended so far.',
    )
  })

  it('continue with an open hold that is the longest, and show its certainty', async () => {
    const long = heldCall({ startedAt: boardNow - 900_000, notBefore: null })
    const board = await show({ calls: [long] }, {}, withToday())
    expect(value(board, 'longest today')).toMatch(/≥.*15:00/)
    await board.pass(3)
    expect(value(board, 'longest today')).toMatch(/15:0[34]/)
  })

  it.each([
    ['', { doubtMs: 15_000 }, 'Between 14:02 and 14:17.'],
    ['≥', { doubtMs: 20_000 }, 'Between 14:02 and 14:22.'],
    ['≥', { doubtMs: null }, 'At least 14:02. The call may have been on hold longer.'],
    ['~', { doubtMs: null, gap: true }, 'including calls still on hold.'],
  ])('say how sure the longest is once it has ended: %j', async (sign, over, title) => {
    const longest = { durationMs: 842_000, gap: false, ...over }
    const board = await show({ calls }, {}, withToday(today({ longest })))
    expect(signOf(value(board, 'longest today'))).toBe(sign)
    expect(figure(board, 'longest today').attributes('title')).toContain(title)
  })

  it('do not count holds that were never observed over their limit, but show that there may be some', async () => {
    const stale = { level: 'red', stale: true } as const
    const board = await show(
      {
        calls: [
          heldCall({ holdId: 'a', ...stale, lastSeenAt: boardNow - 10_001 }),
          heldCall({ holdId: 'b', ...stale, lastSeenAt: boardNow - 10_000 }),
        ],
      },
      {},
      withToday(),
    )
    expect(value(board, 'red today')).toMatch(/~.*7$/)
  })

  it('are uncertain during an outage', async () => {
    const board = await show({ calls }, {}, withToday())
    expect(signOf(value(board, 'red today'))).toBe('')
    board.bridge.send('board.patch', {
      seq: 11,
      now: boardNow,
      watch: watchState({ state: 'interrupted', reason: 'timeout' }),
    })
    await settle()
    expect(value(board, 'red today')).toMatch(/~.*8$/)
    expect(value(board, 'longest today')).toMatch(/~.*14:02$/)
  })

  it('follow the history', async () => {
    const board = await show({ calls }, {}, withToday())
    board.bridge.send('history.changed', today({ holds: 48, overRed: 7, medianMs: 60_000 }))
    await settle()
    expect(value(board, 'red today')).toBe('9')
    expect(value(board, 'median today')).toBe('1:00')
  })

  it('show no median while no hold has ended', async () => {
    const none = today({ holds: 0, overRed: 0, longest: null, medianMs: null })
    const board = await show({ calls: [] }, {}, withToday(none))
    expect(value(board, 'median today')).toBe('–')
    expect(value(board, 'longest today')).toBe('–')
    expect(figure(board, 'median today').attributes('title')).toContain('None has ended yet')
  })

  it('show that they are not available, and why, until the history responds again', async () => {
    const board = await show(
      { calls },
      {},
      { 'history.get_today': () => fail('history-unavailable') },
    )
    const failed = board.page.get('.failed')
    expect(failed.text()).toContain('Today’s metrics are not available')
    expect(failed.attributes('title')).not.toBe('')
    expect(value(board, 'on hold now')).toBe('3')
    board.bridge.send('history.changed', today())
    await settle()
    expect(value(board, 'red today')).toBe('8')
  })

  it('are reset at midnight, even if no hold has ended yet', async () => {
    vi.setSystemTime(new Date(2026, 2, 1, 23, 59, 58))
    const board = await show({ calls }, {}, withToday())
    expect(value(board, 'red today')).toBe('8')
    board.bridge.answers['history.get_today'] = () =>
      ok(today({ holds: 0, overRed: 0, longest: null, medianMs: null }))
    await board.pass(3)
    expect(value(board, 'red today')).toBe('2')
    expect(board.bridge.count('history.get_today')).toBe(2)
  })
})
