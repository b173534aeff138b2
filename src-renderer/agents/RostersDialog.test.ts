// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type {
  BoardSnapshot,
  FoundAgents,
  RosterBook,
  SavedRoster,
} from '../../src-shared/contract/index.ts'
import { useBoard } from '../state/board.ts'
import { useFileImport } from './fileImport.ts'
import { useSetup } from '../state/setup.ts'
import { heldCall, snapshot, watchedAgent } from '../testing/boardData.ts'
import { type Answers, FakeBridge, fail, ok, setupView } from '../testing/fakeBridge.ts'
import { filePreview } from '../testing/fileData.ts'
import { render, settle } from '../testing/mount.ts'
import RostersDialog from './RostersDialog.vue'

let bridge: FakeBridge
beforeEach(() => {
  vi.useFakeTimers()
  bridge = new FakeBridge().install()
})
afterEach(() => void vi.useRealTimers())

const chen = { agentId: '10412', name: 'Chen Wei' }
const maria = { agentId: '10407', name: 'Maria Lopez' }
const tom = { agentId: '10421', name: '' }
const early: SavedRoster = { name: 'Early', agents: [chen, maria] }
const late: SavedRoster = { name: 'Late', agents: [maria, tom] }
const book = (rosters: SavedRoster[], withoutCredential: string[] = []): RosterBook => ({
  rosters,
  withoutCredential,
})
const outcome = (over: Partial<FoundAgents> = {}): FoundAgents => ({
  agents: [tom],
  duplicates: [],
  newRange: [],
  grouped: [],
  rejected: [],
  rejectedCount: 0,
  ...over,
})

/** The dialog over a board that watches the early roster. */
const open = async (answers: Answers = {}, over: Partial<BoardSnapshot> = {}) => {
  Object.assign(bridge.answers, {
    'board.get_snapshot': () =>
      ok(snapshot({ calls: [], agents: early.agents.map((one) => watchedAgent(one)), ...over })),
    'rosters.get': () => ok(book([early, late])),
    ...answers,
  })
  const page = render(RostersDialog, {
    props: { open: false, 'onUpdate:open': (to: boolean) => page.setProps({ open: to }) },
  })
  useBoard().start()
  await settle()
  await page.setProps({ open: true })
  await settle()
  return page
}
type Page = Awaited<ReturnType<typeof open>>
const text = (page: { text: () => string }) => page.text().replace(/\s+/g, ' ')
const title = (page: Page) => page.get('h2').text()
const button = (page: Page, name: string) => {
  const one = page
    .findAll('button')
    .find((b) => b.text() === name || b.attributes('aria-label') === name)
  if (!one) throw new Error(`no button ${name} among ${page.findAll('button').map(text).join('|')}`)
  return one
}
const press = async (page: Page, name: string): Promise<void> => {
  await button(page, name).trigger('click')
  await settle()
}
const submit = async (page: Page): Promise<void> => {
  await page.get('form').trigger('submit')
  await settle()
}
const inputOf = (name: string) => bridge.requests.filter((one) => one.name === name).at(-1)?.input

describe('the rosters', () => {
  it('are listed, with the watched one marked and without a switch', async () => {
    const page = await open()
    const [first, second] = page.findAll('li').map(text)
    expect(first).toMatch(/^Early\s?2 agents\s?monitored now/)
    expect(first).not.toContain('Switch')
    expect(second).toContain('Switch…')
    expect(second).not.toContain('monitored now')
  })

  it('show that they are loading, and that there is none', async () => {
    const page = await open({ 'rosters.get': () => new Promise(() => {}) })
    expect(page.get('[role="status"]').text()).toBe('Loading the rosters…')
    expect(page.findAll('button')).toHaveLength(1)
    page.unmount()
    const empty = await open({ 'rosters.get': () => ok(book([])) })
    expect(text(empty)).toContain('You have no rosters yet.')
    expect(button(empty, 'New roster')).toBeDefined()
  })

  it('show an error, and are loaded again', async () => {
    const page = await open({ 'rosters.get': () => fail('internal') })
    expect(page.get('.note').text()).toContain('The rosters could not be loaded.')
    bridge.answers['rosters.get'] = () => ok(book([early]))
    await press(page, 'Retry')
    expect(page.findAll('li')).toHaveLength(1)
  })

  it('are deleted only after a confirmation', async () => {
    const page = await open({ 'rosters.delete': () => ok(book([early])) })
    await press(page, 'Delete Late')
    expect(bridge.count('rosters.delete')).toBe(0)
    expect(page.get('.note').text()).toContain('Delete the roster Late?')
    await press(page, 'Keep')
    expect(page.find('.note').exists()).toBe(false)
    expect(document.activeElement).toBe(button(page, 'Delete Late').element)
    await press(page, 'Delete Late')
    await press(page, 'Delete roster')
    expect(document.activeElement).toBe(button(page, 'New roster').element)
    expect(inputOf('rosters.delete')).toEqual({ name: 'Late' })
    expect(page.findAll('li')).toHaveLength(1)
  })

  it('are exported, with a message about the file or the error', async () => {
    const page = await open({ 'rosters.export_file': () => ok({ file: 'early.csv' }) })
    await press(page, 'Export Early as CSV')
    expect(inputOf('rosters.export_file')).toEqual({ name: 'Early' })
    expect(page.get('.done').text()).toBe('Exported Early to early.csv.')
    bridge.answers['rosters.export_file'] = () => ok(null)
    await press(page, 'Export Late as CSV')
    expect(page.get('.done').text()).toBe('')
    bridge.answers['rosters.export_file'] = () => fail('file-not-written')
    await press(page, 'Export Late as CSV')
    expect(text(page)).toContain('The file could not be saved.')
  })

  it.each([
    ['Import CSV…', 'rosters.open_file'],
    ['Export Late as CSV', 'rosters.export_file'],
  ] as const)(
    'keep the focus on “%s” while the system asks for the file',
    async (name, requestName) => {
      const page = await open({ [requestName]: () => new Promise(() => {}) })
      await press(page, name)
      await press(page, name)
      expect(bridge.count(requestName)).toBe(1)
      expect(button(page, name).attributes()).toMatchObject({ 'aria-disabled': 'true' })
      expect(button(page, name).attributes('disabled')).toBeUndefined()
    },
  )

  it('are imported from a file into a new one under its name', async () => {
    const page = await open({
      'rosters.open_file': () => ok(filePreview({ agents: [maria, tom], file: 'Night.shift.csv' })),
    })
    await press(page, 'Import CSV…')
    expect(title(page)).toBe('Rosters')
    useFileImport().end('add')
    await settle()
    expect(title(page)).toBe('New roster')
    expect((page.get('input').element as HTMLInputElement).value).toBe('Night.shift')
    expect(text(page)).toContain('2 agents on the roster')
    await submit(page)
    expect(inputOf('rosters.save')).toEqual({
      before: null,
      name: 'Night.shift',
      agents: [maria, tom],
    })
  })

  it('stay where the system’s dialog was canceled, and report what a file lacked', async () => {
    const page = await open({ 'rosters.open_file': () => ok(null) })
    await press(page, 'Import CSV…')
    expect(title(page)).toBe('Rosters')
    bridge.answers['rosters.open_file'] = () =>
      fail('file-without-ids', { params: { file: 'prose.csv' } })
    await press(page, 'Import CSV…')
    expect(text(page)).toContain('No agent IDs were found in prose.csv.')
  })
})

describe('the editor of a roster', () => {
  const roster = (...agents: { agentId: string; name: string }[]) => ({
    agents: agents.map((agent) => ({ ...agent, group: '', state: 'idle' as const })),
    problem: null,
  })
  const ticks = (page: Page) =>
    page
      .findAll('.agent')
      .map((one) => [text(one), (one.get('input').element as HTMLInputElement).checked])

  it('starts with the watched agents, beside all those that the gateway lists', async () => {
    const page = await open({ 'watch.get_roster': () => ok(roster(chen, tom)) })
    await press(page, 'New roster')
    expect(document.activeElement).toBe(page.get('input').element)
    expect(ticks(page)).toEqual([
      ['Chen Wei10412idle', true],
      ['10421idle', false],
      ['Maria Lopez10407', true],
    ])
    expect(text(page)).toContain('Not on the list of agents')
    expect(text(page)).toContain('2 agents on the roster')
    await page.get('input').setValue('Night')
    await page.findAll('.agent input')[1]?.setValue(true)
    await page.findAll('.agent input')[2]?.setValue(false)
    bridge.answers['rosters.save'] = () => ok(book([early, late, { name: 'Night', agents: [] }]))
    await submit(page)
    expect(inputOf('rosters.save')).toEqual({ before: null, name: 'Night', agents: [chen, tom] })
    expect(title(page)).toBe('Rosters')
    expect(page.findAll('li')).toHaveLength(3)
  })

  it('renames one, and preserves its agents', async () => {
    const page = await open()
    await press(page, 'Edit Late')
    expect(title(page)).toBe('Edit Late')
    await page.get('input').setValue('Late shift')
    await submit(page)
    expect(inputOf('rosters.save')).toEqual({ ...late, before: 'Late', name: 'Late shift' })
  })

  it('shows an error beside the name, and keeps the input', async () => {
    const page = await open({ 'rosters.save': () => fail('roster-name-taken', { field: 'name' }) })
    await press(page, 'New roster')
    await page.get('input').setValue('Late')
    ;(button(page, 'Save').element as HTMLElement).focus()
    await submit(page)
    const name = page.get('input')
    expect(name.attributes('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(name.element)
    expect(text(page)).toContain('Another roster already has this name.')
    expect((name.element as HTMLInputElement).value).toBe('Late')
    await name.setValue('Later')
    expect(name.attributes('aria-invalid')).toBeUndefined()
  })

  it('shows errors about the agents below', async () => {
    const page = await open({
      'rosters.save': () =>
        fail('agent-is-inspector', { field: 'agents', params: { agent: '10412' } }),
    })
    await press(page, 'New roster')
    await submit(page)
    expect(page.get('input').attributes('aria-invalid')).toBeUndefined()
    expect(text(page)).toContain('10412: Holdwatch is signed in with this account')
  })

  it('finds agents in a pasted text, and lists rejected entries', async () => {
    const page = await open({
      'rosters.read_text': () =>
        ok(outcome({ rejected: [{ text: '1065000', why: 'out-of-range' }], rejectedCount: 3 })),
    })
    await press(page, 'New roster')
    await press(page, 'Paste IDs')
    expect(button(page, 'Add to roster').attributes('disabled')).toBeDefined()
    await page.get('textarea').setValue('10421 from 14:30, ext. 1065000')
    await press(page, 'Add to roster')
    expect(inputOf('rosters.read_text')).toEqual({ text: '10421 from 14:30, ext. 1065000' })
    expect(text(page)).toContain('1 agent was found.')
    expect(text(page)).toContain('1065000 is not between 101 and 999999')
    expect(text(page)).toContain('and 2 more')
    expect(ticks(page)).toContainEqual(['10421', true])
    expect((page.get('textarea').element as HTMLTextAreaElement).value).toBe('')
  })

  it('first asks about digits with a thousands separator', async () => {
    const grouped = [{ text: '10,421', id: '10421' }]
    const page = await open({
      'rosters.read_text': ({ text }) =>
        ok(text === '10421' ? outcome() : outcome({ agents: [], grouped })),
    })
    await press(page, 'New roster')
    await press(page, 'Paste IDs')
    await page.get('textarea').setValue('10,421')
    await page.get('input').setValue('Night')
    await submit(page)
    expect(bridge.count('rosters.save')).toBe(0)
    expect(text(page)).toContain('Not saved yet. Answer the question')
    expect(text(page)).toContain(
      'Is this one ID with a thousands separator, or two numbers? 10,421',
    )
    await press(page, 'Read as 10421')
    expect((page.get('textarea').element as HTMLTextAreaElement).value).toBe('10421')
    expect(document.activeElement).toBe(page.get('textarea').element)
    expect(text(page)).not.toContain('thousands separator')
    await submit(page)
    expect(inputOf('rosters.save')).toMatchObject({ agents: [chen, maria, tom] })
  })

  it('adds the agents of a file, or replaces the current ones', async () => {
    const file = filePreview({ agents: [tom] })
    const page = await open({ 'rosters.open_file': () => ok(file) })
    await press(page, 'New roster')
    await press(page, 'Import CSV…')
    expect(useFileImport().purpose).toEqual({ hasList: true, withNames: true })
    useFileImport().end('add')
    await settle()
    expect(text(page)).toContain('3 agents on the roster')
    await press(page, 'Import CSV…')
    useFileImport().end('replace')
    await settle()
    expect(text(page)).toContain('1 agent on the roster')
    await press(page, 'Import CSV…')
    useFileImport().end(null)
    await settle()
    expect(text(page)).toContain('1 agent on the roster')
  })

  it('keeps a pasted text in which nothing was found', async () => {
    const page = await open({ 'rosters.read_text': () => ok(outcome({ agents: [] })) })
    await press(page, 'New roster')
    await press(page, 'Paste IDs')
    await page.get('textarea').setValue('nothing')
    await press(page, 'Add to roster')
    expect(text(page)).toContain('No agents were found.')
    expect((page.get('textarea').element as HTMLTextAreaElement).value).toBe('nothing')
  })

  it('adds pending pasted text on saving', async () => {
    const page = await open({ 'rosters.read_text': () => ok(outcome()) })
    await press(page, 'New roster')
    await page.get('input').setValue('Night')
    await press(page, 'Paste IDs')
    expect(document.activeElement).toBe(page.get('textarea').element)
    await page.get('textarea').setValue('10421')
    await submit(page)
    expect(inputOf('rosters.save')).toEqual({
      before: null,
      name: 'Night',
      agents: [chen, maria, tom],
    })
    expect(title(page)).toBe('Rosters')
  })

  it('does not save before it has listed the rejected entries of the pasted text', async () => {
    const rejected = [{ text: '1065000', why: 'out-of-range' as const }]
    const page = await open({
      'rosters.read_text': () => ok(outcome({ rejected, rejectedCount: 1 })),
    })
    await press(page, 'New roster')
    await press(page, 'Paste IDs')
    await page.get('textarea').setValue('10421 1065000')
    const scroll = vi.spyOn(Element.prototype, 'scrollIntoView')
    await submit(page)
    expect(scroll.mock.contexts).toEqual([page.get('.outcome').element])
    scroll.mockRestore()
    expect(bridge.count('rosters.save')).toBe(0)
    expect(text(page)).toContain('Not saved yet. Review what was left out')
    expect(text(page)).toContain('1065000 is not between')
    await submit(page)
    expect(inputOf('rosters.save')).toMatchObject({ agents: [chen, maria, tom] })
  })

  it('does not save while a pasted text contains no agents or cannot be parsed', async () => {
    const page = await open({ 'rosters.read_text': () => ok(outcome({ agents: [] })) })
    await press(page, 'New roster')
    await press(page, 'Paste IDs')
    await page.get('textarea').setValue('nothing')
    await press(page, 'Paste IDs')
    await submit(page)
    expect(text(page)).toContain('Not saved yet. No agents were found in the pasted text.')
    expect((page.get('textarea').element as HTMLTextAreaElement).value).toBe('nothing')
    bridge.answers['rosters.read_text'] = () => fail('internal')
    await submit(page)
    expect(bridge.count('rosters.save')).toBe(0)
    await page.get('textarea').setValue('')
    expect(text(page)).not.toContain('Not saved yet')
    await submit(page)
    expect(bridge.count('rosters.save')).toBe(1)
  })

  const escape = async (page: Page): Promise<void> => {
    const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
    // The browser closes a dialog whose Escape was not handled.
    if (!event.defaultPrevented) (page.get('dialog').element as HTMLDialogElement).close()
    await settle()
  }
  const isOpen = (page: Page): boolean => page.find('dialog[open]').exists()

  it.each([
    ['a name', 'input', (page: Page) => page.get('input').setValue('Night')],
    ['a choice', 'input', (page: Page) => page.get('.agent input').setValue(false)],
    [
      'a pasted text',
      'textarea',
      async (page: Page) => {
        await press(page, 'Paste IDs')
        await page.get('textarea').setValue('10421')
      },
    ],
  ])('asks before %s is lost, and keeps it or lets it go', async (_what, field, change) => {
    const page = await open()
    await press(page, 'New roster')
    await change(page)
    await escape(page)
    await escape(page)
    expect(isOpen(page)).toBe(true)
    expect(page.get('.note').text()).toContain('Leave without saving?')
    expect(document.activeElement).toBe(button(page, 'Keep editing').element)
    await press(page, 'Keep editing')
    expect(page.find('.note').exists()).toBe(false)
    expect(document.activeElement).toBe(page.get(field).element)

    await press(page, 'Back')
    await press(page, 'Discard changes')
    expect(title(page)).toBe('Rosters')

    await press(page, 'New roster')
    await change(page)
    await press(page, 'Close')
    expect(isOpen(page)).toBe(true)
    await press(page, 'Discard changes')
    expect(isOpen(page)).toBe(false)
    expect(bridge.count('rosters.save')).toBe(0)
  })

  it('asks nothing where nothing was changed, and leaves Escape to the search', async () => {
    const page = await open()
    await press(page, 'Edit Late')
    await press(page, 'Back')
    expect(title(page)).toBe('Rosters')
    await press(page, 'Edit Late')
    await page.get('input').setValue('Later')
    const search = page.get('input[type="search"]')
    await search.setValue('x')
    const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true })
    search.element.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(false)
    await search.setValue('')
    await page.get('input').setValue('Late')
    await escape(page)
    expect(isOpen(page)).toBe(false)
  })

  it('works without the gateway’s list where there is none', async () => {
    const page = await open({
      'watch.get_roster': () =>
        ok({ agents: [], problem: { reason: 'no-right', retcode: '300-001' } }),
    })
    await press(page, 'New roster')
    expect(text(page)).toContain('No list of agents is available here.')
    expect(ticks(page)).toHaveLength(2)
    page.unmount()
    await open({}, { way: 'agent', agents: [] }).then(async (alone) => {
      await press(alone, 'New roster')
      expect(bridge.count('watch.get_roster')).toBe(1)
      expect(text(alone)).toContain('There are no agents on this roster yet.')
    })
  })
})

describe('switching to a roster', () => {
  it('shows in advance who joins, leaves and stays, and which calls disappear', async () => {
    const page = await open(
      {},
      { calls: [heldCall({ agentId: '10412' }), heldCall({ holdId: 'h2', agentId: '10407' })] },
    )
    await press(page, 'Switch to Late…')
    expect(title(page)).toBe('Switch to Late')
    expect(text(page)).toContain('2 agents will be monitored: 1 added, 1 removed, 1 unchanged.')
    expect(page.findAll('dd').map(text)).toEqual(['10421', 'Chen Wei 10412'])
    expect(text(page.get('.note'))).toContain('1 held call will be removed')
    expect(bridge.count('rosters.switch_to')).toBe(0)
    // The board continues meanwhile.
    bridge.send('board.patch', { seq: 11, now: 1, calls: { put: [], gone: ['h1'] } })
    await settle()
    expect(page.find('.note').exists()).toBe(false)
    await submit(page)
    expect(inputOf('rosters.switch_to')).toEqual({ name: 'Late', agents: [] })
    expect(page.find('dialog[open]').exists()).toBe(false)
  })

  it('can be canceled without a change', async () => {
    const page = await open()
    await press(page, 'Switch to Late…')
    await press(page, 'Back')
    expect(title(page)).toBe('Rosters')
    expect(bridge.count('rosters.switch_to')).toBe(0)
  })

  it('shows an error, and stays', async () => {
    const page = await open({ 'rosters.switch_to': () => fail('roster-gone') })
    await press(page, 'Switch to Late…')
    await submit(page)
    expect(text(page)).toContain('This roster no longer exists.')
  })

  it('lists agents without a credential, and submits the entered one', async () => {
    const page = await open(
      {
        'setup.get': () =>
          ok(setupView({ draft: { ...setupView().draft, way: 'agent', credential: 'guid' } })),
        'rosters.get': () => ok(book([early, late], ['10421'])),
      },
      { way: 'agent' },
    )
    useSetup().start()
    await settle()
    expect(text(page.findAll('li')[1] ?? page)).toContain('1 without credentials')
    await press(page, 'Switch to Late…')
    expect(text(page)).toContain('This agent has no credentials yet: 10421.')
    const id = page.get('input[aria-label="Agent ID, row 1"]')
    expect((id.element as HTMLInputElement).value).toBe('10421')
    expect(id.attributes('readonly')).toBeDefined()
    const guid = page.get('input[aria-label="GUID, row 1"]')
    expect(document.activeElement).toBe(guid.element)
    expect(page.find('[aria-label="Remove row 1"]').exists()).toBe(false)

    bridge.answers['rosters.switch_to'] = () =>
      fail('guid-invalid', { field: 'agents.10421', params: { agent: '10421' } })
    await guid.setValue('nonsense')
    await submit(page)
    expect(guid.attributes('aria-invalid')).toBe('true')
    bridge.answers['rosters.switch_to'] = () => ok(null)
    await guid.setValue('0c1f.AgentGateway0')
    await submit(page)
    expect(inputOf('rosters.switch_to')).toEqual({
      name: 'Late',
      agents: [{ agentId: '10421', credential: { kind: 'guid', guid: '0c1f.AgentGateway0' } }],
    })
  })
})
