// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useNavigation } from '../state/navigation.ts'
import { heldCall } from '../testing/boardData.ts'
import { type BoardPage, useBoardPage } from '../testing/boardPage.ts'
import { ok } from '../testing/fakeBridge.ts'
import { settle } from '../testing/mount.ts'
import { shortcuts } from '../state/shortcuts.ts'
import { type TaskId, tasks } from './tasks.ts'

const show = useBoardPage()
const most = 2

/** The state before the task, in addition to one call that needs action. */
const before: Partial<Record<TaskId, object>> = {
  takeBack: { attention: { kind: 'acknowledged', at: 0, until: null } },
}
const open = async (id: TaskId): Promise<BoardPage> => {
  const board = await show({ calls: [heldCall(before[id])] })
  const nothing = () => ok(null)
  Object.assign(board.bridge.answers, {
    'hold.acknowledge': nothing,
    'hold.clear_attention': nothing,
    'hold.snooze': nothing,
    'hold.get_details': () =>
      ok({ startedAt: 0, notBefore: null, alertedUpTo: null, handled: null, notes: [] }),
    'hold.get_phone': () => ok({ phone: '' }),
    'hold.reveal_number': () => ok({ number: '02155501234' }),
    'alerts.snooze_all': nothing,
    'watch.set_paused': nothing,
  })
  return board
}
const inputs = ({ bridge }: BoardPage, name: string) =>
  bridge.requests.filter((one) => one.name === name).map(({ input }) => input)

const copied = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve())
/** The result once the task is done. */
const isDone: Record<TaskId, (board: BoardPage) => void> = {
  nextAlert: () => expect(document.activeElement?.getAttribute('data-hold-id')).toBe('h1'),
  acknowledge: (board) => expect(inputs(board, 'hold.acknowledge')).toEqual([{ holdId: 'h1' }]),
  takeBack: (board) => expect(inputs(board, 'hold.clear_attention')).toEqual([{ holdId: 'h1' }]),
  snooze: (board) => expect(inputs(board, 'hold.snooze')).toEqual([{ holdId: 'h1', minutes: 3 }]),
  details: ({ page }) => expect(page.find('dialog.side[open]').exists()).toBe(true),
  copyNumber: () => expect(copied).toHaveBeenCalledWith('02155501234'),
  search: ({ page }) => expect(document.activeElement).toBe(page.get('.search input').element),
  mute: (board) => expect(inputs(board, 'alerts.snooze_all')).toEqual([{ minutes: 15 }]),
  pause: (board) => expect(inputs(board, 'watch.set_paused')).toEqual([{ paused: true }]),
  history: () => expect(useNavigation().view).toBe('history'),
}

/** The clicked element, by its name, or `row`. */
const clicks: Record<TaskId, readonly (RegExp | 'row' | 'search')[]> = {
  nextAlert: ['row'],
  acknowledge: [/^Acknowledge the call/],
  takeBack: [/^Resume alerts for the call/],
  snooze: [/^Snooze the call/, /^3 min$/],
  details: ['row', 'row'],
  copyNumber: [/^Show the number/, /^Copy the number/],
  search: ['search'],
  mute: [/^Snooze all alerts/, /^Snooze all alerts for 15/],
  pause: [/^Pause/],
  history: [/^Menu$/, /^History$/],
}
const nameOf = (element: Element) =>
  element.getAttribute('aria-label') ?? element.textContent.replace(/\s+/g, ' ').trim()
const press = async (element: HTMLElement, detail: number) => {
  const init = { bubbles: true, cancelable: true, button: 0, detail }
  element.dispatchEvent(new PointerEvent('pointerdown', { ...init, pointerType: 'mouse' }))
  element.dispatchEvent(new MouseEvent('mousedown', init))
  element.focus()
  element.dispatchEvent(new PointerEvent('pointerup', { ...init, pointerType: 'mouse' }))
  element.click()
  if (detail === 2) element.dispatchEvent(new MouseEvent('dblclick', init))
  await settle()
  await vi.advanceTimersByTimeAsync(0)
}
const click = async (target: RegExp | 'row' | 'search', count: number) => {
  const element =
    target === 'row'
      ? document.querySelector('tr[data-hold-id]')
      : target === 'search'
        ? document.querySelector('.search input')
        : [...document.querySelectorAll('button, [role^="menuitem"]')].find((one) =>
            target.test(nameOf(one)),
          )
  if (!(element instanceof HTMLElement)) throw new Error(`nothing to click: ${String(target)}`)
  await press(element, count)
}

beforeEach(() => {
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(copied)
  copied.mockClear()
})

describe('the most common tasks', () => {
  it('are ten', () => {
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(10)
  })

  it.each(tasks)('$id: with two keys at most', async ({ id, keys }) => {
    const board = await open(id)
    // The call that needs action is the current row, as after the previous shortcut.
    if (id !== 'nextAlert') await board.press(id === 'takeBack' ? 'j' : 'n')
    expect(keys.length).toBeLessThanOrEqual(most)
    for (const key of keys) {
      expect(shortcuts.map((one) => one.key)).toContain(key)
      await board.press(key)
    }
    isDone[id](board)
  })

  it.each(tasks)('$id: with two clicks at most', async ({ id }) => {
    const board = await open(id)
    await board.page.get('tr[data-hold-id]').trigger('pointermove')
    await settle()
    expect(clicks[id].length).toBeLessThanOrEqual(most)
    for (const [index, target] of clicks[id].entries()) await click(target, index + 1)
    isDone[id](board)
  })

  it('are listed in the help with their keys and the steps with the mouse', async () => {
    const board = await open('pause')
    await board.press('?')
    const rows = board.page.findAll('dialog[open] table tbody tr')
    expect(rows).toHaveLength(tasks.length)
    for (const row of rows) {
      const [task, keys, mouse] = row.findAll('th, td').map((cell) => cell.text())
      expect(task).not.toBe('')
      expect(keys?.split(/\s+/).length).toBeLessThanOrEqual(most)
      expect(mouse).not.toBe('')
    }
  })
})
