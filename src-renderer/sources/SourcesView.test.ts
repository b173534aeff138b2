// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BoardSnapshot, SourcesView as View } from '../../src-shared/contract/index.ts'
import { i18n } from '../i18n/index.ts'
import MainFrame from '../shell/MainFrame.vue'
import { useNavigation } from '../state/navigation.ts'
import { usePreferences } from '../state/preferences.ts'
import { useSetup } from '../state/setup.ts'
import { boardNow, snapshot, watchedAgent, watchState } from '../testing/boardData.ts'
import { type Answers, FakeBridge, fail, ok, setupView } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import {
  cmsOrigin,
  cmsView,
  gatewayOrigin,
  sourceAccount,
  sourcesView,
  sourceView,
} from '../testing/sourcesData.ts'

let bridge: FakeBridge
beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime(new Date(2026, 10, 22, 10, 12))
})
afterEach(() => {
  vi.useRealTimers()
  i18n.global.locale.value = 'en'
})

interface Scene {
  view?: Partial<View>
  board?: Partial<BoardSnapshot>
  locked?: boolean
  isSimulated?: boolean
  answers?: Answers
}
const show = async ({
  view = {},
  board = {},
  locked = false,
  isSimulated = false,
  answers = {},
}: Scene = {}) => {
  const route = 'board' as const
  bridge = new FakeBridge({
    'sources.get': () => ok(sourcesView(view)),
    'board.get_snapshot': () => ok(snapshot(board)),
    'setup.get': () =>
      ok(
        setupView({
          route,
          simulated: isSimulated,
          locked: { address: locked, way: false, sha256: null },
        }),
      ),
    ...answers,
  }).install()
  const page = render(MainFrame)
  useSetup().start()
  usePreferences().start()
  useNavigation().view = 'sources'
  await settle()
  // The page is loaded when it is first shown.
  await vi.dynamicImportSettled()
  await settle()
  return page
}
type Page = Awaited<ReturnType<typeof show>>
type Part = Pick<Page, 'findAll'>
const card = (page: Page, origin: string) => page.get(`[data-origin="${origin}"]`)
const labels = (part: Part) =>
  part
    .findAll('button')
    .map((button) => button.attributes('aria-label') ?? button.text())
    .filter(Boolean)
const button = (part: Part, name: string) => {
  const match = part
    .findAll('button')
    .find((one) => (one.attributes('aria-label') ?? one.text()) === name)
  if (!match) throw new Error(`no button ${name} among ${labels(part).join(', ')}`)
  return match
}
const press = async (part: Part, name: string) => {
  await button(part, name).trigger('click')
  await settle()
}
const fact = (part: Pick<Page, 'findAll'>, name: string) =>
  part
    .findAll('dl > div')
    .find((one) => one.get('dt').text() === name)
    ?.get('dd')
    .text()
const inputsOf = (name: string) =>
  bridge.requests.filter((one) => one.name === name).map(({ input }) => input)
const two = [sourceView({ name: 'North' }), cmsView({ agents: 12 })]

describe('the page of the sources', () => {
  it('lists each with its name or its address, its way and its figures', async () => {
    const page = await show({ view: { sources: two } })
    const north = card(page, gatewayOrigin)
    expect(north.get('h3').text()).toBe('North')
    expect(north.text()).toContain('CC-Gateway, read with inspector accounts')
    expect(north.text()).toContain('Connected')
    expect(fact(north, 'Address')).toBe('cc-gateway.example:8043')
    expect(fact(north, 'Agents')).toBe('40 read from here')
    expect(fact(north, 'Time to detect a hold')).toBe('about 1.3 s on average')
    const cms = card(page, cmsOrigin)
    expect(cms.get('h3').text()).toBe('cc-cms.example:28080')
    expect(cms.text()).toContain('CC-CMS, which lists the calls of all agents at once')
    expect(fact(cms, 'VDN')).toBe('7')
    expect(fact(cms, 'Call center ID')).toBe('1')
  })

  it('is in Chinese, too', async () => {
    i18n.global.locale.value = 'zh-CN'
    const page = await show({ view: { sources: two } })
    expect(card(page, cmsOrigin).text()).toContain('已连接')
  })

  it('follows the main process', async () => {
    const page = await show()
    bridge.send('sources.changed', sourcesView({ sources: two }))
    await settle()
    expect(page.findAll('[data-origin]')).toHaveLength(2)
  })

  it('follows the figures, for which there is no event', async () => {
    const page = await show()
    bridge.answers['sources.get'] = () => ok(sourcesView({ sources: [sourceView({ agents: 39 })] }))
    await vi.advanceTimersByTimeAsync(5_000)
    await settle()
    expect(fact(card(page, gatewayOrigin), 'Agents')).toBe('39 read from here')
    useNavigation().view = 'board'
    await settle()
    const count = bridge.count('sources.get')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(bridge.count('sources.get')).toBe(count)
  })

  it('says that it could not be loaded, and loads it again', async () => {
    const page = await show({ answers: { 'sources.get': () => fail('internal') } })
    expect(page.text()).toContain('The sources could not be loaded.')
    bridge.answers['sources.get'] = () => ok(sourcesView())
    await press(page, 'Retry')
    expect(card(page, gatewayOrigin).text()).toContain('Connected')
  })

  it('is opened by its key', async () => {
    const page = await show()
    useNavigation().view = 'board'
    await settle()
    expect(page.find('[data-origin]').exists()).toBe(false)
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'o', bubbles: true }))
    await settle()
    expect(page.find('[data-origin]').exists()).toBe(true)
  })

  it('adds sources, except where an administrator has set the only one', async () => {
    const page = await show()
    expect(labels(page)).toEqual(expect.arrayContaining(['Add a gateway', 'Add a CC-CMS']))
    const locked = await show({ view: { canAdd: false } })
    expect(labels(locked)).not.toContain('Add a gateway')
    expect(locked.text()).toContain('Set by your administrator. No other source can be added.')
  })

  it('recommends a CC-CMS where it would show holds much sooner, and not where there is one', async () => {
    const agents = Array.from({ length: 150 }, (_, i) =>
      watchedAgent({ agentId: String(10_000 + i), state: 'talking' }),
    )
    const advice = 'With a CC-CMS as a source, it would be about 1 s.'
    const many = (await show({ board: { agents } })).text()
    expect(many).toContain('With 150 agents on calls, a hold is detected after about 3.9 s')
    expect(many).toContain(advice)
    const few = await show({ board: { agents: agents.slice(0, 10) } })
    expect(few.text()).not.toContain('With a CC-CMS')
    const sources = [{ origin: cmsOrigin, name: '', way: 'cms' as const, watch: watchState() }]
    const withCms = (await show({ board: { agents, sources } })).text()
    expect(withCms).toContain('From a CC-CMS, a hold is detected after about 1 s')
    expect(withCms).not.toContain('With a CC-CMS')
  })
})

describe('the state of a source', () => {
  const broken = (over: Parameters<typeof watchState>[0]) =>
    watchState({ since: boardNow - 600_000, ...over })

  it('says since when it is disconnected, why, and what to do, in the words of a gateway or a CC-CMS', async () => {
    const watch = broken({ state: 'interrupted', reason: 'timeout' })
    const page = await show({ view: { sources: [sourceView({ watch }), cmsView({ watch })] } })
    const gateway = card(page, gatewayOrigin).get('.state').text()
    expect(gateway).toContain('Connection lost since 10:02')
    expect(gateway).toContain('The gateway did not answer in time.')
    expect(gateway).toContain('ask whether the gateway is overloaded')
    const cms = card(page, cmsOrigin).get('.state').text()
    expect(cms).toContain('The CC-CMS did not answer in time.')
    expect(cms).not.toContain('gateway')
  })

  it('shows the gateway’s code', async () => {
    const watch = broken({ state: 'interrupted', reason: 'gateway-error', retcode: '100-007' })
    const page = await show({ view: { sources: [sourceView({ watch })] } })
    expect(card(page, gatewayOrigin).get('.state').text()).toContain('(code 100-007)')
  })

  it('says that the session is at risk, while it is connected', async () => {
    const atRisk = { reason: 'timeout' as const, retcode: null, since: boardNow - 60_000 }
    const page = await show({ view: { sources: [sourceView({ watch: watchState({ atRisk }) })] } })
    expect(card(page, gatewayOrigin).get('.state').text()).toContain('Session at risk since 10:11')
  })

  it('is retried', async () => {
    const watch = broken({ state: 'interrupted', reason: 'timeout' })
    const page = await show({ view: { sources: [sourceView({ name: 'North', watch })] } })
    await press(page, 'Retry North')
    expect(inputsOf('watch.retry')).toHaveLength(1)
  })

  it('leads to the sign-in of the set-up for the first source, where that helps', async () => {
    const watch = broken({ state: 'stopped', reason: 'no-right' })
    const page = await show({
      view: { sources: [sourceView({ way: 'agent', accounts: [], watch })] },
    })
    await press(card(page, gatewayOrigin), 'Sign in again')
    expect(inputsOf('setup.go_to')).toEqual([{ route: 'sign-in' }])
  })

  it('asks for the key of a CC-CMS again where it was rejected', async () => {
    const watch = broken({ state: 'stopped', reason: 'wrong-signature' })
    const page = await show({ view: { sources: [sourceView(), cmsView({ watch })] } })
    const cms = card(page, cmsOrigin)
    expect(cms.text()).toContain('The CC-CMS rejected the signature of a request.')
    // The clock may be the reason, which is set without Holdwatch.
    expect(labels(cms)).toContain('Retry cc-cms.example:28080')
    await press(cms, 'Enter the key of cc-cms.example:28080 again')
    const fields = page.findAll<HTMLInputElement>('dialog[open] input:not([type="checkbox"])')
    expect(fields.map(({ element }) => element.value)).toEqual(['EXAMPLEAK1', '', '1', '7'])
  })

  it('says that a password or a key is not stored, and asks for it again', async () => {
    const origin = 'https://south.example:8043'
    const accounts = [sourceAccount({ state: 'signed-out', node: null, visibleAgents: 0 })]
    const south = sourceView({ origin, isFirst: false, accounts, nodes: [] })
    const sources = [sourceView(), cmsView(), south].map((one) =>
      one.isFirst ? one : { ...one, watch: null },
    )
    const page = await show({ view: { sources } })
    expect(card(page, cmsOrigin).text()).toContain('Not connected')
    expect(card(page, cmsOrigin).text()).toContain('not stored on this computer')
    await press(card(page, south.origin), 'Sign in again: 10900')
    expect(page.get('dialog[open] h2').text()).toBe('Sign in again')
    const fields = page.findAll<HTMLInputElement>('dialog[open] input:not([type="checkbox"])')
    expect(fields.map(({ element }) => element.value)).toEqual(['10900', '70900', ''])
    await press(page.get('dialog[open]'), 'Cancel')
    await press(card(page, cmsOrigin), 'Enter the key of cc-cms.example:28080 again')
    expect(page.get('dialog[open] h2').text()).toBe('Key of cc-cms.example:28080')
  })
})

describe('a source', () => {
  const rename = async (page: Page, name: string) => {
    await press(card(page, gatewayOrigin), 'Rename North')
    await page.get('form input').setValue(name)
    await page.get('form').trigger('submit')
    await settle()
  }

  it('is renamed in place', async () => {
    const page = await show({
      view: { sources: two },
      answers: {
        'sources.rename': ({ name }) => ok(sourcesView({ sources: [sourceView({ name })] })),
      },
    })
    await press(card(page, gatewayOrigin), 'Rename North')
    expect((page.get('form input').element as HTMLInputElement).value).toBe('North')
    await page.get('form input').setValue('  South ')
    await page.get('form').trigger('submit')
    await settle()
    expect(inputsOf('sources.rename')).toEqual([{ origin: gatewayOrigin, name: 'South' }])
    expect(page.find('form').exists()).toBe(false)
    expect(card(page, gatewayOrigin).get('h3').text()).toBe('South')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Rename South')
  })

  it('keeps the typed name where it could not be saved', async () => {
    const page = await show({
      view: { sources: two },
      answers: { 'sources.rename': () => fail('cannot-save') },
    })
    await rename(page, 'South')
    expect((page.get('form input').element as HTMLInputElement).value).toBe('South')
    expect(page.get('form [role="alert"]:not(:empty)').text()).toContain('could not be saved')
  })

  it('keeps its name on Escape, which does not leave the page', async () => {
    const page = await show({ view: { sources: two } })
    await press(card(page, gatewayOrigin), 'Rename North')
    await page.get('form input').trigger('keydown', { key: 'Escape' })
    await settle()
    expect(page.find('form').exists()).toBe(false)
    expect(useNavigation().view).toBe('sources')
    expect(inputsOf('sources.rename')).toEqual([])
  })

  it('is paused and resumed', async () => {
    const answer = () =>
      ok(sourcesView({ sources: [sourceView({ name: 'North', isPaused: true })] }))
    const page = await show({ view: { sources: two }, answers: { 'sources.set_paused': answer } })
    await press(page, 'Pause North')
    await press(page, 'Resume North')
    expect(inputsOf('sources.set_paused')).toEqual([
      { origin: gatewayOrigin, isPaused: true },
      { origin: gatewayOrigin, isPaused: false },
    ])
  })

  it('is not paused on its own where it is the only one, but resumed', async () => {
    const only = await show({ view: { sources: [sourceView({ name: 'North' })] } })
    expect(labels(only)).not.toContain('Pause North')
    const paused = sourceView({ name: 'North', isPaused: true })
    expect(labels(await show({ view: { sources: [paused] } }))).toContain('Resume North')
  })

  it('that is simulated is shown, and stays as it is', async () => {
    const page = await show({
      view: { canAdd: false, sources: [sourceView({ name: 'North', elsewhere: ['1'] })] },
      board: { simulated: true },
      isSimulated: true,
    })
    expect(page.text()).toContain('No other source can be added to the simulated gateway.')
    expect(labels(card(page, gatewayOrigin))).toEqual(['Change North in setup'])
  })

  it('is changed in the set-up if it is the first, unless an administrator has set it', async () => {
    const page = await show({ view: { sources: two } })
    expect(labels(card(page, gatewayOrigin))).not.toContain('Remove North')
    expect(labels(card(page, cmsOrigin))).not.toContain('Change cc-cms.example:28080 in setup')
    await press(page, 'Change North in setup')
    expect(inputsOf('setup.go_to')).toEqual([{ route: 'address' }])
    const locked = await show({ view: { sources: two }, locked: true })
    expect(labels(locked)).not.toContain('Change North in setup')
  })

  it('is removed after a question that says what becomes of its rows', async () => {
    const page = await show({
      view: { sources: two },
      answers: { 'sources.remove': () => ok(sourcesView()) },
    })
    await press(page, 'Remove cc-cms.example:28080')
    const dialog = page.get('dialog[open]')
    expect(dialog.text()).toContain('Rows that only this source lists disappear from the board')
    expect(dialog.text()).toContain('do not count as ended')
    expect(document.activeElement?.textContent).toBe('Cancel')
    expect(inputsOf('sources.remove')).toEqual([])
    await press(dialog, 'Remove source')
    expect(inputsOf('sources.remove')).toEqual([{ origin: cmsOrigin }])
    expect(page.find(`[data-origin="${cmsOrigin}"]`).exists()).toBe(false)
    expect(page.text()).toContain('Removed: cc-cms.example:28080.')
  })
})

describe('the accounts of a gateway', () => {
  const cluster = sourceView({
    accounts: [
      sourceAccount(),
      sourceAccount({
        agentId: '10901',
        node: null,
        state: 'stopped',
        reason: 'signed-in-elsewhere',
        visibleAgents: 0,
      }),
    ],
    nodes: ['AgentGateway0', 'AgentGateway1'],
    elsewhere: ['10407', '10408'],
  })
  const account = (page: Page, id: string) => page.get(`[data-account="${id}"]`)

  it('show the node, the agents and the state of each', async () => {
    const page = await show({ view: { sources: [cluster] } })
    expect(account(page, '10900').text()).toMatch(
      /signed in.*on node AgentGateway0.*22 agents visible/,
    )
    const second = account(page, '10901').text()
    expect(second).toMatch(/stopped.*node not known.*no agents visible/)
    expect(second).toContain('The account is signed in somewhere else.')
    expect(fact(page, 'Nodes with a session')).toBe('AgentGateway0, AgentGateway1')
  })

  it('say which agents none of them can see, and what helps', async () => {
    const agents = [watchedAgent({ agentId: '10407', name: 'Maria' })]
    const page = await show({ view: { sources: [cluster] }, board: { agents } })
    const note = page.get('.note.warn').text()
    expect(note).toContain('2 of 40 agents are on other nodes.')
    expect(note).toContain('sessions on 2 nodes')
    expect(note).toContain('Maria 10407, 10408')
    await press(page.get('.note.warn') as never, 'Add an inspector account')
    expect(page.get('dialog[open] h2').text()).toBe('Add an inspector account')
  })

  it('say nothing of nodes where all agents are visible', async () => {
    expect((await show()).find('.note.warn').exists()).toBe(false)
  })

  it('sign in again: in the set-up with the first, in a dialog with the others', async () => {
    const stopped = { state: 'stopped' as const, reason: 'signed-in-elsewhere' as const }
    const accounts = cluster.accounts.map((one) => ({ ...one, ...stopped }))
    const page = await show({ view: { sources: [{ ...cluster, accounts }] } })
    await press(page, 'Sign in again: 10901')
    const dialog = page.get('dialog[open]')
    expect((dialog.get('input').element as HTMLInputElement).value).toBe('10901')
    await press(dialog, 'Cancel')
    await press(page, 'Sign in again: 10900')
    expect(inputsOf('setup.go_to')).toEqual([{ route: 'sign-in' }])
  })

  it('are removed after a question, except the one that the source was added with', async () => {
    const page = await show({
      view: { sources: [cluster] },
      answers: { 'sources.remove_account': () => ok(sourcesView()) },
    })
    expect(labels(page)).not.toContain('Remove account 10900')
    await press(page, 'Remove account 10901')
    await press(page.get('dialog[open]'), 'Remove account')
    expect(inputsOf('sources.remove_account')).toEqual([
      { origin: gatewayOrigin, agentId: '10901' },
    ])
    expect(page.text()).toContain('Removed: account 10901.')
  })

  it('stay where one could not be removed, with the reason', async () => {
    const page = await show({
      view: { sources: [cluster] },
      answers: { 'sources.remove_account': () => fail('cannot-save') },
    })
    await press(page, 'Remove account 10901')
    await press(page.get('dialog[open]'), 'Remove account')
    expect(page.get('dialog[open]').text()).toContain('could not be saved')
  })
})
