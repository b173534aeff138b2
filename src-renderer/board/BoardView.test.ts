// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BoardSnapshot, HeldCall } from '../../src-shared/contract/index.ts'
import BoardHeader from '../shell/BoardHeader.vue'
import MainFrame from '../shell/MainFrame.vue'
import { useFileImport } from '../agents/fileImport.ts'
import { useNavigation } from '../state/navigation.ts'
import { useNumbers } from '../state/numbers.ts'
import { standsForMs } from '../state/announcements.ts'
import { boardNow, heldCall, snapshot, watchedAgent, watchState } from '../testing/boardData.ts'
import { FakeBridge, fail, ok } from '../testing/fakeBridge.ts'
import { filePreview } from '../testing/fileData.ts'
import { render, settle } from '../testing/mount.ts'

let bridge: FakeBridge

beforeEach(() => {
  vi.useFakeTimers()
  bridge = new FakeBridge().install()
})
afterEach(() => void vi.useRealTimers())

const show = async (over: Partial<BoardSnapshot> = {}) => {
  bridge.answers['board.get_snapshot'] = () => ok(snapshot(over))
  const page = render(MainFrame)
  await settle()
  // The shared clock ticks within the next second.
  await vi.advanceTimersByTimeAsync(0)
  return page
}
const row = (page: Awaited<ReturnType<typeof show>>) => page.get('tr[data-call-id]')
const entry = (page: Awaited<ReturnType<typeof show>>, id: string) =>
  page.get(`li[data-agent-id="${id}"]`)
/** Patches as the main process sends them, one a second. */
const live = async (seconds: number): Promise<void> => {
  for (let i = 1; i <= seconds; i += 1) {
    await vi.advanceTimersByTimeAsync(1000)
    const now = boardNow + i * 1000
    bridge.send('board.patch', { seq: 10 + i, now, lastAnswerAt: now })
  }
  await settle()
}

describe('the row of a held call', () => {
  it('has the attributes that tests and style sheets depend on', async () => {
    const page = await show()
    expect(row(page).attributes()).toMatchObject({
      'data-call-id': '1760000123-204',
      'data-agent-id': '10412',
      'data-held-seconds': '130',
      'data-level': 'red',
      'data-stale': 'false',
    })
    expect(row(page).text()).toContain('2:10')
    expect(row(page).text()).not.toContain('≥')
  })

  it('ages with the shared clock', async () => {
    const page = await show()
    await live(3)
    await vi.advanceTimersByTimeAsync(1000)
    expect(Number(row(page).attributes('data-held-seconds'))).toBeGreaterThanOrEqual(133)
  })

  it('shows that the time is only a lower bound', async () => {
    const page = await show({ calls: [heldCall({ notBefore: null })] })
    expect(row(page).get('.time').text()).toMatch(/≥.*2:10/s)
    expect(page.get('.strip').text()).toMatch(/≥.*2:10/s)
  })

  it('marks a lower bound only while the uncertainty is more than a tenth of the time', async () => {
    const startedAt = boardNow - 98_000
    const page = await show({ calls: [heldCall({ startedAt, notBefore: startedAt - 10_000 })] })
    expect(row(page).get('.time').text()).toMatch(/≥.*1:38/s)
    await live(3)
    expect(row(page).get('.time').text()).toMatch(/^1:4[01]$/)
    expect(page.get('.strip').text()).not.toContain('≥')
  })

  it.each([
    [10_000, 'Critical at 5:00 · Between 2:10 and 2:20.'],
    [500, 'Critical at 5:00'],
    [Infinity, 'Critical at 5:00 · At least 2:10. The call may have been on hold longer.'],
  ])('shows the bounds of its time where it is pointed at: %i ms', async (doubtMs, title) => {
    const startedAt = boardNow - 130_000
    const notBefore = doubtMs === Infinity ? null : startedAt - doubtMs
    const page = await show({ calls: [heldCall({ notBefore })] })
    const cell = row(page).get('.clock div')
    await cell.trigger('pointerenter')
    expect(cell.attributes('title')).toBe(title)
  })

  it.each([
    ['a stale row', { stale: true, notBefore: null }, {}],
    ['a row with a gap', { gap: true, notBefore: null }, {}],
    ['a row on a board that stands still', {}, { watch: watchState({ state: 'interrupted' }) }],
  ] as const)(
    'says of %s that its time is a guess, and goes on ticking',
    async (_w, call, over) => {
      const page = await show({ calls: [heldCall(call)], ...over })
      for (const time of [row(page).get('.time'), page.get('.strip')]) {
        expect(time.text()).toMatch(/~about 2:10/)
        expect(time.text()).not.toContain('≥')
      }
      await live(2)
      expect(row(page).get('.time').text()).toMatch(/2:1[12]/)
    },
  )

  it('shows hours', async () => {
    const page = await show({ calls: [heldCall({ startedAt: boardNow - 3_723_000 })] })
    expect(row(page).text()).toContain('1:02:03')
  })

  it('shows when it was last observed once it is stale', async () => {
    const page = await show({ calls: [heldCall({ stale: true, lastSeenAt: boardNow - 14_000 })] })
    expect(row(page).attributes('data-stale')).toBe('true')
    expect(row(page).text()).toContain('last seen 14 s ago; may no longer be on hold')
  })

  it('adds earlier holds of the same call to the total', async () => {
    const page = await show({ calls: [heldCall({ holdNumber: 3, earlierMs: 420_000 })] })
    expect(row(page).text().replace(/\s+/g, ' ')).toContain('3 × · 9:10 total')
  })

  it('marks a gap, names an unknown call type, and shows the level without color', async () => {
    const page = await show({ calls: [heldCall({ gap: true, callFeature: 99 })] })
    expect(row(page).text()).toContain('may have been retrieved')
    expect(row(page).text()).toContain('Type 99')
    expect(row(page).text()).toContain('Red, over 2:00')
  })

  it('shows the number on request and hides it by itself', async () => {
    bridge.answers['hold.reveal_number'] = () => ok({ number: '02155501234' })
    const page = await show()
    await row(page).get('button').trigger('click')
    await settle()
    expect(row(page).text()).toContain('02155501234')
    await vi.advanceTimersByTimeAsync(14_000)
    expect(row(page).text()).toContain('02155501234')
    await vi.advanceTimersByTimeAsync(1500)
    expect(row(page).text()).not.toContain('02155501234')
    expect(row(page).text()).toContain('•••• 1234')
  })
})

describe('a revealed number', () => {
  it('is hidden when the board is left, and a pending request is dropped', async () => {
    const number = ok({ number: '02155501234' })
    bridge.answers['hold.reveal_number'] = () => number
    const page = await show()
    const navigation = useNavigation()
    const leaveAndReturn = async () => {
      navigation.view = 'settings'
      await settle()
      const isKept = useNumbers().isRevealed(heldCall().holdId)
      navigation.view = 'board'
      await settle()
      return isKept || row(page).text().includes('02155501234')
    }
    await row(page).get('button').trigger('click')
    await settle()
    expect(await leaveAndReturn()).toBe(false)
    let answer = (): void => undefined
    bridge.answers['hold.reveal_number'] = () =>
      new Promise((resolve) => (answer = () => resolve(number)))
    await row(page).get('button').trigger('click')
    const departure = leaveAndReturn()
    answer()
    expect(await departure).toBe(false)
  })
})

describe('the figures above the board', () => {
  it('counts red calls in red', async () => {
    const page = await show()
    const over = page.findAll('.figure').find((figure) => figure.text().startsWith('over'))
    expect(over?.attributes('data-level')).toBe('red')
  })
})

describe('freshness', () => {
  it('shows the age of the last response', async () => {
    const page = await show()
    await live(2)
    expect(page.get('.freshness').text()).toMatch(/Updated [01] s ago/)
  })

  it('becomes prominent after five seconds without a response', async () => {
    const page = await show({ lastAnswerAt: boardNow - 14_000 })
    expect(page.get('.freshness').text()).toBe('Out of date: last answer 14 s ago')
    expect(page.get('.freshness').classes()).toContain('late')
  })

  it('shows that the board is disconnected, and dims the rows, when the main process sends nothing', async () => {
    const page = await show()
    await live(2)
    expect(page.find('[role="alert"].banner').exists()).toBe(false)
    await vi.advanceTimersByTimeAsync(7000)
    expect(page.get('.banner').text()).toContain('This board is not being updated')
    expect(row(page).attributes('data-stale')).toBe('true')
    expect(page.get('.freshness').text()).toContain('Out of date')
  })
})

describe('a page that was hidden for a while', () => {
  const hide = (hidden: boolean): void => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }
  afterEach(() => hide(false))
  const comeBack = async () => {
    const page = await show()
    hide(true)
    await vi.advanceTimersByTimeAsync(60_000)
    // The main process does not respond at once.
    bridge.answers['board.get_snapshot'] = () => new Promise(() => undefined)
    hide(false)
    await settle()
    return page
  }

  it('requests the board and shows no alarm, but nothing outdated as current', async () => {
    const page = await comeBack()
    expect(bridge.count('board.get_snapshot')).toBe(2)
    expect(page.find('.banner').exists()).toBe(false)
    expect(row(page).attributes('data-stale')).toBe('true')
    expect(page.get('.freshness').classes()).toContain('late')
  })

  it('shows that it is disconnected where there is still no message', async () => {
    const page = await comeBack()
    await vi.advanceTimersByTimeAsync(4_000)
    expect(page.find('.banner').exists()).toBe(false)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(page.get('.banner').attributes('role')).toBe('alert')
    expect(page.get('.banner').text()).toContain('This board is not being updated')
  })
})

describe('the state of the watch', () => {
  it('shows that the session is at risk, without dimming a row', async () => {
    const atRisk = { reason: 'http-status', retcode: null, since: boardNow - 40_000 } as const
    const page = await show({ watch: watchState({ atRisk }) })
    expect(row(page).attributes('data-stale')).toBe('false')
    const banner = page.get('.banner')
    expect(banner.text()).toContain('The session may be lost')
    expect(banner.text()).toContain('has not answered the session heartbeat for 40 s.')
    expect(banner.text()).toContain('returned an HTTP error')
    await banner.get('button').trigger('click')
    expect(bridge.count('watch.retry')).toBe(1)
  })

  it('explains that a password is not sent again automatically', async () => {
    const page = await show({ watch: watchState({ state: 'stopped', reason: 'timeout' }) })
    expect(page.get('.banner').text()).toContain('Holdwatch will not send the password again')
  })

  it('keeps the rows, dimmed, during an outage of the gateway, and counts down to the next retry', async () => {
    const page = await show({
      watch: watchState({
        state: 'interrupted',
        reason: 'unreachable',
        nextTryAt: boardNow + 8000,
      }),
    })
    expect(row(page).attributes('data-stale')).toBe('true')
    expect(page.get('.banner').text()).toContain('The gateway cannot be reached.')
    expect(page.get('.banner').text()).toContain('Retrying in 8 s.')
    await page.get('.banner button').trigger('click')
    expect(bridge.count('watch.retry')).toBe(1)
  })

  it.each([
    ['untrusted-certificate', null, 'View certificate', 'certificate'],
    ['gateway-error', '100-004', 'Sign in again', 'sign-in'],
    ['signed-in-elsewhere', '100-002', 'Sign in again', 'sign-in'],
  ] as const)('leads from a stop for %s to the way out', async (reason, retcode, name, route) => {
    const page = await show({ watch: watchState({ state: 'stopped', reason, retcode }) })
    const button = page.get('.banner button')
    expect(button.text()).toBe(name)
    await button.trigger('click')
    await settle()
    expect(bridge.requests).toContainEqual({ name: 'setup.go_to', input: { route } })
  })

  it.each([
    ['untrusted-certificate', null],
    ['gateway-error', '100-004'],
  ] as const)('says that the way out of %s is barred', async (reason, retcode) => {
    bridge.answers['setup.go_to'] = () => fail('cannot-save')
    const page = await show({ watch: watchState({ state: 'stopped', reason, retcode }) })
    await page.get('.banner button').trigger('click')
    await settle()
    expect(page.get('.banner').text()).toContain('Your changes could not be saved.')
  })

  it('explains a code of the gateway in a sentence, followed by the code', async () => {
    const page = await show({
      watch: watchState({ state: 'stopped', reason: 'gateway-error', retcode: '100-004' }),
    })
    expect(page.get('.banner').text()).toContain('The agent ID or password is wrong.')
    expect(page.get('.banner').text()).toContain('(code 100-004)')
  })
})

describe('an empty board', () => {
  it('shows that nothing is held where agents are observed', async () => {
    const page = await show({
      calls: [],
      agents: [watchedAgent(), watchedAgent({ agentId: '2', state: 'unseen', reason: 'timeout' })],
    })
    expect(page.get('main').text()).toContain('No calls on hold')
    expect(page.get('main').text()).toContain('1 of 2 agents visible')
  })

  it.each([
    ['nobody is seen', { agents: [watchedAgent({ state: 'unseen', reason: 'timeout' })] }],
    ['nobody was asked', { agents: [watchedAgent({ state: 'waiting' })], lastAnswerAt: null }],
    ['the watch stands still', { watch: watchState({ state: 'stopped', reason: 'no-right' }) }],
    ['nobody is watched', { agents: [] }],
    ['the last answer is old', { lastAnswerAt: boardNow - 20_000 }],
  ] as const)('does not say so when %s', async (_when, over) => {
    const page = await show({ calls: [], ...(over as Partial<BoardSnapshot>) })
    expect(page.get('main').text()).not.toContain('No calls on hold')
    expect(page.get('.strip').text()).not.toMatch(/held now\s*0/)
  })
})

describe('an agent in the panel', () => {
  it('shows why it is not observed, what to do, and when the next retry is', async () => {
    const page = await show({
      agents: [
        watchedAgent({
          state: 'unseen',
          reason: 'gateway-error',
          retcode: '100-007',
          failures: 3,
          nextTryAt: boardNow + 8000,
        }),
      ],
    })
    const agent = entry(page, '10412')
    expect(agent.attributes()).toMatchObject({
      'data-state': 'unseen',
      'data-reason': 'gateway-error',
    })
    await agent.get('button[aria-expanded]').trigger('click')
    expect(agent.text()).toContain('internal error')
    expect(agent.text()).toContain('(code 100-007)')
    expect(agent.text()).toContain('Failed 3 times')
    expect(agent.text()).toContain('Retrying in 8 s.')
    await agent.get('button[aria-label^="Retry"]').trigger('click')
    expect(bridge.requests).toContainEqual({
      name: 'watch.retry_agent',
      input: { agentId: '10412' },
    })
  })

  it('omits from the panel what the banner says for all', async () => {
    const page = await show({
      watch: watchState({ state: 'interrupted', reason: 'unreachable' }),
      agents: [
        watchedAgent({ agentId: '1', state: 'unseen', reason: 'unreachable' }),
        watchedAgent({ agentId: '2', state: 'unseen', reason: 'not-visible' }),
      ],
    })
    expect(entry(page, '1').text()).toContain('unreachable')
    expect(entry(page, '1').text()).not.toContain('Check the network')
    expect(entry(page, '1').find('button[aria-expanded]').exists()).toBe(false)
    await entry(page, '2').get('button[aria-expanded]').trigger('click')
    expect(entry(page, '2').text()).toContain('another node or VDN, or the ID does not exist')
  })

  it('shows how long a talk lasts and how many calls are held', async () => {
    const page = await show({
      agents: [
        watchedAgent({ agentId: '1', state: 'talking', since: boardNow - 192_000 }),
        watchedAgent({ agentId: '2', state: 'holding', held: 2 }),
        watchedAgent({
          agentId: '3',
          state: 'talking',
          since: boardNow - 80_000,
          sinceAtLeast: true,
        }),
      ],
    })
    expect(entry(page, '1').text()).toContain('3:12')
    expect(entry(page, '1').text()).not.toContain('≥')
    expect(entry(page, '3').text()).toMatch(/≥.*1:20/)
    expect(entry(page, '2').text()).toContain('2 calls')
  })

  it('is below a separate heading, with the button to add others', async () => {
    const page = await show()
    const head = page.get('aside .head')
    expect(head.get('h2').text()).toBe('Agents')
    expect(head.get('button').text()).toBe('Add agents')
    expect(page.get('aside section').find('button.small:not(.remove)').exists()).toBe(false)
  })

  it('is removed only after a confirmation', async () => {
    const page = await show()
    await entry(page, '10412').get('button[aria-label^="Remove"]').trigger('click')
    await settle()
    expect(bridge.count('watch.remove_agent')).toBe(0)
    const dialog = page.get('dialog[open]')
    expect(dialog.text()).toContain('Stop monitoring Chen Wei 陈伟 10412?')
    await dialog.get('button.danger').trigger('click')
    expect(bridge.requests).toContainEqual({
      name: 'watch.remove_agent',
      input: { agentId: '10412' },
    })
  })

  it.each([
    ['answer', () => ok(null)],
    ['failure', () => fail('internal')],
  ] as const)('of whom the %s comes late does not speak for another', async (_what, envelope) => {
    let answer = (): void => undefined
    bridge.answers['watch.remove_agent'] = () =>
      new Promise((resolve) => (answer = () => resolve(envelope())))
    const agents = [watchedAgent(), watchedAgent({ agentId: '10413', name: 'Tom' })]
    const page = await show({ agents })
    const ask = async (id: string) => {
      await entry(page, id).get('button[aria-label^="Remove"]').trigger('click')
      await settle()
      return page.get('dialog[open]')
    }
    const first = await ask('10412')
    await first.get('button.danger').trigger('click')
    await first.get('.foot button').trigger('click')
    const second = await ask('10413')
    answer()
    await settle()
    expect(second.text()).toContain('Stop monitoring Tom 10413?')
    expect(second.attributes('open')).toBeDefined()
    expect(second.get('[role="alert"]').text()).toBe('')
    expect(second.get('button.danger').attributes('disabled')).toBeUndefined()
  })
})

describe('the dialogs', () => {
  const parsed = (ids: string[], rejected: string[] = []) =>
    ok({
      ids,
      duplicates: [],
      newRange: [],
      grouped: [],
      rejected: rejected.map((text) => ({ text, why: 'not-a-number' as const })),
    })
  const adding = async (text: string, answer: ReturnType<typeof parsed>) => {
    const page = await show()
    bridge.answers['watch.parse_list'] = () => answer
    await page.get('aside .head button').trigger('click')
    await settle()
    const dialog = page.get('dialog[open]')
    await dialog.get('textarea').setValue(text)
    await dialog.get('form').trigger('submit')
    await settle()
    return { page, dialog }
  }

  it('close on a press on the backdrop, but not where a text selection ends there', async () => {
    const page = await show()
    await page.get('aside button.small').trigger('click')
    await settle()
    const dialog = page.get('dialog[open]')
    await dialog.get('input, textarea').trigger('pointerdown')
    await dialog.trigger('click')
    expect(page.find('dialog[open]').exists()).toBe(true)
    await dialog.trigger('pointerdown')
    await dialog.trigger('click')
    await settle()
    expect(page.find('dialog[open]').exists()).toBe(false)
  })

  it('start at their first field', async () => {
    const page = await show()
    await page.get('aside .head button').trigger('click')
    await settle()
    expect(document.activeElement?.tagName).toBe('TEXTAREA')
  })

  it('return the focus to the menu that they were opened from', async () => {
    const page = await show()
    page.getComponent(BoardHeader).vm.$emit('trusted')
    await settle()
    const cross = page.get('dialog[open] button[aria-label="Close"]')
    ;(cross.element as HTMLElement).focus()
    await cross.trigger('click')
    await settle()
    expect(page.find('dialog[open]').exists()).toBe(false)
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Menu')
  })

  it.each([
    ['nothing was entered', '', parsed([]), 'Enter at least one agent ID'],
    ['all are watched', '10412', parsed(['10412']), 'All of them are already monitored'],
    ['nothing is an id', 'x7', parsed([], ['x7']), 'None of the entries is an agent ID'],
    [
      'the rest is no id',
      '10412 x7',
      parsed(['10412'], ['x7']),
      'the other entries are not agent IDs: x7',
    ],
  ])('to add agents stays open and explains why where %s', async (_when, text, answer, message) => {
    const { dialog } = await adding(text, answer)
    expect(dialog.get('.outcome').text()).toContain(message)
    expect(bridge.count('watch.add_agents')).toBe(0)
    await dialog.get('textarea').setValue('10413')
    expect(dialog.get('.outcome').text()).toBe('')
  })

  it('to add agents list the rejected entries, and close where there are none', async () => {
    const some = await adding('10413 x7', parsed(['10413'], ['x7']))
    expect(bridge.requests).toContainEqual({
      name: 'watch.add_agents',
      input: { agents: [{ agentId: '10413' }] },
    })
    expect(some.dialog.get('.outcome').text()).toBe('1 agent was added. Not added: x7')
    expect((some.dialog.get('textarea').element as HTMLTextAreaElement).value).toBe('x7')
    some.page.unmount()
    const all = await adding('10413', parsed(['10413']))
    expect(all.page.find('dialog[open]').exists()).toBe(false)
  })

  it('to add agents submit a new credential of one who is already watched', async () => {
    const page = await show({ way: 'agent' })
    await page.get('aside .head button').trigger('click')
    await settle()
    const dialog = page.get('dialog[open]')
    await dialog.get('.more button').trigger('click')
    for (const [n, id] of [
      [1, '10412'],
      [2, '10413'],
    ] as const) {
      await dialog.get(`input[aria-label="Agent ID, row ${n}"]`).setValue(id)
      await dialog.get(`input[aria-label="GUID, row ${n}"]`).setValue(`g-${n}`)
    }
    await dialog.get('form').trigger('submit')
    await settle()
    expect(bridge.requests.at(-1)).toEqual({
      name: 'watch.add_agents',
      input: {
        agents: [
          { agentId: '10412', credential: { kind: 'guid', guid: 'g-1' } },
          { agentId: '10413', credential: { kind: 'guid', guid: 'g-2' } },
        ],
      },
    })
  })

  it('to add agents accept a file, in addition to its list or instead of it', async () => {
    const page = await show()
    bridge.answers['rosters.open_file'] = () => ok(filePreview())
    await page.get('aside .head button').trigger('click')
    await settle()
    const dialog = page.get('dialog[open]')
    const list = () => (dialog.get('textarea').element as HTMLTextAreaElement).value
    await dialog.get('textarea').setValue('10401')
    for (const [how, text] of [
      ['add', '10401\n10407\n10421'],
      ['replace', '10407\n10421'],
    ] as const) {
      await dialog.get('.import').trigger('click')
      await settle()
      expect(useFileImport().purpose).toEqual({ hasList: true, withNames: false })
      useFileImport().end(how)
      await settle()
      expect(list()).toBe(text)
    }
  })

  it('to add agents keep the entries that they ask about', async () => {
    const grouped = [{ text: '10,405', id: '10405' }]
    const answer = parsed(['10415'])
    if (answer.ok) Object.assign(answer.data, { grouped })
    const { dialog } = await adding('10415 10,405', answer)
    expect(bridge.requests.at(-1)?.input).not.toMatchObject({ agents: [{ agentId: '10405' }] })
    expect((dialog.get('textarea').element as HTMLTextAreaElement).value).toBe('10,405')
    expect(dialog.text()).toContain('Not added: 10,405')
  })

  it('to add agents explain why the signed-in account cannot be one of them', async () => {
    const page = await show()
    bridge.answers['watch.parse_list'] = () => parsed(['10099'])
    bridge.answers['watch.add_agents'] = () =>
      fail('agent-is-inspector', { field: 'agents', params: { agent: '10099' } })
    await page.get('aside .head button').trigger('click')
    await settle()
    await page.get('dialog[open] textarea').setValue('10099')
    await page.get('dialog[open] form').trigger('submit')
    await settle()
    expect(page.get('dialog[open]').text()).toContain(
      '10099: Holdwatch is signed in with this account',
    )
  })
})

describe('announcements', () => {
  const spoken = (page: Awaited<ReturnType<typeof show>>, how: string) =>
    page.get(`.sr-only > [aria-live="${how}"]`).text()

  it('report a crossed limit once, critical assertively, and not those from before', async () => {
    const page = await show({ calls: [heldCall({ level: 'amber' })] })
    expect(spoken(page, 'polite')).toBe('')
    bridge.send('board.patch', {
      seq: 11,
      now: boardNow,
      calls: { put: [heldCall({ level: 'red' })], gone: [] },
    })
    await settle()
    expect(spoken(page, 'polite')).toBe('Chen Wei 陈伟 10412: on hold for more than 2:00.')
    expect(spoken(page, 'assertive')).toBe('')
    bridge.send('board.patch', {
      seq: 12,
      now: boardNow,
      calls: { put: [heldCall({ level: 'critical' })], gone: [] },
    })
    await settle()
    expect(spoken(page, 'assertive')).toContain('Chen Wei 陈伟')
    // A pending announcement is not removed.
    expect(spoken(page, 'polite')).toBe('Chen Wei 陈伟 10412: on hold for more than 2:00.')
  })

  describe('for calls that turn critical one after the other', () => {
    const [one, other] = [heldCall(), heldCall({ holdId: 'h2', callId: '1-2' })]
    const critical = async (call: HeldCall, at: number): Promise<void> => {
      await vi.advanceTimersByTimeAsync(3_000)
      const put = [{ ...call, level: 'critical' as const }]
      bridge.send('board.patch', { seq: 10 + at, now: boardNow, calls: { put, gone: [] } })
      await settle()
    }
    const sentences = (page: Awaited<ReturnType<typeof show>>) =>
      page.findAll('[aria-live="assertive"] p').map(({ element }) => element)

    it('are made once each, even if the text is the same, and are removed after a while', async () => {
      const page = await show({ calls: [one, other] })
      await critical(one, 1)
      const [first] = sentences(page)
      await critical(other, 2)
      const both = sentences(page)
      expect(both[0]).toBe(first)
      expect(both.map(({ textContent }) => textContent)).toEqual(
        Array(2).fill('Critical: Chen Wei 陈伟 10412, on hold for more than 5:00.'),
      )
      // When added to, it must not be read from its start again.
      expect(page.get('[role="alert"][aria-live]').attributes('aria-atomic')).toBe('false')
      await vi.advanceTimersByTimeAsync(standsForMs)
      expect(sentences(page)).toEqual([both[1]])
      await vi.advanceTimersByTimeAsync(standsForMs)
      expect(sentences(page)).toEqual([])
    })

    it('distinguish agents of the same name', async () => {
      const agents = [watchedAgent(), watchedAgent({ agentId: '10413' })]
      const page = await show({ calls: [one, other], agents })
      await critical(one, 1)
      await critical({ ...other, agentId: '10413' }, 2)
      expect(sentences(page).map(({ textContent }) => textContent)).toEqual([
        'Critical: Chen Wei 陈伟 10412, on hold for more than 5:00.',
        'Critical: Chen Wei 陈伟 10413, on hold for more than 5:00.',
      ])
    })
  })
})
