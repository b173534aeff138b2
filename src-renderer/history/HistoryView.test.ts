// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { HistoryFilter, Input, PastHold } from '../../src-shared/contract/index.ts'
import { readTimeZoneAnew, useFollowedTimeZone } from '../i18n/useTimeZone.ts'
import { i18n } from '../i18n/index.ts'
import { useHistory } from './history.ts'
import { useNavigation } from '../state/navigation.ts'
import { hideAfterMs, useNumbers } from '../state/numbers.ts'
import { usePreferences } from '../state/preferences.ts'
import { useSetup } from '../state/setup.ts'
import { useAnnouncements } from '../state/announcements.ts'
import { type Answers, FakeBridge, fail, ok, setupView } from '../testing/fakeBridge.ts'
import { FakeHistory, pastHold } from '../testing/historyData.ts'
import { render, settle } from '../testing/mount.ts'
import { preferenceTable } from '../testing/preferencesData.ts'
import HistoryView from './HistoryView.vue'

const now = new Date(2026, 10, 22, 15).getTime()
const minute = 60_000

let bridge: FakeBridge
let past: FakeHistory
beforeEach(() => {
  vi.useFakeTimers({ now })
  i18n.global.locale.value = 'en'
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  // The module is shared with the following test files.
  readTimeZoneAnew()
})

/** This many holds of today, the newest first. */
const holds = (count: number, over: Partial<PastHold> = {}): PastHold[] =>
  Array.from({ length: count }, (_, i) =>
    pastHold({ id: count - i, startedAt: now - (i + 1) * minute, ...over }),
  )
const show = async (rows: PastHold[] = [pastHold()], answers: Answers = {}) => {
  past = new FakeHistory(rows)
  const watching: Answers = { 'setup.get': () => ok(setupView({ route: 'board' })) }
  bridge = new FakeBridge({ ...past.answers(), ...watching, ...answers }).install()
  const page = render(HistoryView)
  usePreferences().start()
  void useSetup().load()
  await settle()
  return page
}
type Page = Awaited<ReturnType<typeof show>>

const rowsOf = (page: Page) => page.findAll('tbody tr')
const textOf = (page: Page, at = 0) => rowsOf(page)[at]?.text().replace(/\s+/g, ' ')
const button = (page: Page, name: string | RegExp) => {
  const match = page.findAll('button').find((one) => {
    const text = one.attributes('aria-label') ?? one.text().replace(/\s+/g, ' ')
    return typeof name === 'string' ? text === name : name.test(text)
  })
  if (!match) throw new Error(`no button ${name}`)
  return match
}
const press = async (page: Page, name: string | RegExp) => {
  await button(page, name).trigger('click')
  await settle()
}
const period = async (page: Page, name: string) => {
  const label = page.findAll('.periods label').find((one) => one.text() === name)
  await label?.get('input').setValue(true)
  await settle()
}
const lastFilter = (): HistoryFilter =>
  (
    bridge.requests.findLast(({ name }) => name === 'history.get_page')
      ?.input as Input<'history.get_page'>
  ).filter
/** One more hold is over, and the main process reports it. */
const end = async (over: Partial<PastHold> = {}) => {
  past.holds = [pastHold({ id: 9_000 + past.holds.length, startedAt: now, ...over }), ...past.holds]
  bridge.send('history.changed', past.today(now))
  await vi.advanceTimersByTimeAsync(1_100)
  await settle()
}

describe('a row', () => {
  it('shows time, duration, agent, customer, skill, level, number within the call, and acknowledgement', async () => {
    const page = await show([
      pastHold({
        holdNumber: 2,
        handled: { kind: 'acknowledged', by: '10099', at: new Date(2026, 10, 22, 14, 5).getTime() },
      }),
    ])
    const text = textOf(page)
    for (const part of [
      '22 Nov 14:03:22',
      '2:10',
      'Red',
      'Chen Wei 陈伟',
      '10412',
      '•••• 1234',
      'billing',
      'Incoming',
      '2nd hold',
      'Acknowledged',
      '10099, 14:05',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).not.toMatch(/[≥≤~]/)
  })

  it.each([
    ['a start that was not seen', { notBefore: null }, /≤at or before 22 Nov/, /≥at least 2:10/],
    ['an end that nobody saw', { endedBy: null }, /Details: 22 Nov/, /≥at least 2:10/],
    ['a gap', { gap: true }, /Details: 22 Nov/, /~about 2:10.*monitoring was interrupted/],
  ] as const)('claims no more than is known of %s', async (_what, over, start, length) => {
    const page = await show([pastHold(over)])
    expect(textOf(page)).toMatch(start)
    expect(textOf(page)).toMatch(length)
  })

  it('shows the bounds in words where it is pointed at', async () => {
    const page = await show()
    expect(page.get('td.started').attributes('title')).toBe(
      'Between 22 Nov 2026, 14:03:21 and 14:03:22.',
    )
    expect(page.get('td.duration').attributes('title')).toBe('Between 2:10 and 2:12.')
  })

  it('marks missing values', async () => {
    const page = await show([
      pastHold({ agentName: '', customer: '', skill: '', callFeature: 99, handled: null }),
    ])
    for (const part of ['10412', 'not stored', 'no skill', 'Type 99', 'not handled']) {
      expect(textOf(page)).toContain(part)
    }
  })

  it('follows the language', async () => {
    const page = await show([pastHold({ holdNumber: 2 })])
    i18n.global.locale.value = 'zh-CN'
    await settle()
    expect(textOf(page)).toContain('11月22日 14:03:22')
    expect(textOf(page)).toContain('第 2 次保持')
    expect(textOf(page)).toContain('红色')
  })
})

describe('the details', () => {
  it('describe everything in sentences', async () => {
    const page = await show([
      pastHold({
        notBefore: null,
        endedBy: null,
        handled: { kind: 'snoozed', by: '王主管', at: new Date(2026, 10, 22, 14, 5).getTime() },
      }),
    ])
    await press(page, /Details/)
    const text = page.get('aside').text()
    for (const part of [
      'At least 2:10. The call may have been on hold longer.',
      'At 22 Nov 2026, 14:03:22 or earlier. The call was already on hold when Holdwatch first saw it.',
      'Not known. The call was last seen on hold at 22 Nov 2026, 14:05:32',
      'Snoozed by 王主管 at 22 Nov 2026, 14:05:00.',
      '1st hold of this call',
      '1760000123-204',
    ]) {
      expect(text).toContain(part)
    }
    expect(button(page, /Details/).attributes('aria-expanded')).toBe('true')
  })

  it('explain that the call may have been retrieved in a gap', async () => {
    const page = await show([pastHold({ gap: true })])
    await press(page, /Details/)
    expect(page.get('aside').text()).toContain(
      'the call may have been retrieved and put on hold again',
    )
  })

  it('follow the arrows from row to row, and return the focus when they close', async () => {
    const page = await show(holds(3))
    await press(page, /Details/)
    await page.get('tbody').findAll('button')[0]?.trigger('keydown', { key: 'ArrowDown' })
    await settle()
    expect(document.activeElement?.closest('tr')?.dataset['hold']).toBe('2')
    expect(page.findAll('tr.selected').map((row) => row.attributes('data-hold'))).toEqual(['2'])
    button(page, 'Close details').element.focus()
    await press(page, 'Close details')
    expect(page.find('aside').exists()).toBe(false)
    expect(document.activeElement?.closest('tr')?.dataset['hold']).toBe('2')
  })

  it('close with Escape, and when their hold is removed', async () => {
    const page = await show(holds(3))
    await press(page, /Details/)
    await page.get('tbody button').trigger('keydown', { key: 'Escape' })
    expect(page.find('aside').exists()).toBe(false)
    await press(page, /Details/)
    expect(page.find('aside').exists()).toBe(true)
    await period(page, 'Yesterday')
    await period(page, 'All')
    expect(page.find('aside').exists()).toBe(false)
  })

  it('leave only one row in the tab order', async () => {
    const page = await show(holds(3))
    const stops = () => rowsOf(page).map((row) => row.get('button').attributes('tabindex'))
    expect(stops()).toEqual(['0', '-1', '-1'])
    await rowsOf(page)[0]?.get('button').trigger('keydown', { key: 'End' })
    expect(stops()).toEqual(['-1', '-1', '0'])
  })
})

describe('privacy mode', () => {
  const set = async (value: boolean) => {
    bridge.send('preferences.changed', preferenceTable({ privacyMode: { value } }))
    await settle()
  }
  /** The main process masks by the current setting. */
  const answerMasked = (customer: string) => {
    past.holds = past.holds.map((hold) => ({ ...hold, customer }))
  }

  const privately: Answers = {
    'preferences.get': () => ok(preferenceTable({ privacyMode: { value: true } })),
  }

  it('removes the digits from the table and the details at once', async () => {
    const page = await show()
    await press(page, /Details/)
    expect(page.get('aside').text()).toContain('•••• 1234')
    bridge.answers['history.get_page'] = () => new Promise(() => undefined)
    await set(true)
    expect(page.get('td.customer').text()).toBe('••••')
    expect(page.get('aside').text()).not.toContain('1234')
  })

  it('restores them when it ends, also in open details', async () => {
    const page = await show([pastHold({ customer: '••••' })], privately)
    await press(page, /Details/)
    answerMasked('•••• 1234')
    await set(false)
    expect(page.get('td.customer').text()).toBe('•••• 1234')
    expect(page.get('aside').text()).toContain('•••• 1234')
  })

  it('leaves no digits where the details are from an earlier response', async () => {
    const page = await show()
    await press(page, /Details/)
    answerMasked('••••')
    await end()
    await page.get('.scroller').trigger('mouseleave')
    await press(page, /more hold/)
    expect(page.get('aside').text()).not.toContain('1234')
  })
})

describe('the filter', () => {
  it('starts with today', async () => {
    await show()
    expect(lastFilter()).toEqual({
      from: new Date(2026, 10, 22).getTime(),
      to: null,
      agents: [],
      skills: [],
      levels: [],
      search: '',
    })
  })

  it('searches for words once they are typed, and is cleared with the others', async () => {
    const page = await show()
    const field = page.get('[aria-label="Search past holds"]')
    const before = bridge.count('history.get_page')
    await field.setValue('an')
    await field.setValue('ann')
    expect(bridge.count('history.get_page')).toBe(before)
    await vi.advanceTimersByTimeAsync(250)
    await settle()
    expect(bridge.count('history.get_page')).toBe(before + 1)
    expect(lastFilter()).toMatchObject({ search: 'ann' })
    await press(page, 'Clear filters')
    expect(lastFilter()).toMatchObject({ search: '' })
    expect((field.element as HTMLInputElement).value).toBe('')
  })

  it.each([
    [{ keptNumbers: { value: 'whole' } }, 'Agent, skill, call ID or full number…'],
    [{ keptNumbers: { value: 'whole' }, privacyMode: { value: true } }, 'Agent, skill or call ID…'],
    [{ keptNumbers: { value: 'last-four' } }, 'Agent, skill or call ID…'],
  ] as const)('offers to look for a number where that is possible: %j', async (changes, text) => {
    const page = await show(undefined, { 'preferences.get': () => ok(preferenceTable(changes)) })
    expect(page.get('[aria-label="Search past holds"]').attributes('placeholder')).toBe(text)
  })

  it('selects periods', async () => {
    const page = await show()
    await period(page, 'Yesterday')
    expect(lastFilter()).toMatchObject({
      from: new Date(2026, 10, 21).getTime(),
      to: new Date(2026, 10, 22).getTime(),
    })
    await period(page, 'All')
    expect(lastFilter()).toMatchObject({ from: null, to: null })
  })

  it('shows a custom range in the current language', async () => {
    const page = await show()
    await period(page, 'Custom range')
    expect(page.get('.range').text()).toContain('22 Nov 2026, 00:00 – 22 Nov 2026, 23:59')
    i18n.global.locale.value = 'zh-CN'
    await page.findAll('.own input')[1]?.setValue('')
    await settle()
    expect(page.get('.range').text()).toContain('2026年11月22日 00:00 – …')
  })

  it('sends no request for a reversed range, reports it, and shows no rows', async () => {
    const page = await show()
    await period(page, 'Custom range')
    const requests = bridge.count('history.get_page')
    await page.findAll('.own input')[1]?.setValue('2026-11-01T00:00')
    await settle()
    expect(page.get('.range [role="alert"]').text()).toContain('The end is before the start')
    expect(rowsOf(page)).toHaveLength(0)
    expect(bridge.count('history.get_page')).toBe(requests)
    expect(button(page, 'Nothing to export').attributes('disabled')).toBeDefined()
  })

  it('selects several agents, skills and levels', async () => {
    const page = await show([
      pastHold(),
      pastHold({ id: 2, agentId: '10407', agentName: 'Maria Lopez', skill: 'voice' }),
    ])
    for (const [name, choice] of [
      ['Agents', 'Maria Lopez'],
      ['Skills', 'voice'],
      ['Highest level', 'Critical'],
    ] as const) {
      await press(page, name)
      const option = [...document.querySelectorAll<HTMLElement>('.choice-panel label')].find(
        (one) => one.textContent?.includes(choice),
      )
      option?.querySelector('input')?.click()
      await settle()
      await press(page, `${name}: 1`)
    }
    expect(lastFilter()).toMatchObject({
      agents: ['10407'],
      skills: ['voice'],
      levels: ['critical'],
    })
  })

  it('selects holds without a skill', async () => {
    const page = await show([pastHold(), pastHold({ id: 2, skill: '' })])
    await press(page, 'Skills')
    const options = [...document.querySelectorAll<HTMLElement>('.choice-panel label')]
    expect(options.map(({ textContent }) => textContent)).toEqual(['no skill', 'billing'])
    options[0]?.querySelector('input')?.click()
    await settle()
    expect(lastFilter().skills).toEqual([''])
    expect(rowsOf(page).map((row) => row.attributes('data-hold'))).toEqual(['2'])
  })

  it('ignores text in a search field that is no longer shown', async () => {
    const skills = (count: number) =>
      ok({ agents: [], skills: Array.from({ length: count }, (_, i) => `s${i}`), earliest: 1 })
    const page = await show([pastHold()], { 'history.get_facets': () => skills(9) })
    await press(page, 'Skills')
    const search = document.querySelector<HTMLInputElement>('.choice-panel input[type="search"]')
    if (search) search.value = 's8'
    search?.dispatchEvent(new Event('input'))
    await settle()
    expect(document.querySelectorAll('.choice-panel label')).toHaveLength(1)
    bridge.answers['history.get_facets'] = () => skills(8)
    await useHistory().loadFacets()
    await settle()
    expect(document.querySelectorAll('.choice-panel label')).toHaveLength(8)
  })

  it('can be cleared where nothing matches', async () => {
    const page = await show()
    await period(page, 'Yesterday')
    expect(page.get('.empty').text()).toContain('No matching holds')
    await page.get('.empty button').trigger('click')
    await settle()
    expect(lastFilter()).toMatchObject({ from: null, to: null })
    expect(rowsOf(page)).toHaveLength(1)
  })

  it('only uses the latest response', async () => {
    const page = await show()
    const answers: (() => void)[] = []
    bridge.answers['history.get_page'] = ({ filter, sort, offset, limit }) =>
      new Promise((resolve) =>
        answers.push(() => resolve(ok(past.page(filter, sort, offset, limit)))),
      )
    await period(page, 'Yesterday')
    expect(page.get('table').attributes('aria-busy')).toBe('true')
    await period(page, 'All')
    answers[1]?.()
    await settle()
    answers[0]?.()
    await settle()
    expect(rowsOf(page)).toHaveLength(1)
  })
})

describe('the table', () => {
  it('declares its total size and the position of each row', async () => {
    const page = await show(holds(250))
    expect(page.get('table').attributes('aria-rowcount')).toBe('251')
    await press(page, 'Next page')
    expect(rowsOf(page)).toHaveLength(100)
    expect(rowsOf(page)[0]?.attributes('aria-rowindex')).toBe('102')
    expect(page.get('nav [role="status"]').text()).toBe('101–200 of 250 holds')
    await press(page, 'Last page')
    expect(rowsOf(page)).toHaveLength(50)
    expect(button(page, 'Next page').attributes('aria-disabled')).toBe('true')
    const requests = bridge.count('history.get_page')
    await press(page, 'Next page')
    expect(bridge.count('history.get_page')).toBe(requests)
  })

  it('is sorted by its headings, and then returns to the first page', async () => {
    const page = await show(holds(250))
    await press(page, 'Next page')
    await press(page, 'Agent')
    const requests = bridge.requests.findLast(({ name }) => name === 'history.get_page')
    expect(requests?.input).toMatchObject({ sort: { by: 'agent', descending: false }, offset: 0 })
    expect(page.get('th.agent').attributes('aria-sort')).toBe('ascending')
    expect(page.get('th.started').attributes('aria-sort')).toBe('none')
    await press(page, 'Agent')
    expect(page.get('th.agent').attributes('aria-sort')).toBe('descending')
    await press(page, 'Hold time')
    expect(page.get('th.duration').attributes('aria-sort')).toBe('descending')
  })

  it('moves to the current last page when past holds were deleted', async () => {
    const page = await show(holds(250))
    await press(page, 'Next page')
    past.holds = past.holds.slice(0, 90)
    await press(page, 'Next page')
    expect(page.get('nav [role="status"]').text()).toBe('1–90 of 90 holds')
  })
})

describe('holds that end meanwhile', () => {
  it('are added by themselves at the top of the newest', async () => {
    const page = await show(holds(3))
    await end()
    expect(rowsOf(page)).toHaveLength(4)
    expect(page.find('.news button').exists()).toBe(false)
  })

  it.each([
    ['the focus is in the table', (page: Page) => void button(page, /Details/).element.focus()],
    ['the pointer is on it', (page: Page) => page.get('.scroller').trigger('mouseenter')],
    ['another page is shown', (page: Page) => press(page, 'Next page')],
    ['it is sorted otherwise', (page: Page) => press(page, 'Agent')],
  ])('are only announced while %s', async (_what, hold) => {
    const page = await show(holds(150))
    await hold(page)
    await settle()
    const before = rowsOf(page).map((row) => row.attributes('data-hold'))
    await end()
    await end()
    expect(rowsOf(page).map((row) => row.attributes('data-hold'))).toEqual(before)
    expect(page.get('.news').text()).toContain('2 more holds')
    await press(page, /more holds/)
    expect(page.find('.news button').exists()).toBe(false)
    expect(page.get('nav [role="status"]').text()).toContain('1–100 of 152 holds')
    expect(document.activeElement).toBe(page.get('.news').element)
  })

  it('do not change the list where they do not match the filter', async () => {
    const page = await show(holds(3))
    button(page, /Details/).element.focus()
    await settle()
    await end({ startedAt: now - 48 * 60 * minute })
    expect(rowsOf(page)).toHaveLength(3)
    expect(page.find('.news button').exists()).toBe(false)
  })

  it('are distinguished from a deletion of past holds', async () => {
    const page = await show(holds(3))
    button(page, /Details/).element.focus()
    await settle()
    past.holds = past.holds.slice(0, 2)
    bridge.send('history.changed', past.today(now))
    await vi.advanceTimersByTimeAsync(1_100)
    await settle()
    expect(page.get('.news').text()).toContain('The list has changed')
  })

  it('keep the rows when they cannot be read', async () => {
    const page = await show(holds(3))
    bridge.answers['history.get_page'] = () => fail('history-unavailable')
    await end()
    expect(rowsOf(page)).toHaveLength(3)
    expect(page.get('.news').text()).toContain('The list has changed')
  })

  it('are requested at most once a second', async () => {
    await show(holds(3))
    const before = bridge.count('history.get_page')
    for (let i = 0; i < 10; i += 1) bridge.send('history.changed', past.today(now))
    await vi.advanceTimersByTimeAsync(900)
    expect(bridge.count('history.get_page')).toBe(before + 1)
    await vi.advanceTimersByTimeAsync(300)
    expect(bridge.count('history.get_page')).toBe(before + 2)
  })

  it('are not observed any more once the view is closed', async () => {
    const page = await show(holds(3))
    page.unmount()
    const before = bridge.count('history.get_page')
    bridge.send('history.changed', past.today(now))
    await vi.advanceTimersByTimeAsync(2_000)
    expect(bridge.count('history.get_page')).toBe(before)
  })
})

describe('states', () => {
  it('shows that it is loading', async () => {
    const page = await show([], { 'history.get_page': () => new Promise(() => {}) })
    expect(page.get('.page-state').text()).toBe('Loading the hold history…')
    expect(button(page, 'Export…').attributes('disabled')).toBeDefined()
  })

  it('shows that there is nothing yet', async () => {
    const page = await show([])
    expect(page.get('.empty').text()).toContain('No hold history yet')
    expect(page.get('.empty').find('button').exists()).toBe(false)
  })

  it('shows the first hold, and no longer shows an empty history', async () => {
    const page = await show([])
    await end()
    expect(rowsOf(page)).toHaveLength(1)
    await period(page, 'Yesterday')
    expect(page.get('.empty').text()).toContain('No matching holds')
  })

  it('shows that everything was deleted', async () => {
    const page = await show(holds(2))
    past.holds = []
    bridge.send('history.changed', past.today(now))
    await vi.advanceTimersByTimeAsync(1_100)
    await settle()
    expect(page.get('.empty').text()).toContain('No hold history yet')
  })

  it('shows that none is stored, and links to the settings', async () => {
    const table = preferenceTable({ retentionDays: { value: 0 } })
    const page = await show([], { 'preferences.get': () => ok(table) })
    expect(page.get('.empty').text()).toContain('Hold history is off')
    await page.get('.empty button').trigger('click')
    expect(useNavigation().view).toBe('settings')
  })

  it('shows above existing holds that no more are stored', async () => {
    const table = preferenceTable({ retentionDays: { value: 0 } })
    const page = await show(holds(2), { 'preferences.get': () => ok(table) })
    expect(page.get('.notes').text()).toContain('New holds are not stored')
    expect(rowsOf(page)).toHaveLength(2)
  })

  it('shows that the history cannot be read, and retries', async () => {
    const page = await show([], { 'history.get_page': () => fail('history-unavailable') })
    expect(page.get('.page-state').text()).toContain('The hold history could not be loaded.')
    expect(page.get('.page-state [role="alert"]').text()).not.toBe('')
    bridge.answers['history.get_page'] = () => ok({ total: 1, rows: [pastHold()] })
    await press(page, 'Retry')
    expect(rowsOf(page)).toHaveLength(1)
  })

  it('shows no rows of another filter where the chosen one cannot be read', async () => {
    const page = await show(holds(3))
    bridge.answers['history.get_page'] = () => fail('history-unavailable')
    await period(page, 'All')
    expect(rowsOf(page)).toHaveLength(0)
    expect(page.get('.page-state').text()).toContain('could not be loaded')
    expect(button(page, 'Export…').attributes('disabled')).toBeDefined()
  })

  it('shows why nothing is written, how much waits, and when that is over', async () => {
    const page = await show()
    expect(page.find('.note.warn').exists()).toBe(false)
    bridge.send('history.state_changed', {
      state: 'waiting',
      why: 'disk-full',
      waiting: 1_200,
      lost: 0,
      deletionWaits: null,
    })
    await settle()
    expect(page.get('.note.warn').text()).toContain('The disk is full.')
    expect(page.get('.note.warn').text()).toContain('1,200 changes are waiting')
    bridge.send('history.state_changed', {
      state: 'writing',
      why: null,
      waiting: 0,
      lost: 0,
      deletionWaits: null,
    })
    await settle()
    expect(page.find('.note.warn').exists()).toBe(false)
  })

  it('shows how many holds were discarded, also once writing works again', async () => {
    const page = await show()
    const state = { waiting: 0, lost: 1_234, deletionWaits: null }
    bridge.send('history.state_changed', { ...state, state: 'waiting', why: 'disk-full' })
    await settle()
    expect(page.get('.note.warn').text()).toContain('The disk is full.')
    expect(page.get('.note.warn').text()).toContain('1,234 holds were lost')
    bridge.send('history.state_changed', { ...state, state: 'writing', why: null })
    await settle()
    expect(page.get('.note.warn').text()).not.toContain('The disk is full.')
    expect(page.get('.note.warn').text()).toContain('1,234 holds were lost')
  })

  it('requests the write status when it opens', async () => {
    const page = await show([], {
      'history.get_state': () =>
        ok({ state: 'waiting', why: 'locked', waiting: 1, lost: 0, deletionWaits: null }),
    })
    expect(page.get('.note.warn').text()).toContain('Another program has locked the file.')
    expect(page.get('.note.warn').text()).toContain('1 change is waiting')
  })
})

describe('holds waiting for deletion', () => {
  const waits = (why: 'clock' | 'settings', days: number) => ({
    state: 'writing' as const,
    why: null,
    waiting: 0,
    lost: 0,
    deletionWaits: { why, days },
  })

  it('are reported, and deleted only after a confirmation', async () => {
    const page = await show([], {
      'history.get_state': () => ok(waits('settings', 7)),
      'history.confirm_deletion': () => ok(null),
    })
    expect(page.get('.note.warn').text()).toContain('kept for 7 days')
    const confirmed = () =>
      bridge.requests.filter(({ name }) => name === 'history.confirm_deletion').length
    await press(page, 'Delete older holds…')
    expect(confirmed()).toBe(0)
    expect(page.get('dialog[open]').text()).toContain('more than 7 days ago')
    await page.get('dialog[open] button.danger').trigger('click')
    await settle()
    expect(confirmed()).toBe(1)
  })

  it('are reported with the clock as the reason', async () => {
    const page = await show([], { 'history.get_state': () => ok(waits('clock', 30)) })
    expect(page.get('.note.warn').text()).toContain('If the date is correct')
  })
})

describe('a number that is stored in full', () => {
  const whole = '02155501234'
  const reveal = 'Show the number of Chen Wei 陈伟 10412’s call'
  const open = async (answers: Answers = {}) => {
    const page = await show(holds(2, { hasNumber: true }), {
      'history.reveal_number': () => ok({ number: whole }),
      ...answers,
    })
    await rowsOf(page)[0]?.get('button').trigger('click')
    await settle()
    return page
  }

  it('is revealed in the details on request, for a while, and nowhere else', async () => {
    const page = await open()
    expect(page.text()).not.toContain(whole)
    await press(page, reveal)
    expect(page.get('aside').text()).toContain(whole)
    expect(page.get('table').text()).not.toContain(whole)
    expect(bridge.requests.findLast(({ name }) => name === 'history.reveal_number')?.input).toEqual(
      {
        id: 2,
      },
    )
    await vi.advanceTimersByTimeAsync(hideAfterMs)
    await settle()
    expect(page.text()).not.toContain(whole)
  })

  it.each([
    ['another hold is opened', (page: Page) => rowsOf(page)[1]?.get('button').trigger('click')],
    ['the details are closed', (page: Page) => press(page, 'Close details')],
    ['it is hidden again', (page: Page) => press(page, reveal.replace('Show', 'Hide'))],
    [
      'privacy is asked for',
      async () =>
        bridge.send('preferences.changed', preferenceTable({ privacyMode: { value: true } })),
    ],
  ])('goes when %s', async (_what, happen) => {
    const page = await open()
    await press(page, reveal)
    await happen(page)
    await settle()
    expect(useNumbers().isRevealed(2)).toBe(false)
    expect(page.text()).not.toContain(whole)
  })

  it('stays while the list is loaded again', async () => {
    const page = await open()
    await press(page, reveal)
    await end()
    expect(page.get('aside').text()).toContain(whole)
  })

  it('can be copied while it is revealed', async () => {
    const write = vi.fn(async () => {})
    vi.stubGlobal('navigator', { clipboard: { writeText: write } })
    const page = await open()
    await press(page, reveal)
    await press(page, 'Copy the number of Chen Wei 陈伟 10412’s call')
    expect(write).toHaveBeenCalledWith(whole)
    vi.unstubAllGlobals()
  })

  it('that is not available is reported', async () => {
    const page = await open({ 'history.reveal_number': () => fail('number-not-kept') })
    await press(page, reveal)
    expect(useAnnouncements().last).toMatchObject({ status: 'failure' })
  })

  it('stays masked where revealing is switched off, and the button explains why', async () => {
    const page = await open({
      'preferences.get': () => ok(preferenceTable({ revealNumbers: { value: false } })),
    })
    await press(page, 'Showing full numbers is turned off in Settings.')
    expect(bridge.count('history.reveal_number')).toBe(0)
  })

  it('has no button where only its last digits are stored', async () => {
    const page = await show(holds(1))
    await rowsOf(page)[0]?.get('button').trigger('click')
    await settle()
    expect(page.get('aside').text()).toContain('•••• 1234')
    expect(() => button(page, reveal)).toThrow()
  })
})

it('shows times of the system’s current zone, and requests what “today” is there', async () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  const at = new Date(2026, 10, 22, 14, 3, 22).getTime()
  past = new FakeHistory([pastHold({ startedAt: at })])
  bridge = new FakeBridge(past.answers()).install()
  const page = render(
    defineComponent({
      setup() {
        useFollowedTimeZone()
        return () => h(HistoryView)
      },
    }),
  )
  await settle()
  await period(page, 'Today')
  expect(textOf(page)).toContain('22 Nov 14:03:22')
  const before = lastFilter().from
  vi.stubEnv('TZ', 'Asia/Shanghai')
  window.dispatchEvent(new Event('focus'))
  await settle()
  expect(textOf(page)).toContain('22 Nov 21:03:22')
  expect((before ?? NaN) - (lastFilter().from ?? NaN)).toBe(7 * 3_600_000)
})

describe('the export', () => {
  const moved = async (state: 'running' | 'done' | 'cancelled' | 'failed', rowsWritten = 0) => {
    bridge.send('history.export_moved', {
      state,
      file: 'held-calls.csv',
      done: rowsWritten,
      total: 1_500,
    })
    await settle()
  }

  it('contains exactly the filtered holds, and shows how many rows that is', async () => {
    const page = await show(holds(1_300))
    await period(page, 'All')
    await press(page, 'Export 1,300 rows…')
    expect(bridge.requests.findLast(({ name }) => name === 'history.export')?.input).toEqual({
      filter: lastFilter(),
      numbers: 'masked',
    })
    expect(page.get('progress').attributes()).toMatchObject({ value: '0', max: '1300' })
    expect(button(page, /^Export/).attributes('disabled')).toBeDefined()
  })

  it.each([
    ['Export masked numbers', ['masked']],
    ['Export full numbers', ['whole']],
    ['Cancel', []],
  ])('asks about numbers stored in full, and warns: %s', async (answer, numbers) => {
    const table = preferenceTable({ keptNumbers: { value: 'whole' } })
    const page = await show([pastHold()], { 'preferences.get': () => ok(table) })
    await press(page, /^Export/)
    expect(bridge.count('history.export')).toBe(0)
    expect(page.get('dialog[open]').text()).toContain('anyone who gets the file can read them')
    await press(page, answer)
    const requests = bridge.requests.filter(({ name }) => name === 'history.export')
    expect(requests.map(({ input }) => (input as Input<'history.export'>).numbers)).toEqual(numbers)
    expect(page.find('dialog[open]').exists()).toBe(false)
  })

  it.each([{ revealNumbers: { value: false } }, { privacyMode: { value: true } }])(
    'does not offer whole numbers with %j',
    async (changes) => {
      const table = preferenceTable({ keptNumbers: { value: 'whole' }, ...changes })
      const page = await show([pastHold()], { 'preferences.get': () => ok(table) })
      await press(page, /^Export/)
      expect(
        bridge.requests.findLast(({ name }) => name === 'history.export')?.input,
      ).toMatchObject({
        numbers: 'masked',
      })
    },
  )

  it('shows its progress, and can be canceled', async () => {
    const page = await show()
    await moved('running', 500)
    expect(page.get('progress').attributes()).toMatchObject({ value: '500', max: '1500' })
    expect(page.get('.export').text()).toContain('Exporting to held-calls.csv: 500 of 1,500 rows')
    await press(page, 'Cancel export')
    expect(bridge.count('history.cancel_export')).toBe(1)
    await moved('cancelled', 500)
    expect(page.get('.export [role="status"]').text()).toBe(
      'Export canceled. Nothing was saved to held-calls.csv.',
    )
  })

  it('reports that it could not be canceled', async () => {
    const page = await show([pastHold()], {
      'history.cancel_export': () => fail('history-unavailable'),
    })
    await moved('running', 500)
    await press(page, 'Cancel export')
    expect(useAnnouncements().last).toMatchObject({ status: 'failure' })
    expect(useAnnouncements().last?.text).toContain('history')
  })

  it.each([
    ['done', 'status', 'Exported 1,500 rows to held-calls.csv.'],
    ['failed', 'alert', 'Export failed. Nothing was saved to held-calls.csv.'],
  ] as const)('says that it is %s, until that is dismissed', async (state, role, text) => {
    const page = await show()
    await moved(state, 1_500)
    expect(page.get(`.export [role="${role}"]`).text()).toContain(text)
    button(page, 'Dismiss this notice').element.focus()
    await press(page, 'Dismiss this notice')
    expect(page.find('.export').exists()).toBe(false)
    expect(document.activeElement?.textContent).toBe('Hold history')
  })

  it.each([
    [true, undefined],
    [false, 'The folder could not be opened. The file is in /home/hw.'],
  ])('opens the folder of its file; the result is: %s', async (opened, message) => {
    const page = await show([pastHold()], {
      'history.open_export_folder': () => ok({ opened, folder: '/home/hw' }),
    })
    await moved('running', 1_500)
    expect(page.get('.export').text()).not.toContain('Open folder')
    await moved('done', 1_500)
    await press(page, 'Open folder')
    expect(bridge.count('history.open_export_folder')).toBe(1)
    expect(useAnnouncements().last?.text).toBe(message)
  })

  it('does nothing where no file was chosen', async () => {
    const page = await show([pastHold()], { 'history.export': () => ok(null) })
    await press(page, /^Export/)
    expect(page.find('.export').exists()).toBe(false)
    expect(button(page, /^Export/).attributes('disabled')).toBeUndefined()
  })

  it('is not reset to its start by a late response', async () => {
    let answer = () => {}
    const page = await show([pastHold()], {
      'history.export': () =>
        new Promise((resolve) => {
          answer = () =>
            resolve(ok({ state: 'running', file: 'held-calls.csv', done: 0, total: 1_500 }))
        }),
    })
    await press(page, /^Export/)
    await moved('done', 1_500)
    answer()
    await settle()
    expect(page.get('.export').text()).toContain('Exported')
  })

  it('reports that another one is running', async () => {
    const page = await show([pastHold()], { 'history.export': () => fail('export-running') })
    await press(page, /^Export/)
    expect(page.get('.notes [role="alert"]').text()).not.toBe('')
  })
})

it('links back to the board and to the settings', async () => {
  const page = await show()
  await press(page, 'History settings')
  expect(useNavigation().view).toBe('settings')
  await press(page, 'Back to the board')
  expect(useNavigation().view).toBe('board')
})
