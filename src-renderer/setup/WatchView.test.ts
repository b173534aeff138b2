// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import type { Envelope, Input, Roster, SetupView } from '../../src-shared/contract/index.ts'
import { parseAfterMs } from '../agents/useParsedList.ts'
import { useFileImport } from '../agents/fileImport.ts'
import { usePreferences } from '../state/preferences.ts'
import { useSetup } from '../state/setup.ts'
import { type Answers, FakeBridge, fail, ok, setupView } from '../testing/fakeBridge.ts'
import { filePreview } from '../testing/fileData.ts'
import { render, settle } from '../testing/mount.ts'
import WatchView from './WatchView.vue'

let bridge: FakeBridge
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const late = {
  name: 'Late',
  agents: [
    { agentId: '10407', name: 'Maria' },
    { agentId: '10421', name: '' },
  ],
}
const start = async (view: Partial<SetupView>, answers: Answers = {}) => {
  bridge = new FakeBridge({
    'setup.get': () => ok(setupView({ route: 'watch', ...view })),
    'rosters.get': () => ok({ rosters: [late], withoutCredential: ['10421'] }),
    ...answers,
  }).install()
  // As in the app, nothing is rendered before the main process has sent the current step.
  const page = render({
    setup: () => () => (useSetup().view ? h(WatchView) : null),
  })
  useSetup().start()
  await settle()
  await settle()
  return page
}
type Page = Awaited<ReturnType<typeof start>>
const pick = async (page: Page): Promise<void> => {
  await page.get('[role="group"] button').trigger('click')
  await settle()
}
const watched = async (page: Page) => {
  await page.get('form').trigger('submit')
  await settle()
  return bridge.requests.find(({ name }) => name === 'watch.set_agents')?.input
}
const draft = setupView().draft

const listed = (agentId: string) => ({ agentId, name: '', group: '', state: 'idle' as const })
const parsing: Answers = {
  'watch.parse_list': ({ text }) =>
    ok({ ids: text.split('\n'), duplicates: [], newRange: [], grouped: [], rejected: [] }),
}

it('says how soon a hold is detected if all who are chosen are on calls', async () => {
  const ids = Array.from({ length: 95 }, (_, index) => String(10_401 + index))
  const page = await start({ draft: { ...draft, agents: ids.join('\n') } }, parsing)
  await usePreferences().load()
  await vi.advanceTimersByTimeAsync(parseAfterMs)
  await settle()
  expect(page.text()).toContain(
    'With 95 agents on calls, a hold is detected after about 2.5 s on average. With 100 requests per second, it would be about 0.5 s.',
  )
})

describe('who is watched already', () => {
  const answers: ((envelope: Envelope<Roster>) => void)[] = []
  const slow: Answers = {
    ...parsing,
    'watch.get_roster': () => new Promise((resolve) => answers.push(resolve)),
  }
  const answer = async (...ids: string[]): Promise<void> => {
    answers.pop()?.(ok({ agents: ids.map(listed), problem: null }))
    await settle()
    // The typed list is parsed a moment after it has changed.
    await vi.advanceTimersByTimeAsync(parseAfterMs)
    await settle()
  }
  const idsOf = (input: unknown) =>
    (input as Input<'watch.set_agents'>).agents.map(({ agentId }) => agentId).sort()

  it('stay chosen, checked or typed, before the list is received and after', async () => {
    const page = await start({ watched: ['10407', '10499'] }, slow)
    expect(page.get('.foot').text()).toContain('2 agents')
    await answer('10407')
    expect(page.get('.foot').text()).toContain('1 of them typed on the other tab')
    expect(idsOf(await watched(page))).toEqual(['10407', '10499'])
  })

  it('are not shown as typed where the gateway lists them', async () => {
    const agents = '10407\n10421'
    const page = await start({ watched: ['10407', '10421'], draft: { ...draft, agents } }, slow)
    await answer('10407', '10421')
    expect(page.get('.foot [role="status"]').text()).toBe('2 agents will be monitored')
  })

  it('do not return after a roster was picked, whenever the list is received', async () => {
    const page = await start({ watched: ['10411', '10412'] }, slow)
    await pick(page)
    await answer('10407', '10411', '10412', '10421')
    expect(idsOf(await watched(page))).toEqual(['10407', '10421'])
  })

  it('do not return after they were removed and the list was requested again', async () => {
    const page = await start({ watched: ['10411', '10412'] }, slow)
    answers.pop()?.(fail('unreachable'))
    await settle()
    await page.get('textarea').setValue('10412')
    await page.get('[role="tab"]').trigger('mousedown', { button: 0 })
    await page.get('.note.bad button').trigger('click')
    await answer('10411', '10412')
    expect(idsOf(await watched(page))).toEqual(['10412'])
  })
})

describe('choosing the agents by a file', () => {
  const importing: Answers = {
    ...parsing,
    'watch.get_roster': () => ok({ agents: ['10407', '10499'].map(listed), problem: null }),
    'rosters.open_file': () => ok(filePreview()),
  }
  const take = async (page: Page, how: 'add' | 'replace'): Promise<void> => {
    await page.get('.import').trigger('click')
    await settle()
    expect(useFileImport().purpose.withNames).toBe(false)
    useFileImport().end(how)
    await settle()
  }

  it('adds them: checked where the gateway lists them, otherwise typed', async () => {
    const page = await start({ watched: ['10499'] }, importing)
    await take(page, 'add')
    expect(await watched(page)).toEqual({
      agents: [{ agentId: '10499' }, { agentId: '10407' }, { agentId: '10421' }],
    })
    await take(page, 'add')
    expect(useSetup().draft.agents).toBe('10421')
  })

  it('replaces all agents chosen so far', async () => {
    const page = await start({ watched: ['10499'] }, importing)
    await take(page, 'replace')
    expect(await watched(page)).toEqual({ agents: [{ agentId: '10407' }, { agentId: '10421' }] })
  })

  it('asks whether to add or to replace only where agents are chosen', async () => {
    const page = await start({}, importing)
    await take(page, 'add')
    expect(useFileImport().purpose.hasList).toBe(false)
    await take(page, 'add')
    expect(useFileImport().purpose.hasList).toBe(true)
  })

  it('shows beside the button why a file could not be read', async () => {
    const failing = { ...importing, 'rosters.open_file': () => fail('file-not-read') }
    const page = await start({}, failing)
    await page.get('.import').trigger('click')
    await settle()
    expect(page.text()).toContain('The file could not be read.')
  })
})

describe('typed digits with a thousands separator', () => {
  const grouped = [{ text: '10,401', id: '10401' }]
  const asking: Answers = {
    'watch.get_roster': () => ok({ agents: [listed('10407')], problem: null }),
    'watch.parse_list': ({ text }) =>
      ok({
        ids: text.match(/\d{5}/g) ?? [],
        duplicates: [],
        newRange: [],
        grouped: text.includes('10,401') ? grouped : [],
        rejected: [],
      }),
  }

  it('must be clarified before the watch starts', async () => {
    const page = await start({ draft: { ...draft, agents: '10402 10,401' } }, asking)
    expect(await watched(page)).toBeUndefined()
    expect(page.text()).toContain('First answer the question about the numbers with a separator.')
    await page
      .findAll('button')
      .find((one) => one.text() === 'Read as 10401')
      ?.trigger('click')
    await settle()
    expect(useSetup().draft.agents).toBe('10402 10401')
    expect(document.activeElement).toBe(page.get('textarea').element)
    expect(page.text()).not.toContain('Answer first')
    expect(await watched(page)).toEqual({ agents: [{ agentId: '10402' }, { agentId: '10401' }] })
  })
})

describe('choosing the agents by a roster', () => {
  it('checks those that the gateway lists, types the rest, and removes all others', async () => {
    const page = await start(
      { watched: ['10499'] },
      {
        'watch.get_roster': () => ok({ agents: ['10407', '10499'].map(listed), problem: null }),
        ...parsing,
      },
    )
    expect(page.get('[role="group"]').text()).toContain('Late · 2')
    await pick(page)
    const ticked = page
      .findAll('.agent input')
      .map((box) => (box.element as HTMLInputElement).checked)
    expect(ticked).toEqual([true, false])
    expect(page.text()).toContain('1 of them typed on the other tab')
    expect(await watched(page)).toEqual({ agents: [{ agentId: '10407' }, { agentId: '10421' }] })
  })

  it('fills in the rows, keeps the input, and shows which credentials are stored', async () => {
    const page = await start({ draft: { ...draft, way: 'agent', agents: '10421' } })
    await page.get('input[aria-label="GUID, row 1"]').setValue('typed')
    await pick(page)
    const ids = page.findAll('td.id input').map((one) => (one.element as HTMLInputElement).value)
    expect(ids).toEqual(['10407', '10421'])
    const guids = page.findAll('input[aria-label^="GUID"]')
    expect(guids.map((one) => one.attributes('placeholder'))).toEqual(['unchanged', undefined])
    expect(guids.map((one) => (one.element as HTMLInputElement).value)).toEqual(['', 'typed'])
  })

  it.each([
    ['there is none', () => ok({ rosters: [], withoutCredential: [] })],
    ['they cannot be read', () => fail('internal')],
  ] as const)('is not offered where %s', async (_why, answer) => {
    const page = await start({}, { 'rosters.get': answer })
    expect(page.find('[role="group"]').exists()).toBe(false)
    expect(page.find('[role="tablist"]').exists()).toBe(true)
  })
})
