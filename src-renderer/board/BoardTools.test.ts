// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { SavedView } from '../../src-shared/contract/index.ts'
import { useNavigation } from '../state/navigation.ts'
import { boardNow, heldCall, snapshot, watchedAgent } from '../testing/boardData.ts'
import { noFilters } from './filter.ts'
import { type BoardPage, useBoardPage } from '../testing/boardPage.ts'
import { fail, ok } from '../testing/fakeBridge.ts'
import { settle } from '../testing/mount.ts'
import { preferenceTable } from '../testing/preferencesData.ts'

const show = useBoardPage()
const calls = [
  heldCall({
    holdId: 'crit',
    agentId: '1',
    skill: 'vip',
    level: 'critical',
    startedAt: boardNow - 400_000,
  }),
  heldCall({ holdId: 'red', agentId: '2', level: 'red', customer: '•••• 8840' }),
  heldCall({
    holdId: 'new',
    agentId: '1',
    level: 'normal',
    callFeature: 7,
    startedAt: boardNow - 55_000,
  }),
]
const agents = [
  watchedAgent({ agentId: '1', name: 'Maria Lopez' }),
  watchedAgent({ agentId: '2', name: 'Sun Li 孙丽' }),
]
const scene = { calls, agents }
const order = ({ page }: BoardPage) =>
  page.findAll('tr[data-call-id]').map((row) => row.attributes('data-hold-id'))
const search = (board: BoardPage, text: string) => board.page.get('.search input').setValue(text)
const hidden = ({ page }: BoardPage) => page.get('.hidden-remark').text().replace(/\s+/g, ' ')
/** The panels are rendered at the end of the page. */
const panel = () => document.querySelector<HTMLElement>('.tool-panel')
const tool = (board: BoardPage, name: string) => {
  const match = board.page.findAll('.tools button').find((one) => one.text().startsWith(name))
  if (!match) throw new Error(`no tool ${name}`)
  return match
}
const open = async (board: BoardPage, name: string) => {
  await tool(board, name).trigger('click')
  await settle()
}
const tick = async (name: string) => {
  const label = [...(panel()?.querySelectorAll('label') ?? [])].find(
    (one) => one.textContent.trim() === name,
  )
  label?.querySelector('input')?.click()
  await settle()
}

describe('the search', () => {
  it.each([
    ['8840', ['red']],
    ['maria', ['crit', 'new']],
    ['孙丽', ['red']],
  ])('for %s shows the matches, and what it hides', async (text, match) => {
    const board = await show(scene)
    await search(board, text)
    expect(order(board)).toEqual(match)
    expect(hidden(board)).toContain(`${3 - match.length} held call`)
  })

  it('finds no number by its digits in privacy mode, so that none is revealed', async () => {
    const board = await show(scene)
    await search(board, '8840')
    expect(order(board)).toEqual(['red'])
    board.bridge.send('preferences.changed', preferenceTable({ privacyMode: { value: true } }))
    await settle()
    expect(order(board)).toEqual([])
  })

  it('never hides a red or critical hold without showing a message', async () => {
    const board = await show(scene)
    await search(board, 'nobody')
    expect(hidden(board)).toBe('3 held calls are hidden. 2 of them are red or critical.Show all')
    expect(board.page.get('main').text()).toContain('No held calls match')
    await board.page.get('.hidden-remark button').trigger('click')
    expect(order(board)).toEqual(['crit', 'red', 'new'])
    expect(hidden(board)).toBe('')
  })

  it('reserves the space for its message before it hides anything, so that no row moves', async () => {
    const board = await show({ calls: calls.slice(0, 1), agents })
    expect(board.page.find('.hidden-remark p').exists()).toBe(false)
    await search(board, 'maria')
    const remark = board.page.get('.hidden-remark p')
    expect(remark.text()).toContain('All held calls are shown.')
    expect(remark.get('button').classes()).toContain('invisible')
    await board.patch({ calls: { put: calls.slice(1), gone: [] } })
    expect(hidden(board)).toContain('1 held call is hidden. 1 of them is red or critical.')
    expect(board.page.get('.hidden-remark p').element).toBe(remark.element)
    expect(remark.get('button').classes()).not.toContain('invisible')
  })

  it('also shows it for one that turns red while it is hidden', async () => {
    const board = await show(scene)
    await search(board, 'sun li')
    expect(hidden(board)).toContain('1 of them is red or critical')
    await board.patch({
      calls: { put: [heldCall({ holdId: 'new', agentId: '1', level: 'red' })], gone: [] },
    })
    expect(hidden(board)).toContain('2 of them are red or critical')
  })

  it('finds no number in privacy mode', async () => {
    const board = await show(scene, { privacyMode: { value: true } })
    await search(board, '8840')
    expect(order(board)).toEqual([])
  })

  it('is cleared by Escape, and then left', async () => {
    const board = await show(scene)
    await board.press('/')
    expect(document.activeElement?.getAttribute('type')).toBe('search')
    await search(board, 'maria')
    await board.press('Escape')
    expect(order(board)).toHaveLength(3)
    await board.press('Escape')
    expect(document.activeElement).toBe(document.body)
  })
})

describe('the filter', () => {
  it.each([
    ['Critical', ['crit']],
    ['vip', ['crit']],
    ['Outgoing', ['new']],
    ['Sun Li 孙丽 2', ['red']],
  ])('by %s shows what fits, as soon as it is ticked', async (name, match) => {
    const board = await show(scene)
    await open(board, 'Filter')
    await tick(name)
    expect(order(board)).toEqual(match)
    expect(tool(board, 'Filter').text()).toMatch(/^Filter\s+1$/)
  })

  it('by age includes a call once it is old enough', async () => {
    const board = await show(scene)
    await open(board, 'Filter')
    const select = panel()?.querySelector('select')
    if (!select) throw new Error('no choice of ages')
    select.value = '60000'
    select.dispatchEvent(new Event('change'))
    await settle()
    expect(order(board)).toEqual(['crit', 'red'])
    await board.pass(6)
    expect(order(board)).toEqual(['crit', 'red', 'new'])
  })

  it('opens by key, and is cleared as a whole', async () => {
    const board = await show(scene)
    await board.press('f')
    await tick('Red')
    await tick('Critical')
    expect(order(board)).toEqual(['crit', 'red'])
    panel()?.querySelector<HTMLElement>('.link')?.click()
    await settle()
    expect(order(board)).toHaveLength(3)
  })

  it('keeps a pinned row below its heading, which counts it while it is held', async () => {
    const board = await show(scene)
    const heading = () => board.page.get('tr[data-group]').text().replace(/\s+/g, ' ')
    await board.press('g')
    await open(board, 'Filter')
    await tick('Red')
    await board.page.get('tr[data-hold-id="red"]').trigger('pointermove')
    const worse = heldCall({ holdId: 'red', agentId: '2', level: 'critical' })
    await board.patch({ calls: { put: [worse], gone: [] } })
    expect(order(board)).toEqual(['red'])
    expect(heading()).toContain('highest level: CriticalSun Li 孙丽21 call')
    await board.patch({ calls: { put: [], gone: ['red'] } })
    expect(heading()).toBe('Sun Li 孙丽2no calls')
  })

  it('is cleared for a row chosen in the tray’s menu', async () => {
    const board = await show(scene)
    await search(board, 'maria')
    useNavigation().requestedHold = 'red'
    await settle()
    expect(order(board)).toContain('red')
    expect(document.activeElement?.getAttribute('data-hold-id')).toBe('red')
  })
})

describe('a choice in the tray’s menu', () => {
  const want = async (board: BoardPage, holdId: string) => {
    await search(board, 'maria')
    useNavigation().requestedHold = holdId
    await settle()
  }

  it('clears no filter where the call has ended', async () => {
    const board = await show(scene)
    await want(board, 'ended')
    expect(order(board)).toEqual(['crit', 'new'])
    expect(useNavigation().requestedHold).toBeNull()
  })

  it('clears none where the board has not been notified of the end yet', async () => {
    const board = await show(scene)
    const rest = snapshot({
      seq: 11,
      calls: calls.filter(({ holdId }) => holdId !== 'red'),
      agents,
    })
    board.bridge.answers['board.get_snapshot'] = () => ok(rest)
    await want(board, 'red')
    expect(order(board)).toEqual(['crit', 'new'])
    expect(useNavigation().requestedHold).toBeNull()
  })

  it('clears none where the row is visible', async () => {
    const board = await show(scene)
    await want(board, 'new')
    expect(order(board)).toEqual(['crit', 'new'])
    expect(document.activeElement?.getAttribute('data-hold-id')).toBe('new')
  })
})

describe('teams', () => {
  const teams = (board: BoardPage) =>
    board.page.findAll('tr[data-group]').map((one) => one.get('.name').text())

  it('group the rows where the gateway reports them', async () => {
    const agents = ['1', '2', '3'].map((agentId, at) =>
      watchedAgent({ agentId, name: '', team: ['Sales', '', 'Sales'][at] ?? '' }),
    )
    const held = agents.map(({ agentId }) => heldCall({ holdId: agentId, agentId }))
    const board = await show({ agents, calls: held })
    for (let i = 0; i < 3; i += 1) await board.press('g')
    expect(teams(board)).toEqual(['Sales', 'No team'])
    await board.press('g')
    expect(teams(board)).toEqual([])
  })

  it('are not offered where it reports none', async () => {
    const board = await show({ agents: [watchedAgent()] })
    const options = board.page.findAll('select[aria-label="Grouping"] option')
    expect(options.map((option) => option.text())).toEqual(['No grouping', 'By agent', 'By skill'])
  })
})

describe('saved views', () => {
  const vip: SavedView = {
    name: 'VIP by agent',
    grouping: 'agent',
    filters: { ...noFilters, skills: ['vip'] },
  }
  const changes = (board: BoardPage) =>
    board.bridge.requests.flatMap(({ name, input }) => (name === 'preferences.set' ? [input] : []))

  it('restore grouping and filters', async () => {
    const board = await show(scene, { views: { value: [vip] } })
    await search(board, 'sun li')
    await open(board, 'Views')
    panel()?.querySelector<HTMLElement>('.view')?.click()
    await settle()
    expect(order(board)).toEqual(['crit'])
    expect(board.page.get('tr[data-group]').attributes('data-group')).toBe('1')
    expect(panel()).toBeNull()
  })

  it('are stored by name, and names are unique', async () => {
    const board = await show(scene, { views: { value: [vip] } })
    await board.press('g')
    await open(board, 'Views')
    const input = panel()?.querySelector('input')
    const form = panel()?.querySelector('form')
    for (const name of ['  All by agent ', 'VIP by agent']) {
      if (!input) throw new Error('no name')
      input.value = name
      input.dispatchEvent(new Event('input'))
      await settle()
      form?.dispatchEvent(new Event('submit', { cancelable: true }))
      await settle()
    }
    const all = { name: 'All by agent', grouping: 'agent', filters: { ...vip.filters, skills: [] } }
    expect(changes(board)).toEqual([
      { key: 'views', value: [vip, all] },
      { key: 'views', value: [all, { ...all, name: 'VIP by agent' }] },
    ])
  })

  it('return to their position when the deletion is undone, with the focus', async () => {
    const others = ['A', 'B'].map((name) => ({ ...vip, name }))
    const views = [others[0] ?? vip, vip, others[1] ?? vip]
    const board = await show(scene, { views: { value: views } })
    await open(board, 'Views')
    panel()?.querySelector<HTMLElement>('[aria-label="Delete the view VIP by agent"]')?.click()
    await settle()
    expect(panel()?.querySelector('[role="status"]')?.textContent).toContain(
      'Deleted the view VIP by agent.',
    )
    expect(document.activeElement?.textContent?.trim()).toBe('Undo')
    ;(document.activeElement as HTMLElement).click()
    await settle()
    expect(changes(board)).toEqual([
      { key: 'views', value: others },
      { key: 'views', value: views },
    ])
    expect(document.activeElement?.textContent).toBe('VIP by agent')
    expect(panel()?.querySelector('[role="status"]')).toBeNull()
  })

  it('are deleted, and report an error', async () => {
    const board = await show(scene, { views: { value: [vip] } })
    await open(board, 'Views')
    board.bridge.answers['preferences.set'] = () => fail('cannot-save')
    panel()?.querySelector<HTMLElement>('[aria-label="Delete the view VIP by agent"]')?.click()
    await settle()
    expect(changes(board)).toEqual([{ key: 'views', value: [] }])
    expect(panel()?.querySelector('[role="alert"]')?.textContent).not.toBe('')
    expect(panel()?.querySelector('.view')).not.toBeNull()
  })

  it('that an administrator has set cannot be changed', async () => {
    const board = await show(scene, { views: { value: [vip], isLocked: true } })
    await open(board, 'Views')
    expect(panel()?.textContent).toContain('Views are managed by your administrator')
    expect(panel()?.querySelector('form')).toBeNull()
    expect(panel()?.querySelector('[aria-label^="Delete"]')).toBeNull()
  })
})

describe('all rows', () => {
  const acknowledged = ({ bridge }: BoardPage) =>
    bridge.requests.flatMap(({ name, input }) => (name === 'hold.acknowledge_all' ? [input] : []))
  const announcements = ({ page }: BoardPage) =>
    page
      .findAll('[role="status"]')
      .map((region) => region.text())
      .join(' ')

  it('are acknowledged at once, while any is not', async () => {
    const attention = { kind: 'acknowledged', at: boardNow, until: null } as const
    const board = await show(scene)
    board.bridge.answers['hold.acknowledge_all'] = () => ok({ holdIds: ['crit', 'red'] })
    const button = tool(board, 'Acknowledge all')
    await button.trigger('click')
    await settle()
    expect(acknowledged(board)).toEqual([{ holdIds: ['crit', 'red'] }])
    expect(announcements(board)).toContain('Acknowledged 2 held calls.')
    await board.patch({ calls: { put: calls.map((call) => ({ ...call, attention })), gone: [] } })
    expect(button.attributes('disabled')).toBeDefined()
  })

  it.each(['the button', 'its key'])('can be taken back by %s, once', async (way) => {
    const board = await show(scene)
    board.bridge.answers['hold.acknowledge_all'] = () => ok({ holdIds: ['crit', 'red'] })
    board.bridge.answers['hold.clear_attention_all'] = () => ok(null)
    await tool(board, 'Acknowledge all').trigger('click')
    await settle()
    const undo = () => board.page.findAll('button').find((one) => one.text() === 'Undo')
    if (way === 'its key') await board.press('u')
    else await undo()?.trigger('click')
    await settle()
    expect(announcements(board)).toContain('Undid the acknowledgment of 2 held calls.')
    expect(undo()).toBeUndefined()
    await board.press('u')
    const undone = board.bridge.requests.filter(({ name }) => name === 'hold.clear_attention_all')
    expect(undone.map(({ input }) => input)).toEqual([{ holdIds: ['crit', 'red'] }])
  })

  it('are not acknowledged where a filter hides them, and that is reported', async () => {
    const board = await show(scene)
    board.bridge.answers['hold.acknowledge_all'] = () => ok({ holdIds: ['red'] })
    await search(board, 'sun li')
    await tool(board, 'Acknowledge all').trigger('click')
    await settle()
    expect(acknowledged(board)).toEqual([{ holdIds: ['red'] }])
    expect(announcements(board)).toContain(
      'Acknowledged 1 held call. 1 hidden call is over a limit',
    )
  })

  it.each([
    ['normal', [heldCall({ level: 'normal' })], ''],
    ['hidden', calls, 'nobody'],
  ])('offer nothing to acknowledge where all are %s', async (_w, held, text) => {
    const board = await show({ calls: held, agents })
    await search(board, text)
    expect(tool(board, 'Acknowledge all').attributes('disabled')).toBeDefined()
  })
})

describe('the density', () => {
  it('changes by key and by button, through the main process', async () => {
    const board = await show(scene)
    board.bridge.answers['preferences.set'] = ({ value }) =>
      ok(preferenceTable({ density: { value: value as 'compact' } }))
    await board.press('d')
    expect(board.bridge.requests).toContainEqual({
      name: 'preferences.set',
      input: { key: 'density', value: 'wallboard' },
    })
    expect(board.page.find('.tools').exists()).toBe(false)
    expect(board.page.find('aside').exists()).toBe(false)
    await board.page.get('footer button[aria-label="Compact board"]').trigger('click')
    await settle()
    expect(board.page.find('aside').exists()).toBe(true)
    await board.page.get('button[aria-label="Wallboard"]').trigger('click')
    await settle()
    expect(board.page.find('footer').exists()).toBe(true)
  })

  it('of the wall shows who is not observed, and never hides rows without a message', async () => {
    const unseen = watchedAgent({
      agentId: '2',
      name: 'Olga',
      state: 'unseen',
      reason: 'not-visible',
    })
    const board = await show(
      { calls, agents: [watchedAgent({ agentId: '1' }), unseen] },
      { density: { value: 'wallboard' } },
    )
    const foot = board.page.get('footer').text()
    expect(foot).toContain('1 agent is not visible')
    expect(foot).toContain('Olga 2 (not found)')
    await board.press('/')
    expect(board.page.find('.tools').exists()).toBe(true)
    await search(board, 'olga')
    await board.press('Escape')
    await board.press('Escape')
    await settle()
    expect(board.page.find('.tools').exists()).toBe(false)
  })

  it('keeps the tools on the wall while something is hidden', async () => {
    const board = await show(scene, { density: { value: 'wallboard' } })
    await board.press('/')
    await search(board, 'maria')
    ;(document.activeElement as HTMLElement).blur()
    await settle()
    expect(board.page.find('.tools').exists()).toBe(true)
    expect(hidden(board)).toContain('1 held call is hidden')
  })
})
