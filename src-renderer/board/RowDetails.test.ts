// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { heldCall } from '../testing/boardData.ts'
import { type BoardPage, useBoardPage } from '../testing/boardPage.ts'
import { fail, ok } from '../testing/fakeBridge.ts'
import { pastHold } from '../testing/historyData.ts'
import { settle } from '../testing/mount.ts'

const show = useBoardPage()
const at = (minute: number, second: number) => new Date(2026, 10, 22, 14, minute, second).getTime()
const answers = {
  'hold.get_details': () =>
    ok({
      startedAt: at(3, 22),
      notBefore: at(3, 15),
      alertedUpTo: 'amber' as const,
      handled: { kind: 'acknowledged' as const, by: '10900', at: at(5, 0) },
      notes: [],
    }),
  'hold.get_phone': () => ok({ phone: '70412' }),
  'history.get_page': () =>
    ok({
      total: 2,
      rows: [pastHold({ id: 1, durationMs: 61_000 }), pastHold({ id: 2, callId: 'other' })],
    }),
}
const calls = [heldCall({ callFeature: 7 })]
const row = ({ page }: BoardPage) => page.get<HTMLElement>('tr[data-hold-id="h1"]')
const sheet = ({ page }: BoardPage) => page.find('dialog[open]')
const open = async (board: BoardPage) => {
  row(board).element.focus()
  await board.press('Enter')
}

describe('the details of a row', () => {
  it('show all information about its call', async () => {
    const board = await show({ calls }, {}, answers)
    await open(board)
    const text = sheet(board).text()
    for (const known of ['Chen Wei 陈伟 10412', '•••• 1234', 'billing', '1760000123-204']) {
      expect(text).toContain(known)
    }
    expect(text).toMatch(/:03:15.*:03:22/)
    expect(text).toContain('Up to Amber: sent or suppressed')
    expect(text).toMatch(/10900.*:05:00/)
    const lists = sheet(board)
      .findAll('h3')
      .map((title) => title.text())
    expect(lists).toEqual(['Earlier holds of this call · 1', 'This agent’s holds today · 2'])
    const query = board.bridge.requests.find(({ name }) => name === 'history.get_page')
    expect(query?.input).toMatchObject({
      filter: { from: new Date().setHours(0, 0, 0, 0), agents: ['10412'] },
    })
  })

  it('open on a double click too, and close with the focus back on the row', async () => {
    const board = await show({ calls }, {}, answers)
    const press = (detail: number) => {
      const event = new MouseEvent('mousedown', { detail, bubbles: true, cancelable: true })
      row(board).get('.agent').element.dispatchEvent(event)
      return event.defaultPrevented
    }
    // Text can still be selected by dragging, but the second click selects no word.
    expect([press(1), press(2)]).toEqual([false, true])
    await row(board).get('.agent').trigger('dblclick')
    await settle()
    expect(sheet(board).exists()).toBe(true)
    await sheet(board).get('button[aria-label="Close"]').trigger('click')
    await settle()
    expect(sheet(board).exists()).toBe(false)
  })

  it('do not open by a press on a button of the row', async () => {
    const board = await show({ calls }, {}, answers)
    row(board).get<HTMLElement>('.actions button').element.focus()
    await board.press('Enter')
    await row(board).get('.actions button').trigger('dblclick')
    await settle()
    expect(sheet(board).exists()).toBe(false)
  })

  it('stay when the call ends, and show that', async () => {
    const board = await show({ calls }, {}, answers)
    await open(board)
    await board.patch({ calls: { put: [], gone: ['h1'] } })
    expect(sheet(board).text()).toContain('no longer on hold')
    expect(sheet(board).text()).toContain('1760000123-204')
  })

  it('report what is not available, beside the rest', async () => {
    const failing = { ...answers, 'history.get_page': () => fail('history-unavailable') }
    const board = await show({ calls }, {}, failing)
    await open(board)
    expect(sheet(board).find('.error-text').exists()).toBe(true)
    expect(sheet(board).text()).toContain('Up to Amber: sent or suppressed')
  })
})
