// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import type { HeldCall } from '../../src-shared/contract/index.ts'
import { boardNow, heldCall } from '../testing/boardData.ts'
import { type BoardPage, useBoardPage } from '../testing/boardPage.ts'
import { useNavigation } from '../state/navigation.ts'
import { ok } from '../testing/fakeBridge.ts'

const show = useBoardPage()
const row = (holdId: string, level: HeldCall['level'], over: Partial<HeldCall> = {}) =>
  heldCall({ holdId, level, ...over })
const calls = [
  row('a', 'critical', { attention: { kind: 'acknowledged', at: 0, until: null } }),
  row('b', 'red'),
  row('c', 'normal'),
  row('d', 'amber'),
].map((call, index) => ({ ...call, startedAt: boardNow - 400_000 + index * 10_000 }))
const at = () => document.activeElement?.getAttribute('data-hold-id')
const requests = ({ bridge }: BoardPage) =>
  bridge.requests.filter(({ name }) => name.startsWith('hold.'))
const spoken = ({ page }: BoardPage) =>
  page
    .findAll('[role="status"]')
    .map((region) => region.text())
    .join(' ')

describe('the keys of the board', () => {
  it('step through the rows, and stop at both ends', async () => {
    const board = await show({ calls })
    const visited = []
    for (const key of ['j', 'ArrowDown', 'j', 'j', 'j', 'k', 'ArrowUp', 'k', 'k']) {
      await board.press(key)
      visited.push(at())
    }
    expect(visited).toEqual(['a', 'b', 'd', 'c', 'c', 'd', 'b', 'a', 'a'])
  })

  it('move to the next row that needs action, and wrap around', async () => {
    const board = await show({ calls })
    const visited = []
    for (let i = 0; i < 3; i += 1) {
      await board.press('n')
      visited.push(at())
    }
    expect(visited).toEqual(['b', 'd', 'b'])
  })

  it('report that none needs action', async () => {
    const board = await show({ calls: [row('a', 'normal')] })
    await board.press('n')
    expect(spoken(board)).toContain('No held calls need attention')
  })

  it.each(['n', 'A'])('say with %s that the only ones waiting are hidden', async (key) => {
    const board = await show({ calls })
    await board.page.get('.search input').setValue('nobody')
    await board.press(key, { shiftKey: key === 'A' })
    expect(spoken(board)).toContain('but 2 hidden calls are over a limit')
    expect(requests(board)).toEqual([])
  })

  it('continue from the position of a row that has ended', async () => {
    const board = await show({ calls })
    await board.press('j')
    await board.press('j')
    await board.patch({ calls: { put: [], gone: ['b'] } })
    await board.press('j')
    expect(at()).toBe('d')
  })

  it('acknowledge a row, and undo that', async () => {
    const board = await show({ calls })
    await board.press('j')
    await board.press('a')
    await board.press('j')
    await board.press('a')
    expect(requests(board)).toEqual([
      { name: 'hold.clear_attention', input: { holdId: 'a' } },
      { name: 'hold.acknowledge', input: { holdId: 'b' } },
    ])
  })

  it('leave the wall display with Escape, and do nothing else', async () => {
    const density = ({ bridge }: BoardPage) =>
      bridge.requests.filter(({ name }) => name === 'preferences.set').map(({ input }) => input)
    const board = await show({ calls }, { density: { value: 'wallboard' } })
    await board.press('Escape')
    expect(density(board)).toEqual([{ key: 'density', value: 'comfortable' }])
    board.page.unmount()
    const desk = await show({ calls }, { density: { value: 'compact' } })
    await desk.press('Escape')
    expect(density(desk)).toEqual([])
  })

  it('acknowledge all', async () => {
    const board = await show({ calls })
    await board.press('A', { shiftKey: true })
    expect(requests(board)).toEqual([
      { name: 'hold.acknowledge_all', input: { holdIds: ['b', 'd'] } },
    ])
  })

  it.each([
    [['s', '1'], 1],
    [['s', '3'], 3],
    [['s', '5'], 5],
    [['s', 's'], 3],
  ])('%j snooze a row for %i minutes', async (keys, minutes) => {
    const board = await show({ calls })
    board.bridge.answers['hold.snooze'] = () => ok(null)
    for (const key of ['n', ...keys]) await board.press(key)
    expect(requests(board)).toEqual([{ name: 'hold.snooze', input: { holdId: 'b', minutes } }])
    expect(at()).toBe('b')
  })

  it('snooze nothing where a digit is pressed alone, or after Escape', async () => {
    const board = await show({ calls })
    for (const key of ['n', '3', 's', 'Escape', '3']) await board.press(key)
    expect(requests(board)).toEqual([])
    expect(board.page.find('.minutes').exists()).toBe(false)
  })

  it('do not repeat while they are held down, except for moving', async () => {
    const board = await show({ calls })
    const hold = async (key: string) => {
      await board.press(key)
      for (let i = 0; i < 3; i += 1) await board.press(key, { repeat: true })
    }
    await hold('j')
    expect(at()).toBe('c')
    await hold('s')
    await hold('d')
    expect(requests(board)).toEqual([])
    expect(board.bridge.count('preferences.set')).toBe(1)
  })

  it('do not repeat a button of a row while Enter is held down', async () => {
    const board = await show({ calls })
    board.page.get<HTMLElement>('tr[data-hold-id="b"] button').element.focus()
    const pressed = (repeat: boolean) =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', repeat, bubbles: true, cancelable: true }),
      )
    expect([pressed(false), pressed(true)]).toEqual([true, false])
  })

  it('reveal a number, copy nothing else, and mask it', async () => {
    const board = await show({ calls })
    board.bridge.answers['hold.reveal_number'] = () => ok({ number: '02155501234' })
    await board.press('j')
    await board.press('c')
    expect(spoken(board)).toContain('Show the number before you copy it')
    await board.press('r')
    expect(board.page.get('tr[data-hold-id="a"]').text()).toContain('02155501234')
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    await board.press('c')
    expect(written).toHaveBeenCalledWith('02155501234')
    expect(spoken(board)).toContain('Number copied')
    await board.press('r')
    expect(board.page.get('tr[data-hold-id="a"]').text()).not.toContain('02155501234')
  })

  it('act on the row that was pointed at or focused last, and report where there is none', async () => {
    const board = await show({ calls })
    await board.press('a')
    expect(spoken(board)).toContain('No row is selected')
    expect(requests(board)).toEqual([])
    await board.page.get('tr[data-hold-id="c"]').trigger('pointermove')
    await board.press('a')
    expect(requests(board)).toEqual([{ name: 'hold.acknowledge', input: { holdId: 'c' } }])
    await board.press('j')
    await board.press('k')
    await board.press('a')
    expect(requests(board).slice(1)).toEqual([{ name: 'hold.acknowledge', input: { holdId: 'd' } }])
    await board.page.get('tr[data-hold-id="b"]').trigger('pointermove')
    await board.press('a')
    expect(requests(board).slice(2)).toEqual([{ name: 'hold.acknowledge', input: { holdId: 'b' } }])
  })

  it('act on nothing once the focused row was removed, until another one is selected', async () => {
    const board = await show({ calls })
    await board.press('j')
    await board.press('j')
    await board.patch({ calls: { put: [], gone: ['b'] } })
    await board.pass(3)
    expect(board.page.find('tr[data-hold-id="b"]').exists()).toBe(false)
    await board.press('a')
    expect(requests(board)).toEqual([])
    expect(spoken(board)).toContain('No row is selected')
    await board.press('j')
    expect(at()).toBe('d')
  })

  it('do nothing to a row that has ended while it was current', async () => {
    const board = await show({ calls })
    await board.press('j')
    await board.patch({ calls: { put: [], gone: ['a'] } })
    await board.press('a')
    expect(requests(board)).toEqual([])
  })

  it('open the other views and return, and act in each of them', async () => {
    const board = await show({ calls })
    const navigation = useNavigation()
    const visited = []
    for (const key of ['h', 'b', ',', 'b']) {
      await board.press(key)
      visited.push(navigation.view)
    }
    expect(visited).toEqual(['history', 'board', 'settings', 'board'])
    await board.press(',')
    await board.press('p')
    await board.press('m')
    await board.press('m', { repeat: true })
    const alerts = { snoozedUntil: boardNow + 900_000, isQuiet: false }
    await board.patch({ alerts })
    await board.press('m')
    const requests = board.bridge.requests.filter(({ name }) => /set_paused|snooze_all/.test(name))
    expect(requests.map(({ input }) => input)).toEqual([
      { paused: true },
      { minutes: 15 },
      { minutes: null },
    ])
  })

  it('have no effect in dialogs', async () => {
    const board = await show({ calls })
    await board.press('?')
    const dialog = board.page.get('dialog[open]')
    expect(dialog.text()).toContain('Next row')
    expect(dialog.text()).toContain('What the symbols mean')
    await board.press('d')
    expect(board.bridge.count('preferences.set')).toBe(0)
  })
})
