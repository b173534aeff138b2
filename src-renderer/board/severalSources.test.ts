// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import type { BoardSnapshot, SourceState, WatchState } from '../../src-shared/contract/index.ts'
import { useNavigation } from '../state/navigation.ts'
import { boardNow, heldCall, sourceState, watchedAgent, watchState } from '../testing/boardData.ts'
import { type BoardPage, useBoardPage } from '../testing/boardPage.ts'
import { ok } from '../testing/fakeBridge.ts'
import { settle } from '../testing/mount.ts'
import { cmsOrigin, gatewayOrigin, sourcesView, sourceView } from '../testing/sourcesData.ts'

const show = useBoardPage()
const southOrigin = 'https://south.example:8043'
const north = sourceState({ origin: gatewayOrigin, name: 'North' })
const south = (watch: WatchState = watchState(), over: Partial<SourceState> = {}): SourceState =>
  sourceState({ origin: southOrigin, name: 'South', watch, ...over })
const tenMinutesAgo = boardNow - 600_000
const lost = watchState({ state: 'interrupted', reason: 'timeout', since: tenMinutesAgo })

const agents = [
  watchedAgent({ agentId: '1', name: 'Ann', sources: [gatewayOrigin, southOrigin] }),
  watchedAgent({
    agentId: '2',
    name: 'Ben',
    state: 'unseen',
    reason: 'timeout',
    sources: [southOrigin],
  }),
  watchedAgent({
    agentId: '3',
    name: 'Cleo',
    state: 'unseen',
    reason: 'timeout',
    sources: [southOrigin],
  }),
  watchedAgent({
    agentId: '4',
    name: 'Dora',
    state: 'unseen',
    reason: 'no-right',
    sources: [gatewayOrigin],
  }),
]
const open = (sources: SourceState[], over: Partial<BoardSnapshot> = {}) => {
  vi.setSystemTime(new Date(2026, 10, 22, 10, 12))
  return show({ sources, agents, ...over }, {}, { 'watch.retry': () => ok(null) })
}
const banners = ({ page }: BoardPage) => page.findAll('.banner').map((banner) => banner.text())
const buttons = ({ page }: BoardPage) =>
  page.findAll('.banner button').map((button) => button.text())
const press = async ({ page }: BoardPage, name: string) => {
  await page
    .findAll('.banner button')
    .find((button) => button.text() === name)
    ?.trigger('click')
  await settle()
}
const inputsOf = ({ bridge }: BoardPage, name: string) =>
  bridge.requests.filter((one) => one.name === name).map(({ input }) => input)
const entry = ({ page }: BoardPage, id: string) => page.get(`li[data-agent-id="${id}"]`)

describe('a board with one source', () => {
  it('does not name it', async () => {
    const board = await open([north], { calls: [heldCall({ stale: true })] })
    expect(board.page.text()).not.toContain('North')
    expect(board.page.get('.origin').text()).toBe('cc-gateway.example:8043')
    expect(entry(board, '1').find('button.name').exists()).toBe(false)
    expect(board.page.find('.strip .sources').exists()).toBe(false)
  })

  it('speaks of a CC-CMS where it is one', async () => {
    const watch = watchState({ state: 'interrupted', reason: 'unreachable' })
    const board = await open([sourceState({ way: 'cms', watch })], { way: 'cms', watch })
    expect(banners(board)[0]).toContain('Connection to the CC-CMS lost')
    expect(banners(board)[0]).toContain('The CC-CMS cannot be reached.')
  })
})

describe('a source that is down, while another one is connected', () => {
  it('has a banner with its name, since when, how many agents that concerns, why, and a retry', async () => {
    const board = await open([north, south(lost)])
    expect(banners(board)).toHaveLength(1)
    const [banner] = banners(board)
    expect(banner).toContain('South: no data since 10:02')
    expect(banner).toContain('2 agents depend on this source and are not visible.')
    expect(banner).toContain('The gateway did not answer in time.')
    await press(board, 'Retry')
    expect(inputsOf(board, 'watch.retry')).toHaveLength(1)
  })

  it('is explained in the words of a CC-CMS where it is one', async () => {
    const cms = south({ ...lost, reason: 'http-status' }, { origin: cmsOrigin, way: 'cms' })
    const board = await open([north, cms])
    expect(banners(board)[0]).toContain('No agent depends on this source alone.')
    expect(banners(board)[0]).toContain('The CC-CMS, or a proxy in front of it')
    expect(banners(board)[0]).not.toContain('gateway')
  })

  it('is counted in the summary and in the header, which leads to the sources', async () => {
    const board = await open([north, south(lost)])
    const figure = board.page.get('.strip .sources')
    expect(figure.get('dd').text()).toBe('1 / 2')
    expect(figure.get('dt').text()).toBe('sources connected')
    const header = board.page.get('header .origin')
    expect(header.text()).toBe('1 of 2 sources is down')
    await board.patch({ sources: [north, south()] })
    expect(board.page.find('.strip .sources').exists()).toBe(false)
    expect(board.page.get('header .origin').text()).toBe('2 sources')
    expect(board.page.get('header .origin').attributes('title')).toBe('North, South')
    await header.trigger('click')
    expect(useNavigation().view).toBe('sources')
  })

  it('leads to its page where the set-up does not help: that is for the first source', async () => {
    const untrusted = watchState({ state: 'stopped', reason: 'untrusted-certificate' })
    const board = await open([north, south(untrusted)])
    expect(buttons(board)).toEqual(['Show sources'])
    await press(board, 'Show sources')
    expect(useNavigation().view).toBe('sources')
    expect(inputsOf(board, 'setup.go_to')).toEqual([])
  })

  it('leads to the set-up where it is the first source', async () => {
    const untrusted = watchState({ state: 'stopped', reason: 'untrusted-certificate' })
    const board = await open([{ ...north, watch: untrusted }, south()])
    await press(board, 'View certificate')
    expect(inputsOf(board, 'setup.go_to')).toEqual([{ route: 'certificate' }])
  })

  it('is named in the rows that it alone lists', async () => {
    const stale = { stale: true, lastSeenAt: boardNow - 40_000 }
    const board = await open([north, south(lost)], {
      calls: [
        heldCall({ holdId: 'a', agentId: '2', sources: [southOrigin], ...stale }),
        heldCall({ holdId: 'b', agentId: '1', sources: [gatewayOrigin, southOrigin], ...stale }),
        heldCall({ holdId: 'c', agentId: '1', sources: [gatewayOrigin] }),
      ],
    })
    const row = (id: string) => board.page.get(`tr[data-hold-id="${id}"] .remarks`).text()
    expect(row('a')).toContain('last seen 40 s ago by South')
    expect(row('b')).toContain('last seen 40 s ago')
    expect(row('b')).not.toContain('South')
    expect(row('c')).not.toContain('North')
  })

  it('explains its agents once, and the agents of the other one each', async () => {
    const board = await open([north, south(lost)])
    expect(entry(board, '2').find('.state button').exists()).toBe(false)
    expect(entry(board, '4').find('.state button').exists()).toBe(true)
  })
})

describe('a paused source', () => {
  it('is resumed alone', async () => {
    const paused = watchState({ state: 'paused', reason: 'paused', since: tenMinutesAgo })
    const board = await open([north, south(paused)])
    expect(banners(board)[0]).toContain('South: paused since 10:02')
    expect(banners(board)[0]).toContain('does not query it until you select “Resume”')
    expect(banners(board)[0]).not.toContain('wakes from sleep')
    await press(board, 'Resume')
    expect(inputsOf(board, 'sources.set_paused')).toEqual([
      { origin: southOrigin, isPaused: false },
    ])
    expect(inputsOf(board, 'watch.set_paused')).toEqual([])
    // Nobody has to be told that it is down: the supervisor has paused it.
    expect(board.page.get('header .origin').text()).toBe('2 sources')
  })

  it('is one of all that are resumed together where all are', async () => {
    const paused = watchState({ state: 'paused', reason: 'paused' })
    const board = await open([{ ...north, watch: paused }, south(paused)], { watch: paused })
    expect(banners(board)).toHaveLength(1)
    expect(banners(board)[0]).toContain('Monitoring is paused')
    await press(board, 'Resume')
    expect(inputsOf(board, 'watch.set_paused')).toEqual([{ paused: false }])
  })

  it('is resumed with the others where each was paused on its own', async () => {
    const paused = watchState({ state: 'paused', reason: 'paused' })
    const board = await open([{ ...north, watch: paused }, south(paused)], { watch: paused })
    const isPaused = true
    const sources = [sourceView({ isPaused }), sourceView({ origin: southOrigin, isPaused })]
    Object.assign(board.bridge.answers, {
      'sources.get': () => ok(sourcesView({ sources })),
      'sources.set_paused': () => ok(sourcesView()),
    })
    const both = [gatewayOrigin, southOrigin].map((origin) => ({ origin, isPaused: false }))
    await press(board, 'Resume')
    expect(inputsOf(board, 'sources.set_paused')).toEqual(both)
    expect(inputsOf(board, 'watch.set_paused')).toEqual([])
    await board.press('p')
    expect(inputsOf(board, 'sources.set_paused')).toEqual([...both, ...both])
  })
})

describe('all sources down', () => {
  it('have a banner each, with their own reasons', async () => {
    const untrusted = watchState({ state: 'stopped', reason: 'untrusted-certificate' })
    const sources = [{ ...north, watch: untrusted }, south(lost)]
    const board = await open(sources, { watch: untrusted })
    expect(banners(board)).toHaveLength(2)
    expect(banners(board)[0]).toContain('North: stopped at')
    expect(banners(board)[0]).toContain('certificate that is not trusted')
    expect(banners(board)[1]).toContain('South: no data since 10:02')
    expect(board.page.get('header .origin').text()).toBe('2 of 2 sources are down')
  })

  it('connect together', async () => {
    const connecting = watchState({ state: 'connecting' })
    const sources = [{ ...north, watch: connecting }, south(connecting)]
    const board = await open(sources, { watch: connecting })
    expect(banners(board)).toEqual(['Connecting to 2 sources…'])
  })
})

describe('a session at risk', () => {
  it('is that of one source', async () => {
    const atRisk = { reason: 'timeout' as const, retcode: null, since: boardNow - 30_000 }
    const watch = watchState({ atRisk })
    const board = await open([north, south(watch)], { watch })
    expect(banners(board)).toHaveLength(1)
    expect(banners(board)[0]).toContain('South: the session may be lost')
    expect(board.page.find('.strip .sources').exists()).toBe(false)
  })
})

describe('the sources of a call and of an agent', () => {
  it('are in the details of the row', async () => {
    const board = await open([north, south()], {
      calls: [heldCall({ agentId: '1', sources: [gatewayOrigin, southOrigin] })],
    })
    board.page.get<HTMLElement>('tr[data-hold-id="h1"]').element.focus()
    await board.press('Enter')
    const fact = board.page
      .findAll('dialog[open] dl > div')
      .find((one) => one.get('dt').text() === 'Read from')
    expect(fact?.get('dd').text()).toBe('North, South')
  })

  it('are shown by the agent’s name, and where the reason is', async () => {
    const board = await open([north, south(lost)])
    const ann = entry(board, '1').get('button.name')
    expect(ann.attributes('title')).toBe('Ann 1 · Visible to North, South.')
    expect(entry(board, '1').text()).not.toContain('North')
    await ann.trigger('click')
    expect(entry(board, '1').text()).toContain('Visible to North, South.')
    expect(entry(board, '1').get('button.name').attributes('aria-expanded')).toBe('true')
    await entry(board, '2').get('button.name').trigger('click')
    expect(entry(board, '2').text()).toContain('Read from South.')
    await entry(board, '4').get('.state button').trigger('click')
    expect(entry(board, '4').text()).toContain('Read from North.')
    expect(entry(board, '4').text()).toContain('not allowed to make this query')
  })

  it('allow notes wherever one of them has an inspector', async () => {
    const cms = sourceState({ origin: cmsOrigin, way: 'cms' })
    const noted = async (sources: SourceState[]) => {
      const board = await show({ sources, way: 'cms' }, { notes: { value: true } })
      const isNoted = board.page.find('tr button[aria-label^="Send a note"]').exists()
      board.page.unmount()
      return isNoted
    }
    expect(await noted([cms])).toBe(false)
    expect(await noted([cms, south()])).toBe(true)
  })
})
