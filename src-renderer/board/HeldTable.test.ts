// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { BoardSort, HeldCall } from '../../src-shared/contract/index.ts'
import { boardNow, heldCall, watchedAgent } from '../testing/boardData.ts'
import { type BoardPage, useBoardPage } from '../testing/boardPage.ts'
import { fail, ok } from '../testing/fakeBridge.ts'
import { settle } from '../testing/mount.ts'
import { preferenceTable } from '../testing/preferencesData.ts'

const show = useBoardPage()
const row = ({ page }: BoardPage, holdId = 'h1') =>
  page.get<HTMLElement>(`tr[data-hold-id="${holdId}"]`)
const order = ({ page }: BoardPage) =>
  page.findAll('tr[data-hold-id]').map((element) => element.attributes('data-hold-id'))
const lines = ({ page }: BoardPage) =>
  page.findAll('tbody tr').map((element) => element.attributes('data-hold-id'))
const chosen = ({ page }: BoardPage) =>
  page.findAll('tr.chosen').map((element) => element.attributes('data-hold-id'))
const text = (board: BoardPage, holdId = 'h1') => row(board, holdId).text().replace(/\s+/g, ' ')
const button = (board: BoardPage, name: string, holdId = 'h1') =>
  row(board, holdId).get(`button[aria-label^="${name}"]`)
const three = (['a', 'b', 'c'] as const).map((holdId, index) =>
  heldCall({ holdId, callId: `call-${holdId}`, startedAt: boardNow - (9 - index) * 10_000 }),
)

const first = heldCall({ startedAt: boardNow - 500_000 })

const writeText = vi.fn(() => Promise.resolve())
beforeEach(() => {
  writeText.mockClear()
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
})

describe('a row', () => {
  it.each([
    ['normal', { level: 'normal', halfway: false }, 'Normal', 'Amber at 1:00'],
    ['half-way', { level: 'normal', halfway: true }, 'More than halfway', 'Amber at 1:00'],
    ['amber', { level: 'amber' }, 'Amber, over 1:00', 'Red at 2:00'],
    ['red', { level: 'red' }, 'Red, over 2:00', 'Critical at 5:00'],
    ['critical', { level: 'critical' }, 'Critical, over 5:00', 'Critical, over 5:00'],
  ] as const)('that is %s says so in words, and what comes next', async (_l, over, words, next) => {
    const board = await show({ calls: [heldCall(over)] })
    expect(text(board)).toContain(words)
    expect(row(board).get('.clock div').attributes('title')).toBe(next)
    expect(row(board).attributes('data-level')).toBe(over.level)
  })

  it('applies its skill’s own limits, and new ones at once', async () => {
    const own = { amberMs: 30_000, redMs: 45_000, criticalMs: 600_000 }
    const board = await show({ skillLimits: { billing: own } })
    expect(text(board)).toContain('Red, over 0:45')
    expect(row(board).get('.clock div').attributes('title')).toBe('Critical at 10:00')
    const bar = row(board).get<HTMLElement>('.progress').element
    // 130 s: 85 of the 555 s between red and critical.
    expect(bar.style.transform).toBe('scaleX(0.15)')
    await board.patch({ skillLimits: {} })
    expect(text(board)).toContain('Red, over 2:00')
    expect(bar.style.transform).toBe('scaleX(0.05)')
    await board.patch({ limits: { amberMs: 1_000, redMs: 2_000, criticalMs: 130_000 } })
    expect(text(board)).toContain('Red, over 0:02')
  })

  it('progresses to the next level as it ages', async () => {
    const board = await show()
    const bar = row(board).get<HTMLElement>('.progress').element
    expect(bar.style.transform).toBe('scaleX(0.05)')
    await board.pass(30)
    expect(bar.style.transform).toBe('scaleX(0.225)')
  })

  it.each([
    ['acknowledged', { kind: 'acknowledged', at: boardNow, until: null }, 'acknowledged'],
    ['snoozed', { kind: 'snoozed', at: boardNow, until: boardNow + 150_000 }, 'snoozed, 2:30 left'],
  ] as const)('that is %s says so, and can be taken back', async (kind, attention, words) => {
    const board = await show({ calls: [heldCall({ attention })] })
    expect(row(board).attributes('data-attention')).toBe(kind)
    expect(text(board)).toContain(words)
    await button(board, 'Resume alerts').trigger('click')
    expect(board.bridge.requests).toContainEqual({
      name: 'hold.clear_attention',
      input: { holdId: 'h1' },
    })
  })

  it('counts its snooze down, and follows the main process when it ends', async () => {
    const attention = { kind: 'snoozed', at: boardNow, until: boardNow + 60_000 } as const
    const board = await show({ calls: [heldCall({ attention })] })
    await board.pass(4)
    expect(text(board)).toMatch(/snoozed, 0:5[56] left/)
    await board.patch({ calls: { put: [heldCall({ attention: null })], gone: [] } })
    expect(text(board)).not.toContain('snoozed')
    expect(row(board).attributes('data-attention')).toBeUndefined()
  })

  it('is acknowledged by its button, and reports an error', async () => {
    const board = await show()
    board.bridge.answers['hold.acknowledge'] = () => fail('call-ended')
    await button(board, 'Acknowledge').trigger('click')
    await settle()
    expect(board.bridge.requests).toContainEqual({
      name: 'hold.acknowledge',
      input: { holdId: 'h1' },
    })
    const words = board.page.findAll('[role="status"]').map((region) => region.text())
    expect(words.join(' ')).toContain('This call is no longer on hold')
  })

  it('is snoozed for one of three times', async () => {
    const board = await show()
    board.bridge.answers['hold.snooze'] = () => ok(null)
    await button(board, 'Snooze').trigger('click')
    await settle()
    const times = row(board).findAll('.minutes')
    expect(times.map((time) => time.text())).toEqual(['1 min', '3 min', '5 min'])
    expect(document.activeElement).toBe(times[1]?.element)
    await times[2]?.trigger('click')
    await settle()
    expect(board.bridge.requests).toContainEqual({
      name: 'hold.snooze',
      input: { holdId: 'h1', minutes: 5 },
    })
    expect(row(board).find('.minutes').exists()).toBe(false)
    expect(document.activeElement).toBe(row(board).element)
  })

  it.each([
    ['red', { level: 'red' }, true],
    ['critical', { level: 'critical' }, true],
    ['amber', { level: 'amber' }, false],
    ['red and acknowledged', { attention: { kind: 'acknowledged', at: 0, until: null } }, false],
  ] as const)('offers unasked what can be done where it is %s', async (_what, over, offers) => {
    const other = heldCall({ holdId: 'first', startedAt: 0, level: 'critical' })
    const board = await show({ calls: [other, heldCall(over as Partial<HeldCall>)] })
    expect(row(board).find('button[aria-label^="Snooze"]').exists()).toBe(offers)
    await row(board).trigger('pointermove')
    expect(row(board).find('button[aria-label^="Snooze"]').exists()).toBe(true)
  })

  it('without number, skill, name or type shows a placeholder', async () => {
    const bare = heldCall({ customer: '', skill: '', callFeature: null })
    const board = await show({ calls: [bare], agents: [] })
    for (const words of ['no number', 'no skill', '10412', 'not given']) {
      expect(text(board)).toContain(words)
    }
    expect(row(board).find('button[aria-label*="number"]').exists()).toBe(false)
  })
})

describe('a number', () => {
  const revealed = { 'hold.reveal_number': () => ok({ number: '02155501234' }) }

  it('is copied as shown: by the row masked, by the button in full', async () => {
    const board = await show({}, {}, revealed)
    row(board).element.focus()
    const copied = new Map<string, string>()
    const copy = () => {
      const event = new Event('copy', { bubbles: true, cancelable: true })
      Object.assign(event, {
        clipboardData: { setData: (type: string, data: string) => copied.set(type, data) },
      })
      row(board).element.dispatchEvent(event)
      return copied.get('text/plain')
    }
    expect(copy()).toBe('2:10\tChen Wei 陈伟\t10412\t•••• 1234\tbilling\t1760000123-204')
    await button(board, 'Show the number').trigger('click')
    await settle()
    expect(copy()).toContain('\t02155501234\t')
    await button(board, 'Copy the number').trigger('click')
    expect(writeText).toHaveBeenCalledWith('02155501234')
  })

  it('is the only one revealed', async () => {
    const board = await show({ calls: three }, {}, revealed)
    for (const holdId of ['a', 'b']) {
      await row(board, holdId).trigger('pointermove')
      await button(board, 'Show the number', holdId).trigger('click')
      await settle()
    }
    expect(text(board, 'a')).not.toContain('02155501234')
    expect(text(board, 'b')).toContain('02155501234')
  })

  it('stays for its time even if the pointer leaves, and is masked when the page is hidden', async () => {
    const board = await show({}, {}, revealed)
    await button(board, 'Show the number').trigger('click')
    await settle()
    await board.page.get('tbody').trigger('pointerleave')
    expect(text(board)).toContain('02155501234')
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    Object.defineProperty(document, 'hidden', { value: false, configurable: true })
    await settle()
    expect(text(board)).not.toContain('02155501234')
  })

  it.each([
    ['switched off', { revealNumbers: { value: false } }, 'turned off in Settings'],
    [
      'locked',
      { revealNumbers: { value: false, isLocked: true } },
      'Your administrator does not allow',
    ],
    ['private', { privacyMode: { value: true } }, 'Privacy mode is on'],
    [
      'private for all',
      { privacyMode: { value: true, isLocked: true } },
      'Your administrator does not allow',
    ],
  ])(
    'that is %s cannot be shown, and the row says who decided',
    async (_what, preferences, why) => {
      const board = await show({}, preferences, revealed)
      const lock = row(board).get('.number button')
      expect(lock.attributes('aria-label')).toContain(why)
      await lock.trigger('click')
      await settle()
      expect(board.bridge.count('hold.reveal_number')).toBe(0)
      const words = board.page.findAll('[role="status"]').map((region) => region.text())
      expect(words.join(' ')).toContain(why)
    },
  )

  it('shows no digits at all in privacy mode, and a revealed one is masked at once', async () => {
    const board = await show({}, {}, revealed)
    await button(board, 'Show the number').trigger('click')
    await settle()
    board.bridge.send('preferences.changed', preferenceTable({ privacyMode: { value: true } }))
    await settle()
    expect(row(board).get('.customer').text()).toBe('••••')
  })
})

describe('the focus', () => {
  const focusOn = (board: BoardPage, name: string) => {
    const element = button(board, name).element as HTMLElement
    element.focus()
    return element
  }
  const attention = { kind: 'acknowledged', at: boardNow, until: null } as const

  it('stays on the button that acknowledges a call and undoes that', async () => {
    const board = await show()
    const pressed = focusOn(board, 'Acknowledge')
    await board.patch({ calls: { put: [heldCall({ attention })], gone: [] } })
    expect(document.activeElement).toBe(pressed)
    expect(pressed.getAttribute('aria-label')).toContain('Resume alerts')
  })

  it.each(['Acknowledge', 'Snooze', 'Show the number'])(
    'goes from “%s” to the row when the call ends',
    async (name) => {
      const board = await show()
      focusOn(board, name)
      await board.patch({ calls: { put: [], gone: ['h1'] } })
      expect(document.activeElement).toBe(row(board).element)
    },
  )

  it('moves from the button that copies a number to the row when the number is masked', async () => {
    const answers = { 'hold.reveal_number': () => ok({ number: '02155501234' }) }
    const board = await show({}, {}, answers)
    await button(board, 'Show the number').trigger('click')
    await settle()
    focusOn(board, 'Copy the number')
    await board.pass(16)
    expect(text(board)).not.toContain('02155501234')
    expect(document.activeElement).toBe(row(board).element)
  })

  it('that is somewhere else stays there when the call ends', async () => {
    const board = await show()
    focusOn(board, 'Acknowledge').blur()
    await settle()
    await board.patch({ calls: { put: [], gone: ['h1'] } })
    expect(document.activeElement).toBe(document.body)
  })
})

describe('the current row', () => {
  it('is the one that was pointed at or focused last', async () => {
    const board = await show({ calls: three })
    expect(chosen(board)).toEqual([])
    row(board, 'c').element.focus()
    await settle()
    expect(chosen(board)).toEqual(['c'])
    await row(board, 'a').trigger('pointermove')
    expect(chosen(board)).toEqual(['a'])
    // The focus follows: a key acts on the same row.
    expect(document.activeElement).toBe(row(board, 'a').element)
    await board.press('j')
    expect(chosen(board)).toEqual(['b'])
  })

  it('is not one that moves below a resting pointer by itself, except by the wheel', async () => {
    const board = await show({ calls: three })
    await row(board, 'b').trigger('pointermove')
    await row(board, 'c').trigger('pointerover')
    expect(chosen(board)).toEqual(['b'])
    await board.page.get('tbody').trigger('wheel')
    await row(board, 'c').trigger('pointerover')
    expect(chosen(board)).toEqual(['c'])
  })

  it('is none once the pointer has left and the focus is elsewhere', async () => {
    const board = await show({ calls: three })
    await row(board, 'b').trigger('pointermove')
    await board.page.get('tbody').trigger('pointerleave')
    expect(chosen(board)).toEqual([])
    row(board, 'a').element.focus()
    await board.page.get('tbody').trigger('pointerleave')
    expect(chosen(board)).toEqual(['a'])
  })

  it('is the only one to show actions, where none needs action', async () => {
    const calm = three.map((call) => ({ ...call, level: 'normal' as const }))
    const board = await show({ calls: calm })
    await row(board, 'b').trigger('pointermove')
    expect(board.page.findAll('tbody .actions').map((one) => one.element.closest('tr'))).toEqual([
      row(board, 'b').element,
    ])
  })
})

describe('a row that begins while another one ends', () => {
  const late = heldCall({
    holdId: 'late',
    callId: 'call-late',
    agentId: '10413',
    customer: '•••• 5678',
    skill: 'voice',
    startedAt: boardNow - 4_000,
    level: 'normal',
    holdNumber: 2,
    earlierMs: 6_000,
  })
  const replace = (board: BoardPage, gone: string) =>
    board.patch({ calls: { put: [late], gone: [gone] } })

  it('takes its element, and nothing else of it', async () => {
    const board = await show({ calls: three })
    const { element } = row(board, 'b')
    const titles = () => board.page.findAll('[title]').map((one) => one.attributes('title'))
    await row(board, 'b').get('.clock div').trigger('pointerenter')
    await row(board, 'b').get('.remarks').trigger('pointerenter')
    await row(board, 'b').get('.clock div').trigger('pointerleave')
    await row(board, 'b').get('.remarks').trigger('pointerleave')
    await replace(board, 'b')
    expect(row(board, 'late').element).toBe(element)
    const fresh = await show({ calls: [three[0], three[2], late].filter((one) => !!one) })
    expect(row(board, 'late').html()).toBe(row(fresh, 'late').html())
    expect(titles()).toEqual(fresh.page.findAll('[title]').map((one) => one.attributes('title')))
  })

  it('does not take that of the row that was pointed at or focused last', async () => {
    const board = await show({ calls: three })
    const { element } = row(board, 'b')
    await row(board, 'b').trigger('pointermove')
    await board.page.get('tbody').trigger('pointerleave')
    await replace(board, 'b')
    expect(row(board, 'late').element).not.toBe(element)
  })
})

describe('rows', () => {
  it('keep their position while they are pointed at, and move when they are left', async () => {
    const board = await show({ calls: three })
    await row(board, 'b').trigger('pointermove')
    await board.patch({ calls: { put: [], gone: ['a'] } })
    expect(order(board)).toEqual(['c', 'b'])
    await board.page.get('tbody').trigger('pointerleave')
    await settle()
    expect(order(board)).toEqual(['b', 'c'])
  })

  it('that end while pointed at stay as ended, without actions', async () => {
    const board = await show({ calls: three })
    await row(board, 'a').trigger('pointermove')
    await board.patch({ calls: { put: [], gone: ['a'] } })
    expect(order(board)).toEqual(['a', 'b', 'c'])
    expect(text(board, 'a')).toContain('no longer on hold')
    expect(row(board, 'a').attributes('data-call-id')).toBeUndefined()
    expect(row(board, 'a').find('button').exists()).toBe(false)
    // The next row that is pointed at keeps its position in turn.
    await row(board, 'b').trigger('pointermove')
    await settle()
    expect(order(board)).toEqual(['c', 'b'])
  })

  it('keep their position while they have the focus, and the focus too', async () => {
    const board = await show({ calls: three })
    row(board, 'c').element.focus()
    await settle()
    await board.patch({ calls: { put: [], gone: ['a'] } })
    expect(board.page.findAll('tbody tr').map((one) => one.attributes('data-hold-id'))).toEqual([
      'b',
      undefined,
      'c',
    ])
    expect(document.activeElement).toBe(row(board, 'c').element)
  })

  it('keep their position for two seconds after the last movement of the pointer, and with the page', async () => {
    const board = await show({ calls: three })
    await row(board, 'b').trigger('pointermove')
    await board.patch({ calls: { put: [], gone: ['a'] } })
    await vi.advanceTimersByTimeAsync(1_900)
    await row(board, 'b').trigger('pointermove')
    await vi.advanceTimersByTimeAsync(1_900)
    expect(order(board)).toEqual(['c', 'b'])
    await vi.advanceTimersByTimeAsync(200)
    expect(order(board)).toEqual(['b', 'c'])
    await row(board, 'c').trigger('pointermove')
    await board.patch({ calls: { put: [], gone: ['b'] } })
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    Object.defineProperty(document, 'hidden', { value: false, configurable: true })
    await settle()
    expect(lines(board)).toEqual(['c'])
  })

  it('that have ended are removed then, below a resting pointer and with the focus', async () => {
    const board = await show({ calls: three })
    await row(board, 'a').trigger('pointermove')
    await board.patch({ calls: { put: [], gone: ['a'] } })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(order(board)).toEqual(['b', 'c'])
    row(board, 'b').element.focus()
    await board.patch({ calls: { put: [], gone: ['b'] } })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(order(board)).toEqual(['c'])
    // An action for this row does not apply to another one.
    expect(document.activeElement).toBe(board.page.get('tbody').element)
    expect(chosen(board)).toEqual([])
  })

  it('keep their position while their snooze options are open', async () => {
    const board = await show({ calls: three })
    row(board, 'b').element.focus()
    await board.press('s')
    await board.patch({ calls: { put: [], gone: ['a'] } })
    await board.pass(9)
    expect(order(board)).toEqual(['c', 'b'])
    await board.press('Escape')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(order(board)).toEqual(['b', 'c'])
  })

  it('that move keep the focus, but reserve no other position for it', async () => {
    const board = await show({ calls: three })
    row(board, 'b').element.focus()
    await board.patch({ calls: { put: [], gone: ['a'] } })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(order(board)).toEqual(['b', 'c'])
    expect(document.activeElement).toBe(row(board, 'b').element)
    await board.patch({ calls: { put: [{ ...first, holdId: 'older' }], gone: [] } })
    expect(order(board)).toEqual(['older', 'b', 'c'])
  })

  it('with the focus are released when the window loses it, and pinned again with it', async () => {
    const board = await show({ calls: three })
    row(board, 'b').element.focus()
    window.dispatchEvent(new Event('blur'))
    await board.patch({ calls: { put: [], gone: ['a'] } })
    expect(order(board)).toEqual(['b', 'c'])
    window.dispatchEvent(new Event('focus'))
    await board.patch({ calls: { put: [{ ...first, holdId: 'older' }], gone: [] } })
    expect(order(board)).toEqual(['b', 'older', 'c'])
    expect(document.activeElement).toBe(row(board, 'b').element)
  })

  it('with the focus keep the position that a new order has given them', async () => {
    const board = await show({ calls: three })
    row(board, 'b').element.focus()
    await board.press('g')
    expect(order(board)).toEqual(['a', 'b', 'c'])
    await board.patch({ calls: { put: [], gone: ['a'] } })
    expect(order(board)).toEqual(['c', 'b'])
  })

  it('are sorted by a click on a column head, reversed by the next, and reset by a third', async () => {
    const agents = ['1', '2', '3'].map((agentId) => watchedAgent({ agentId, name: '' }))
    const calls = three.map((call, at) => ({ ...call, agentId: `${[2, 3, 1][at]}` }))
    const board = await show({ calls, agents })
    const store = (value: BoardSort) => {
      board.bridge.answers['preferences.set'] = () => ok(preferenceTable({ boardSort: { value } }))
    }
    const head = () => board.page.get('th.agent')
    const orders = []
    for (const value of [
      { by: 'agent', descending: false },
      { by: 'agent', descending: true },
      null,
    ] as const) {
      store(value)
      await head().get('button').trigger('click')
      await settle()
      expect(board.bridge.requests.at(-1)).toEqual({
        name: 'preferences.set',
        input: { key: 'boardSort', value },
      })
      orders.push([order(board).join(''), head().attributes('aria-sort')])
    }
    expect(orders).toEqual([
      ['cab', 'ascending'],
      ['bac', 'descending'],
      ['abc', 'none'],
    ])
  })

  it('are sorted in the stored order after a restart', async () => {
    const sorted = { boardSort: { value: { by: 'heldFor', descending: false } } } as const
    const board = await show({ calls: three }, sorted)
    expect(order(board)).toEqual(['c', 'b', 'a'])
  })

  it('that need action come first, whichever is held longest', async () => {
    const levels = ['normal', 'red', 'critical'] as const
    const calls = three.map((call, at) => ({ ...call, level: levels[at] ?? 'normal' }))
    const board = await show({ calls })
    expect(order(board)).toEqual(['c', 'b', 'a'])
  })

  it('are one stop of the Tab key, with the buttons of the current one', async () => {
    const board = await show({ calls: three })
    const stops = () =>
      board.page
        .findAll('tbody [tabindex="0"]')
        .map((one) => one.element.closest('tr')?.dataset['holdId'])
    expect(new Set(stops())).toEqual(new Set(['a']))
    row(board, 'b').element.focus()
    await settle()
    expect(new Set(stops())).toEqual(new Set(['b']))
  })

  it('in groups are below a heading with count, worst level and longest time', async () => {
    const calls = [
      heldCall({ holdId: 'a', agentId: '1', level: 'amber', startedAt: boardNow - 90_000 }),
      heldCall({ holdId: 'b', agentId: '2', level: 'critical', startedAt: boardNow - 80_000 }),
      heldCall({ holdId: 'c', agentId: '1', level: 'normal', startedAt: boardNow - 5_000 }),
    ]
    const agents = [watchedAgent({ agentId: '1', name: 'Ann' }), watchedAgent({ agentId: '2' })]
    const board = await show({ calls, agents })
    await board.press('g')
    const headings = board.page.findAll('tr[data-group]')
    expect(headings.map((one) => one.attributes('data-worst'))).toEqual(['critical', 'amber'])
    expect(headings[1]?.text().replace(/\s+/g, ' ')).toBe(
      'highest level: AmberAnn12 callslongest 1:30',
    )
    expect(order(board)).toEqual(['b', 'a', 'c'])
    await board.press('g')
    expect(board.page.get('tr[data-group]').text()).toContain('billing3 calls')
    await board.press('g')
    expect(board.page.find('tr[data-group]').exists()).toBe(false)
  })
})
