// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { i18n } from '../i18n/index.ts'
import { boardNow, heldCall } from '../testing/boardData.ts'
import { type BoardPage, useBoardPage } from '../testing/boardPage.ts'
import { type Answers, fail, ok } from '../testing/fakeBridge.ts'
import { settle } from '../testing/mount.ts'
import { preferenceTable } from '../testing/preferencesData.ts'

const show = useBoardPage()
type Preferences = Parameters<typeof preferenceTable>[0]
const answers: Answers = {
  'hold.send_note': () => ok(null),
  'preferences.set': () => ok(preferenceTable({ notes: { value: true } })),
}
const templates = ['{skill}: on hold for {time}', 'Call me']
const on: Preferences = { notes: { value: true }, noteTemplates: { value: templates } }
const withoutAsking: Preferences = { ...on, askBeforeNote: { value: false } }

const row = ({ page }: BoardPage) => page.get<HTMLElement>('tr[data-hold-id="h1"]')
const dialog = ({ page }: BoardPage) => page.find('dialog[open]')
const field = (board: BoardPage) => dialog(board).get<HTMLTextAreaElement>('textarea')
/** Enter in the text, where the focus is. */
const enter = async (board: BoardPage, init: KeyboardEventInit = {}) => {
  await field(board).trigger('keydown', { key: 'Enter', ...init })
  await settle()
}
const sent = ({ bridge }: BoardPage) =>
  bridge.requests.filter(({ name }) => name === 'hold.send_note').map(({ input }) => input)
const write = async (
  preferences = on,
  more: Answers = {},
  way: 'inspector' | 'agent' = 'inspector',
) => {
  const board = await show({ way }, preferences, { ...answers, ...more })
  row(board).element.focus()
  await board.press('w')
  return board
}

describe('a note', () => {
  it('begins with the first template, filled in, and is sent by Enter once confirmed', async () => {
    const board = await write()
    expect(dialog(board).text()).toContain('Note to Chen Wei 陈伟 10412')
    expect(field(board).element.value).toBe('billing: on hold for 2:10')
    await enter(board)
    expect(sent(board)).toEqual([])
    expect(dialog(board).text()).toContain('Send this note to Chen Wei 陈伟 10412?')
    await dialog(board).get('.foot .primary').trigger('click')
    await settle()
    expect(sent(board)).toEqual([{ holdId: 'h1', text: 'billing: on hold for 2:10' }])
    expect(dialog(board).exists()).toBe(false)
    expect(board.page.text()).toContain('The gateway accepted the note to Chen Wei 陈伟 10412.')
  })

  it('keeps its text in another language, whose templates are others', async () => {
    const board = await write({ notes: { value: true } })
    const template = () => dialog(board).get<HTMLSelectElement>('select').element
    const text = field(board).element.value
    expect(template().value).toContain('{skill}')
    i18n.global.locale.value = 'zh-CN'
    await settle()
    expect(template().selectedIndex).toBe(0)
    expect(field(board).element.value).toBe(text)
    i18n.global.locale.value = 'en'
  })

  it('is sent by Enter alone where nobody wants to be asked', async () => {
    const board = await write(withoutAsking)
    await field(board).setValue('Please go back')
    await enter(board)
    expect(sent(board)).toEqual([{ holdId: 'h1', text: 'Please go back' }])
  })

  it('is not sent by an Enter that takes composed characters', async () => {
    const board = await write(withoutAsking)
    await enter(board, { isComposing: true })
    expect(sent(board)).toEqual([])
  })

  it('turns the question off from the question itself', async () => {
    const board = await write()
    await enter(board)
    await dialog(board).get('input[type="checkbox"]').setValue(true)
    await dialog(board).get('.foot .primary').trigger('click')
    await settle()
    const set = board.bridge.requests.find(({ name }) => name === 'preferences.set')
    expect(set?.input).toEqual({ key: 'askBeforeNote', value: false })
  })

  it('takes another template, and counts its bytes', async () => {
    const board = await write()
    await dialog(board).get('select').setValue('Call me')
    expect(field(board).element.value).toBe('Call me')
    await field(board).setValue('保持')
    expect(dialog(board).get('#note-bytes').text()).toBe('6 of 1023 bytes')
    expect(field(board).element.hasAttribute('maxlength')).toBe(false)
  })

  it('that is too long is not sent and not cut', async () => {
    const board = await write(withoutAsking)
    await field(board).setValue('保'.repeat(342))
    expect(dialog(board).get('#note-bytes').text()).toContain('1026 of 1023 bytes: too long')
    expect(field(board).attributes('aria-invalid')).toBe('true')
    await enter(board)
    expect(sent(board)).toEqual([])
    expect(field(board).element.value).toHaveLength(342)
  })

  it('that is refused says about whom and why, and stays', async () => {
    const refused = () =>
      fail('note-agent-signed-out', { params: { agent: '10412', retcode: '100-006' } })
    const board = await write(withoutAsking, { 'hold.send_note': refused })
    await enter(board)
    await settle()
    const text = dialog(board).get('[role="alert"]').text()
    expect(text).toMatch(/^Chen Wei 陈伟 10412: .*not signed in.*100-006/)
    expect(field(board).element.value).toBe('billing: on hold for 2:10')
  })

  it('cannot be sent once the call is no longer held', async () => {
    const board = await write(withoutAsking)
    await board.patch({ calls: { put: [], gone: ['h1'] } })
    expect(dialog(board).text()).toContain('no longer on hold')
    await enter(board)
    expect(sent(board)).toEqual([])
  })

  it.each<[string, Preferences, 'inspector' | 'agent', RegExp]>([
    ['notes are off', {}, 'inspector', /turned off/],
    ['there is no inspector', on, 'agent', /need an inspector account/],
  ])('is not offered where %s, and the key says so', async (_, preferences, way, why) => {
    const board = await write(preferences, {}, way)
    expect(dialog(board).exists()).toBe(false)
    expect(board.page.text()).toMatch(why)
    expect(row(board).find('button[aria-label^="Send a note"]').exists()).toBe(false)
  })

  it('is offered by a button of the row, and begins with the app’s own text', async () => {
    const board = await show({}, { notes: { value: true } }, answers)
    await row(board).get('button[aria-label^="Send a note to Chen Wei"]').trigger('click')
    await settle()
    expect(field(board).element.value).toBe(
      'Your billing caller has been on hold for 2:10. Please go back to the call.',
    )
  })
})

it('a row tells when a note was accepted, and no more', async () => {
  const board = await show({ calls: [heldCall({ notedAt: boardNow - 60_000 })] }, on, answers)
  expect(row(board).get('.noted').text()).toMatch(/^note accepted \d\d?:\d\d/)
})
