// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { i18n } from '../i18n/index.ts'
import type { ChartOption } from './historyEcharts.ts'
import { useHistory } from './history.ts'
import { usePreferences } from '../state/preferences.ts'
import { type Answers, FakeBridge, fail, ok } from '../testing/fakeBridge.ts'
import { FakeHistory, pastHold, pastHolds } from '../testing/historyData.ts'
import { render, settle } from '../testing/mount.ts'
import { preferenceTable } from '../testing/preferencesData.ts'
import HistoryCharts from './HistoryCharts.vue'

/** The drawn options, by the label of the chart. */
const charts = vi.hoisted(() => [] as { label: string; options: ChartOption[]; isGone: boolean }[])
vi.mock('./historyEcharts.ts', () => ({
  draw: (place: HTMLElement) => {
    const chart = {
      label: place.getAttribute('aria-label') ?? '',
      options: [] as ChartOption[],
      isGone: false,
    }
    charts.push(chart)
    return {
      setOption: (option: ChartOption) => chart.options.push(option),
      resize: () => {},
      dispose: () => (chart.isGone = true),
    }
  },
}))

const now = new Date(2026, 10, 22, 15).getTime()
let bridge: FakeBridge
let past: FakeHistory
let wantsLessMotion = false
beforeEach(() => {
  vi.useFakeTimers({ now })
  i18n.global.locale.value = 'en'
  charts.length = 0
  wantsLessMotion = false
  const matchMedia = window.matchMedia.bind(window)
  vi.spyOn(window, 'matchMedia').mockImplementation((query) =>
    query.includes('reduced-motion')
      ? Object.assign(new EventTarget(), { matches: wantsLessMotion } as MediaQueryList)
      : matchMedia(query),
  )
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  document.documentElement.removeAttribute('data-theme')
})

const show = async (holds = pastHolds(400, 5, now), answers: Answers = {}) => {
  past = new FakeHistory(holds)
  bridge = new FakeBridge({ ...past.answers(), ...answers }).install()
  const page = render(HistoryCharts)
  usePreferences().start()
  useHistory().choice.period = 'all'
  await settle()
  return page
}
type Page = Awaited<ReturnType<typeof show>>
const card = (page: Page, title: string) => {
  const match = page.findAll('section').find((one) => one.find('h3').text() === title)
  if (!match) throw new Error(`no chart ${title}`)
  return match
}
const optionOf = (place: number) => JSON.stringify(charts[place]?.options.at(-1))
const lengths = 'Distribution of hold times'

describe('each chart', () => {
  it.each([
    'Holds and longest hold by hour',
    lengths,
    'Repeat holds',
    'Total hold time by agent',
    'Total hold time by skill',
  ])(
    '%s: has a title, units, a sentence for those who cannot see it, and a table',
    async (title) => {
      const page = await show()
      const one = card(page, title)
      expect(one.get('.unit').text()).not.toBe('')
      expect(one.get('[role="img"]').attributes('aria-label')).toMatch(/\d.*\.$/)
      await one.get(`button[aria-label="Show “${title}” as a table"]`).trigger('click')
      expect(one.findAll('tbody tr').length).toBeGreaterThan(1)
      expect(one.findAll('thead th').every((head) => head.text() !== '')).toBe(true)
      await one.get(`button[aria-label="Show “${title}” as a chart"]`).trigger('click')
      expect(one.find('[role="img"]').exists()).toBe(true)
    },
  )

  it('shows that there is nothing to draw', async () => {
    const page = await show([])
    expect(page.findAll('section').map((one) => one.find('.none').text())).toEqual(
      Array(5).fill('No holds match the filters.'),
    )
    expect(charts).toHaveLength(0)
  })
})

describe('the figures', () => {
  const rowsOf = async (page: Page, title: string) => {
    await card(page, title).get('.head > button').trigger('click')
    return card(page, title)
      .findAll('tbody tr')
      .map((row) => row.findAll('th, td').map((cell) => cell.text()))
  }

  it('are those that the main process counted', async () => {
    const at = new Date(2026, 10, 21, 9, 30).getTime()
    const page = await show([
      pastHold({ startedAt: at, durationMs: 130_000 }),
      pastHold({ id: 2, startedAt: at + 600_000, durationMs: 4_000, holdNumber: 2 }),
      pastHold({
        id: 3,
        startedAt: now - 60_000,
        durationMs: 30_000,
        callId: 'c',
        agentId: '1',
        agentName: '',
        skill: '',
      }),
    ])
    expect(await rowsOf(page, 'Repeat holds')).toEqual([
      ['once', '1'],
      ['2 times', '1'],
      ['3 times', '0'],
      ['4 times', '0'],
      ['5 times or more', '0'],
    ])
    expect(await rowsOf(page, 'Total hold time by agent')).toEqual([
      ['Chen Wei 陈伟 10412', '2:14', '2', '1:07'],
      ['1', '0:30', '1', '0:30'],
    ])
    expect((await rowsOf(page, 'Total hold time by skill')).at(-1)?.[0]).toBe('no skill')
    expect(await rowsOf(page, lengths)).toContainEqual(['2:00 – 3:00', '1', '33.3%'])
    const hours = 'Holds and longest hold by hour'
    expect(await rowsOf(page, hours)).toEqual([
      ['09:00', '2', '2:10'],
      ['10:00', '0', '–'],
      ['11:00', '0', '–'],
      ['12:00', '0', '–'],
      ['13:00', '0', '–'],
      ['14:00', '1', '0:30'],
    ])
    await card(page, hours).findAll('.ways button')[1]?.trigger('click')
    const inCourse = card(page, hours).findAll('tbody tr')
    expect(inCourse[0]?.text()).toContain('21 Nov 09:00')
    expect(inCourse).toHaveLength(30)
  })

  it('are by minutes where all holds began in one hour', async () => {
    const at = new Date(2026, 10, 21, 9, 30).getTime()
    const page = await show([
      pastHold({ startedAt: at, durationMs: 130_000 }),
      pastHold({ id: 2, startedAt: at + 2 * 60_000, durationMs: 30_000 }),
    ])
    expect(await rowsOf(page, 'Holds and longest hold by minute')).toEqual([
      ['09:30', '1', '2:10'],
      ['09:31', '0', '–'],
      ['09:32', '1', '0:30'],
    ])
  })

  it('distinguishes two agents of the same name', async () => {
    const page = await show([
      pastHold({ agentId: '1', agentName: 'Li Na' }),
      pastHold({ id: 2, agentId: '2', agentName: 'Li Na' }),
    ])
    const names = (await rowsOf(page, 'Total hold time by agent')).map(([name]) => name)
    expect(names.sort()).toEqual(['Li Na 1', 'Li Na 2'])
  })
})

describe('limits', () => {
  const own = { amberMs: 30_000, redMs: 60_000, criticalMs: 90_000 }
  const table = preferenceTable({ skillLimits: { value: [{ skill: 'voice', limits: own }] } })

  it('are drawn with their names, and a skill’s own where only that skill is selected', async () => {
    const page = await show(undefined, { 'preferences.get': () => ok(table) })
    const at = () =>
      charts.findIndex(({ isGone, label }) => !isGone && label.includes('Most common'))
    expect(optionOf(at())).toContain('Red 2:00')
    expect(card(page, lengths).text()).toContain('Some skills have their own limits')
    useHistory().choice.skills = ['voice']
    await settle()
    expect(optionOf(at())).toContain('Red 1:00')
    expect(card(page, lengths).get('.unit').text()).toContain('current limits for voice')
    expect(card(page, lengths).text()).not.toContain('Some skills have their own limits')
  })

  it('are distinguished by a pattern of each level, not by color alone', async () => {
    await show()
    const series = charts[0]?.options[0]?.series
    const patterns = (Array.isArray(series) ? series : [])
      .slice(1)
      .map((one) => JSON.stringify((one as { itemStyle: { decal: object } }).itemStyle.decal))
    expect(new Set(patterns).size).toBe(4)
  })
})

describe('the drawing', () => {
  it('follows the language', async () => {
    await show()
    expect(optionOf(0)).toContain('Critical')
    i18n.global.locale.value = 'zh-CN'
    await settle()
    expect(optionOf(0)).toContain('严重')
  })

  it('follows the theme', async () => {
    vi.spyOn(window, 'getComputedStyle').mockImplementation(() => {
      const isDark = document.documentElement.dataset['theme'] === 'dark'
      const color = isDark ? 'rgb(1, 1, 1)' : 'rgb(9, 9, 9)'
      return { color, backgroundColor: color } as CSSStyleDeclaration
    })
    await show()
    expect(optionOf(0)).toContain('rgb(9, 9, 9)')
    document.documentElement.dataset['theme'] = 'dark'
    await vi.advanceTimersByTimeAsync(10)
    await settle()
    expect(optionOf(0)).toContain('rgb(1, 1, 1)')
    expect(optionOf(0)).not.toContain('rgb(9, 9, 9)')
  })

  it('is animated once at first, then never, and not at all with reduced motion', async () => {
    await show()
    expect(charts[0]?.options[0]).toMatchObject({ animation: true })
    i18n.global.locale.value = 'zh-CN'
    await settle()
    expect(charts[0]?.options.at(-1)).toMatchObject({ animation: false })
    wantsLessMotion = true
    charts.length = 0
    await show()
    expect(charts[0]?.options[0]).toMatchObject({ animation: false })
  })

  it('shows names as text: markup would be interpreted, and its styles rejected', async () => {
    await show([pastHold({ agentName: '<b style="color:red">x</b>' })])
    const tooltip = charts[3]?.options[0]?.tooltip as unknown as { formatter(of: object): Element }
    const tip = tooltip.formatter([{ dataIndex: 0 }])
    expect(tip.textContent).toContain('<b style="color:red">x</b> 10412\n2:10')
    expect(tip.children).toHaveLength(0)
  })

  it('is destroyed with the view', async () => {
    const page = await show()
    page.unmount()
    expect(charts.length).toBe(5)
    expect(charts.every(({ isGone }) => isGone)).toBe(true)
  })
})

describe('loading the figures', () => {
  it('shows progress and errors, and retries', async () => {
    const page = await show(undefined, { 'history.get_charts': () => new Promise(() => {}) })
    expect(page.text()).toContain('Loading the charts…')
    page.unmount()
    const second = await show(undefined, {
      'history.get_charts': () => fail('history-unavailable'),
    })
    expect(second.text()).toContain('The charts could not be loaded.')
    bridge.answers['history.get_charts'] = ({ filter }) => ok(past.charts(filter))
    await second.get('button').trigger('click')
    await settle()
    expect(charts).toHaveLength(5)
  })

  it('follows new holds at most every five seconds, and keeps the figures where that fails', async () => {
    await show()
    const before = bridge.count('history.get_charts')
    for (let i = 0; i < 10; i += 1) bridge.send('history.changed', past.today(now))
    await vi.advanceTimersByTimeAsync(4_900)
    expect(bridge.count('history.get_charts')).toBe(before + 1)
    bridge.answers['history.get_charts'] = () => fail('history-unavailable')
    await vi.advanceTimersByTimeAsync(200)
    await settle()
    expect(bridge.count('history.get_charts')).toBe(before + 2)
    expect(charts.every(({ isGone }) => !isGone)).toBe(true)
  })
})
