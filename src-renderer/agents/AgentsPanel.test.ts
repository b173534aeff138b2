// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BoardSnapshot, WatchedAgent } from '../../src-shared/contract/index.ts'
import { i18n } from '../i18n/index.ts'
import { useBoard } from '../state/board.ts'
import { standsForMs } from '../state/announcements.ts'
import { boardNow, heldCall, snapshot, watchedAgent, watchState } from '../testing/boardData.ts'
import { FakeBridge, fail, ok } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import AgentsBar from './AgentsBar.vue'
import AgentsPanel from './AgentsPanel.vue'

let bridge: FakeBridge
let seq: number

beforeEach(() => {
  vi.useFakeTimers()
  seq = 10
  bridge = new FakeBridge().install()
})
afterEach(() => {
  i18n.global.locale.value = 'en'
  vi.useRealTimers()
})

const show = async (
  over: Partial<BoardSnapshot>,
  panel: object = AgentsPanel,
  props: object = {},
) => {
  bridge.answers['board.get_snapshot'] = () => ok(snapshot({ calls: [], ...over }))
  const page = render(panel, { props })
  useBoard().start()
  await settle()
  await vi.advanceTimersByTimeAsync(0)
  return page
}
type Page = Awaited<ReturnType<typeof show>>
/** The next patch of the main process. */
const patch = async (put: WatchedAgent[], removed: string[] = []): Promise<void> => {
  bridge.send('board.patch', { seq: (seq += 1), now: boardNow, agents: { put, gone: removed } })
  await settle()
}
const entry = (page: Page, id: string) => page.get(`li[data-agent-id="${id}"]`)
const coverage = (page: Page) => page.find('section[aria-label="Coverage"]')
const opener = (page: Page) => page.get('button[aria-expanded]')
const unseen = (agentId: string, over: Partial<WatchedAgent> = {}) =>
  watchedAgent({ agentId, name: `Agent ${agentId}`, state: 'unseen', reason: 'timeout', ...over })
const text = (page: { text: () => string }) => page.text().replace(/\s+/g, ' ')

describe('an agent', () => {
  it.each([
    ['idle', {}, 'idle · 12:00'],
    ['signed-out', { sinceAtLeast: true }, 'signed out · ≥at least 12:00'],
    ['holding', { held: 2 }, '2 calls · 12:00'],
    ['waiting', {}, 'not checked yet'],
    ['talking', {}, '12:05'],
  ] as const)('that is %s says since when', async (state, over, age) => {
    const agent = watchedAgent({ state, since: boardNow - 725_000, ...over })
    const page = await show({ agents: [agent] })
    expect(text(entry(page, '10412').get('.state')).replace(/^[^\p{L}\d]+/u, '')).toBe(age)
  })

  it.each([
    [119_000, '1:00'],
    [119 * 60_000, '1:59:00'],
    [26 * 3_600_000, '26:00:00'],
  ])(
    'that neither talks nor holds for %d ms is so for %s, which stands for a minute',
    async (ms, age) => {
      const page = await show({ agents: [watchedAgent({ since: boardNow - ms })] })
      expect(text(entry(page, '10412'))).toContain(`idle · ${age}`)
    },
  )

  it('that neither talks nor holds shows no time in the first minute', async () => {
    const page = await show({ agents: [watchedAgent({ since: boardNow - 20_000 })] })
    expect(entry(page, '10412').get('.duration').text()).toBe('')
  })

  it('whose state has a lower bound shows no short time', async () => {
    const agent = watchedAgent({ since: boardNow - 58_000, sinceAtLeast: true })
    const page = await show({ agents: [agent] })
    // Text that is hidden by its style alone.
    expect(entry(page, '10412').get('.duration').text()).toBe('')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(text(entry(page, '10412').get('.since'))).toBe('· ≥at least 1:00')
  })

  it('that holds shows the time since the longest call began', async () => {
    const page = await show({
      agents: [
        watchedAgent({ state: 'holding', held: 1, since: boardNow - 20_000, sinceAtLeast: true }),
      ],
      calls: [heldCall({ startedAt: boardNow - 342_000 })],
    })
    expect(text(entry(page, '10412').get('.state'))).toBe('1 call · 5:42')
  })

  it('who talks since an unknown moment shows no time that is not significant', async () => {
    const talking = { state: 'talking', sinceAtLeast: true } as const
    const page = await show({ agents: [watchedAgent({ ...talking, since: boardNow })] })
    expect(text(entry(page, '10412').get('.state'))).toBe('talking')
    await vi.advanceTimersByTimeAsync(61_000)
    expect(text(entry(page, '10412').get('.state'))).toMatch(/1:0\d$/)
  })

  it('changes its language at once, not with the next second', async () => {
    const page = await show({ agents: [watchedAgent({ since: boardNow - 725_000 })] })
    i18n.global.locale.value = 'zh-CN'
    await settle()
    expect(text(entry(page, '10412').get('.state'))).toBe('空闲 · 12:00')
  })

  it('that is not observed is one line until its details are opened', async () => {
    const page = await show({ agents: [unseen('1')] })
    const why = entry(page, '1').get('button[aria-expanded]')
    expect(why.attributes()).toMatchObject({
      'aria-label': 'Agent 1 1: no answer',
      'aria-expanded': 'false',
    })
    expect(text(entry(page, '1'))).not.toContain('did not answer in time')
    await why.trigger('click')
    expect(why.attributes('aria-expanded')).toBe('true')
    expect(text(entry(page, '1'))).toContain('did not answer in time')
    await why.trigger('click')
    expect(text(entry(page, '1'))).not.toContain('did not answer in time')
  })

  it('that is not observed shows why, since when, what to do, and is retried at once', async () => {
    const page = await show({
      agents: [
        unseen('1', { since: boardNow - 725_000, nextTryAt: boardNow + 8_000, failures: 3 }),
      ],
    })
    expect(text(entry(page, '1'))).toContain('no answer')
    await entry(page, '1').get('button[aria-expanded]').trigger('click')
    expect(text(entry(page, '1'))).toContain('did not answer in time. Failed 3 times in a row.')
    expect(text(entry(page, '1'))).toContain('ask whether the gateway is overloaded')
    expect(text(entry(page, '1'))).toContain('For 12:05. Retrying in 8 s.')
    bridge.answers['watch.retry_agent'] = () => fail('not-signed-in')
    await entry(page, '1').get('button[aria-label="Retry Agent 1 1"]').trigger('click')
    await settle()
    expect(bridge.requests).toContainEqual({ name: 'watch.retry_agent', input: { agentId: '1' } })
    expect(entry(page, '1').get('[role="alert"]').text()).toContain('Sign in first')
  })

  it('that is removed leaves the focus to the next, and in the end to the panel', async () => {
    const page = await show({ agents: ['1', '2', '3'].map((agentId) => watchedAgent({ agentId })) })
    ;(entry(page, '2').get('.remove').element as HTMLElement).focus()
    await patch([], ['2'])
    expect(document.activeElement).toBe(entry(page, '3').element)
    await patch([], ['3'])
    expect(document.activeElement).toBe(entry(page, '1').element)
    await patch([], ['1'])
    expect(document.activeElement).toBe(page.get('button').element)
  })

  it('keeps the focus when it moves', async () => {
    const page = await show({ agents: [unseen('1'), watchedAgent({ agentId: '2' })] })
    await entry(page, '1').get('button[aria-expanded]').trigger('click')
    const retry = entry(page, '1').get('button[aria-label^="Retry"]').element as HTMLElement
    retry.focus()
    await patch([watchedAgent({ agentId: '1' })])
    expect(document.activeElement).toBe(entry(page, '1').element)
  })

  it('has the sign of its longest call', async () => {
    const page = await show({
      agents: [watchedAgent({ state: 'holding', held: 2 })],
      calls: [
        heldCall({ holdId: 'short', startedAt: boardNow - 5_000, level: 'normal' }),
        heldCall({ holdId: 'long', level: 'red' }),
      ],
    })
    expect(entry(page, '10412').find('.level-icon.red').exists()).toBe(true)
  })
})

describe('the coverage', () => {
  const some = {
    agents: [
      watchedAgent(),
      unseen('1'),
      unseen('2', { reason: 'not-visible' }),
      unseen('3', { reason: 'not-visible' }),
      unseen('4', { reason: 'gateway-error', retcode: '300-001' }),
    ],
  }

  it('opens after the first round, by reason with what to do', async () => {
    const page = await show(some)
    expect(text(opener(page))).toBe('1 of 5 visible')
    const groups = coverage(page).findAll('li').map(text)
    expect(groups[0]).toContain('not found · 2Agent 2 2, Agent 3 3Check the ID.')
    expect(groups[1]).toContain('no answer · 1Agent 1 1If this continues, ask whether the gateway')
    expect(groups[2]).toContain('rejected · 1Agent 4 4')
    expect(groups[2]).toContain('(code 300-001)')
    expect(text(coverage(page))).toContain('1 of 5 agents visible.')
    await coverage(page).get('button.button').trigger('click')
    expect(bridge.count('watch.retry')).toBe(1)
  })

  it('waits for the first round, and is announced once at its end', async () => {
    const page = await show({ agents: [watchedAgent({ state: 'waiting' }), unseen('1')] })
    expect(text(opener(page))).toBe('1 of 2 checked')
    expect(coverage(page).exists()).toBe(false)
    expect(page.get('.sr-only[role="status"]').text()).toBe('')
    await patch([watchedAgent()])
    expect(coverage(page).exists()).toBe(true)
    const announcement = 'First check complete: 1 of 2 agents visible.'
    expect(page.get('.sr-only[role="status"]').text()).toBe(announcement)
    await patch([watchedAgent({ agentId: '1' })])
    expect(page.get('.sr-only[role="status"]').text()).toBe(announcement)
    await vi.advanceTimersByTimeAsync(standsForMs)
    expect(page.get('.sr-only[role="status"]').text()).toBe('')
  })

  it('keeps the focus when no agent is left for a retry', async () => {
    const page = await show({ agents: [unseen('1'), watchedAgent()] })
    bridge.answers['watch.retry'] = () => new Promise(() => {})
    const again = coverage(page).get('.button')
    ;(again.element as HTMLElement).focus()
    await again.trigger('click')
    expect(again.attributes('disabled')).toBeUndefined()
    await patch([watchedAgent({ agentId: '1' })])
    expect(coverage(page).find('.button').exists()).toBe(false)
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Close/)
  })

  it('stays closed where all are observed, and opens on request', async () => {
    const page = await show({ agents: [watchedAgent(), watchedAgent({ agentId: '2' })] })
    expect(text(opener(page))).toBe('All 2 visible')
    expect(coverage(page).exists()).toBe(false)
    await opener(page).trigger('click')
    expect(text(coverage(page))).toContain('All 2 agents visible.')
    expect(coverage(page).find('button.button').exists()).toBe(false)
  })

  it('stays closed once closed, and returns the focus; agents who join open it again', async () => {
    const page = await show(some)
    await coverage(page).get('button[aria-label^="Close"]').trigger('click')
    expect(coverage(page).exists()).toBe(false)
    expect(document.activeElement).toBe(opener(page).element)
    await patch([unseen('1', { reason: 'no-right' })])
    expect(coverage(page).exists()).toBe(false)
    await patch([watchedAgent({ agentId: '9', state: 'waiting' })])
    await patch([unseen('9')])
    expect(coverage(page).exists()).toBe(true)
  })

  it('does not open while the watch is not running, or no agent is watched', async () => {
    const page = await show({ ...some, watch: watchState({ state: 'stopped' }) })
    expect(coverage(page).exists()).toBe(false)
    page.unmount()
    const empty = await show({ agents: [] })
    expect(text(opener(empty))).toBe('No agents are monitored')
    expect(coverage(empty).exists()).toBe(false)
  })

  it('names only the first of many', async () => {
    const agents = Array.from({ length: 30 }, (_, i) => unseen(String(101 + i)))
    const page = await show({ agents })
    expect(text(coverage(page).get('li'))).toContain('Agent 112 112, and 18 more')
  })

  it('is in the bar of narrow windows in two lines', async () => {
    const page = await show(some, AgentsBar)
    expect(text(page.get('button'))).toContain(
      '4 agents are not visible2 not found, 1 no answer, 1 rejected',
    )
    await page.get('button').trigger('click')
    expect(page.emitted('open')).toHaveLength(1)
  })
})

describe('the panel', () => {
  const many = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      watchedAgent({ agentId: String(10_001 + i), name: `Agent ${i + 1}` }),
    )
  const entries = (page: Page) => page.findAll('li[data-agent-id]')
  /** As the browser reports that a block approaches the visible area, or leaves it. */
  const tell = async (block: Element, skipped: boolean): Promise<void> => {
    block.dispatchEvent(Object.assign(new Event('contentvisibilityautostatechange'), { skipped }))
    await settle()
  }

  it('shows the full name of the watched roster, where it is cut off', async () => {
    const name = 'Early shift of the second floor, with everybody from training'
    bridge.answers['rosters.get'] = () =>
      ok({ rosters: [{ name, agents: many(2) }], withoutCredential: [] })
    const page = await show({ agents: many(2) })
    const button = page.get('button[aria-haspopup="dialog"]')
    expect(button.attributes('title')).toBe(name)
    bridge.answers['rosters.get'] = () => ok({ rosters: [], withoutCredential: [] })
    const without = await show({ agents: many(2) })
    expect(without.get('button[aria-haspopup="dialog"]').attributes('title')).toBeUndefined()
  })

  it('renders only those of hundreds of agents that are near the visible area', async () => {
    const page = await show({ agents: many(500) })
    expect(page.findAll('ul')).toHaveLength(20)
    expect(entries(page)).toHaveLength(50)
    const last = page.findAll('ul').at(-1)?.element as HTMLElement
    expect(last.children).toHaveLength(0)
    await tell(last, false)
    expect(last.children).toHaveLength(25)
    expect(last.textContent).toContain('Agent 500')
    await tell(last, true)
    expect(last.children).toHaveLength(0)
  })

  it('finds one of many by name or id, and reports where there is none', async () => {
    const page = await show({ agents: many(40) })
    const search = page.get('input[type="search"]')
    await search.setValue('agent 17')
    expect(entries(page).map(text)).toHaveLength(1)
    await search.setValue('10040')
    expect(text(entries(page)[0] ?? page)).toContain('Agent 40')
    await search.setValue('nobody')
    expect(entries(page)).toHaveLength(0)
    expect(text(page)).toContain('No agents match “nobody”.')
  })

  it('shows many agents with the same reason in one line, which opens', async () => {
    const agents = [
      ...Array.from({ length: 51 }, (_, i) => unseen(String(101 + i), { reason: 'unreachable' })),
      ...['1', '2', '3', '4', '5'].map((agentId) => unseen(agentId)),
    ]
    const page = await show({ agents })
    const lines = page.findAll('details')
    expect(lines.map((line) => text(line.get('summary')))).toEqual(['unreachable · 51'])
    const [line = page] = lines
    expect(line.attributes('open')).toBeUndefined()
    // The reason is shown once for all of them, and not again below each.
    expect(text(line).match(/The gateway cannot be reached/g)).toHaveLength(1)
    expect(text(line)).toContain('Check the network or VPN')
    expect(line.find('[data-agent-id="101"][data-reason="unreachable"]').exists()).toBe(true)
    expect(line.find('[data-agent-id="1"]').exists()).toBe(false)
    expect(entry(page, '1').attributes('data-reason')).toBe('timeout')
  })

  it('offers no search for a few', async () => {
    const page = await show({ agents: many(29) })
    expect(page.find('input[type="search"]').exists()).toBe(false)
  })

  it('shows only problems on a wall display', async () => {
    const agents = [watchedAgent(), unseen('1')]
    const page = await show({ agents }, AgentsPanel, { onlyWrong: true })
    expect(entries(page).map((one) => one.attributes('data-agent-id'))).toEqual(['1'])
    expect(page.text()).not.toContain('Add agents')
    expect(page.find('.rosters').exists()).toBe(false)
  })

  it('names the roster that is watched, and no other', async () => {
    const roster = (name: string, ...ids: string[]) => ({
      name,
      agents: ids.map((agentId) => ({ agentId, name: '' })),
    })
    bridge.answers['rosters.get'] = () =>
      ok({ rosters: [roster('Late', '1'), roster('Early', '2', '1')], withoutCredential: [] })
    const agents = [watchedAgent({ agentId: '1' }), watchedAgent({ agentId: '2' })]
    const page = await show({ agents })
    expect(text(page.get('.rosters'))).toBe('Rosters, current: Early')
    await patch([watchedAgent({ agentId: '3' })])
    expect(text(page.get('.rosters'))).toBe('Rosters…')
  })
})
