// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CertificateCheck, SetupView } from '../src-shared/contract/index.ts'
import App from './App.vue'
import { i18n } from './i18n/index.ts'
import { play } from './ui/sounds.ts'
import { useNavigation } from './state/navigation.ts'
import { boardNow, heldCall } from './testing/boardData.ts'
import { type Answers, FakeBridge, fail, ok, setupView } from './testing/fakeBridge.ts'
import { render, settle } from './testing/mount.ts'
import { preferenceTable } from './testing/preferencesData.ts'

vi.mock('./ui/sounds.ts', () => ({ play: vi.fn() }))

const sha256 = Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(':')
const untrusted: CertificateCheck = {
  origin: 'https://cc-gateway.example:8043',
  verdict: 'untrusted',
  reasons: ['self-signed', 'other-name'],
  facts: {
    sha256,
    subject: 'agw-node-1',
    issuer: 'agw-node-1',
    names: ['agw-node-1'],
    validFrom: Date.UTC(2024, 2, 2),
    validTo: Date.UTC(2034, 1, 28),
  },
  before: [],
}

let bridge: FakeBridge
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const at = async (view: Partial<SetupView>, answers: Answers = {}) => {
  bridge = new FakeBridge({ 'setup.get': () => ok(setupView(view)), ...answers }).install()
  const page = render(App)
  await settle()
  return page
}
type Page = Awaited<ReturnType<typeof at>>
const button = (page: Page, name: string) => {
  const match = page
    .findAll('button')
    .find((b) => b.text() === name || b.attributes('aria-label') === name)
  if (!match) throw new Error(`no button ${name}`)
  return match
}
const field = (page: Page, label: string) => {
  const match = page.findAll('label').find((l) => l.text().startsWith(label))
  if (!match) throw new Error(`no field ${label}`)
  return page.get(`[id="${match.attributes('for')}"]`)
}

describe('the address', () => {
  const draft = { ...setupView().draft, address: 'gw.example' }

  it('leads to the certificate where it is not trusted, and to the sign-in where it is', async () => {
    for (const [verdict, route] of [
      ['untrusted', 'certificate'],
      ['changed', 'certificate'],
      ['pinned', 'sign-in'],
      ['verified', 'sign-in'],
    ] as const) {
      const page = await at(
        { route: 'address', draft },
        { 'setup.check_address': () => ok({ ...untrusted, verdict }) },
      )
      await page.get('form').trigger('submit')
      await settle()
      expect(bridge.requests).toContainEqual({ name: 'setup.go_to', input: { route } })
      page.unmount()
    }
  })

  it('shows the error beside the field, and keeps the input', async () => {
    const page = await at(
      { route: 'address', draft },
      { 'setup.check_address': () => fail('host-unknown', { field: 'address' }) },
    )
    await field(page, 'Address').setValue('nowhere.example')
    await page.get('form').trigger('submit')
    await settle()
    expect(page.get('[role="alert"]').text()).toContain('No host with this name was found.')
    expect(field(page, 'Address').attributes('aria-invalid')).toBe('true')
    expect((field(page, 'Address').element as HTMLInputElement).value).toBe('nowhere.example')
    expect(bridge.count('setup.go_to')).toBe(0)
  })

  it('saves the input after a delay, not with each key', async () => {
    const page = await at({ route: 'address', draft })
    await field(page, 'Address').setValue('a')
    await field(page, 'Address').setValue('ab')
    expect(bridge.count('setup.save_draft')).toBe(0)
    await vi.advanceTimersByTimeAsync(500)
    expect(bridge.requests.filter(({ name }) => name === 'setup.save_draft')).toEqual([
      { name: 'setup.save_draft', input: { ...draft, address: 'ab' } },
    ])
  })

  it('does not lose the input when the main process sends the set-up again', async () => {
    const page = await at({ route: 'address', draft })
    await field(page, 'Address').setValue('half-typed')
    bridge.send('setup.changed', setupView({ route: 'address', draft }))
    await settle()
    expect((field(page, 'Address').element as HTMLInputElement).value).toBe('half-typed')
  })
})

describe('the certificate', () => {
  const show = () => at({ route: 'certificate', certificate: untrusted })

  it('explains the reasons, and that nothing was sent', async () => {
    const page = await show()
    expect(page.text()).toContain('Nothing has been sent to cc-gateway.example:8043.')
    expect(page.text()).toContain('It is self-signed')
    expect(page.text()).toContain('It was issued for “agw-node-1”, not for “cc-gateway.example”.')
  })

  it('can only be trusted after an explicit decision', async () => {
    const page = await show()
    const trust = button(page, 'Trust this certificate')
    expect(trust.attributes('disabled')).toBeDefined()
    expect(document.activeElement?.textContent).toContain('Cancel')
    await page.get('input[type="checkbox"]').setValue(true)
    expect(trust.attributes('disabled')).toBeUndefined()
    await page.get('input[type="checkbox"]').setValue(false)
    expect(trust.attributes('disabled')).toBeDefined()
  })

  it('accepts an exact match as that decision, and trusts only this certificate', async () => {
    const page = await show()
    await field(page, 'Expected').setValue(sha256.replaceAll(':', '').toLowerCase())
    expect(page.text()).toContain('Match.')
    await button(page, 'Trust this certificate').trigger('click')
    expect(bridge.requests).toContainEqual({
      name: 'trust.accept',
      input: { origin: untrusted.origin, sha256 },
    })
  })

  it('does not accept the check box if the fingerprint differs', async () => {
    const page = await show()
    await page.get('input[type="checkbox"]').setValue(true)
    await field(page, 'Expected').setValue('00'.repeat(32))
    expect(page.text()).toContain('No match.')
    expect(button(page, 'Trust this certificate').attributes('disabled')).toBeDefined()
  })

  it('shows a changed one beside the old one', async () => {
    const before = { ...untrusted.facts, sha256: sha256.replace('10', 'FF') }
    const page = await at({
      route: 'certificate',
      certificate: { ...untrusted, verdict: 'changed', before: [before] },
    })
    expect(page.get('h1').text()).toBe('The server’s certificate has changed')
    expect(page.get('[aria-label="Trusted before"]').text()).toContain('FF:11')
    expect(page.get('[aria-label="Presented now"]').text()).toContain('10:11')
  })

  it('shows a changed one beside all trusted ones, and explains that those stay trusted', async () => {
    const before = ['FE', 'FF'].map((pair) => ({
      ...untrusted.facts,
      sha256: sha256.replace('10', pair),
    }))
    const page = await at({
      route: 'certificate',
      certificate: { ...untrusted, verdict: 'changed', before },
    })
    const old = page.get('[aria-label="Trusted before"]').text()
    expect(old).toContain('FE:11')
    expect(old).toContain('FF:11')
    expect(page.text()).toContain('Certificates you trusted before stay trusted')
  })
})

describe('the sign-in', () => {
  it('offers to take the session over, with a warning, and only then uses force', async () => {
    const page = await at(
      { route: 'sign-in' },
      { 'session.sign_in': () => fail('already-signed-in') },
    )
    await field(page, 'Password').setValue('secret')
    await page.get('form').trigger('submit')
    await settle()
    expect(page.text()).toContain(
      'signs out whoever is using this account somewhere else, and may use a license',
    )
    await button(page, 'Take over session').trigger('click')
    await settle()
    const forced = bridge.requests
      .filter(({ name }) => name === 'session.sign_in')
      .map(({ input }) => (input as { force: boolean }).force)
    expect(forced).toEqual([false, true])
  })

  it('keeps the explanation while the phone number for the take-over is missing', async () => {
    const draft = { ...setupView().draft, inspectorId: '10099', withoutLicence: true }
    const page = await at(
      { route: 'sign-in', draft },
      { 'session.sign_in': () => fail('phone-needed') },
    )
    expect(page.text()).toContain('Phone numberoptional')
    await page.get('form').trigger('submit')
    await settle()
    expect(page.text()).not.toContain('Take over session')
    bridge.answers['session.sign_in'] = () => fail('already-signed-in')
    await page.get('form').trigger('submit')
    await settle()
    bridge.answers['session.sign_in'] = () => fail('phone-needed')
    await button(page, 'Take over session').trigger('click')
    await settle()
    expect(page.text()).not.toContain('Phone numberoptional')
    expect(field(page, 'Phone number').attributes('aria-invalid')).toBe('true')
    expect(page.get('.note').text()).toContain('This agent is already signed in somewhere else.')
    expect(page.get('.note').text()).toContain('may use a license')
  })

  it('shows the gateway and the number of agents, and requires the missing input', async () => {
    const draft = { ...setupView().draft, inspectorId: '10099' }
    const origin = 'https://gw.example:8043'
    const page = await at({ route: 'sign-in', draft, origin, watched: ['1', '2'] })
    expect(page.text()).toContain('You are connecting to gw.example:8043.')
    expect(page.text()).toContain('2 agents are already monitored there.')
    expect(document.activeElement).toBe(field(page, 'Password').element)
    page.unmount()
    const fresh = await at({ route: 'sign-in', origin })
    expect(fresh.text()).not.toContain('monitored there')
    expect(document.activeElement).toBe(field(fresh, 'Inspector').element)
  })

  it('never puts the password into the draft', async () => {
    const page = await at({ route: 'sign-in' })
    await field(page, 'Inspector').setValue('10099')
    await field(page, 'Password').setValue('secret')
    await vi.advanceTimersByTimeAsync(500)
    const drafts = bridge.requests.filter(({ name }) => name === 'setup.save_draft')
    expect(drafts).toHaveLength(1)
    expect(JSON.stringify(drafts)).not.toContain('secret')
  })

  it('shows the simulated gateway’s password filled in', async () => {
    const page = await at({ route: 'sign-in', simulated: true, simulatedPassword: 'Sim-1' })
    expect((field(page, 'Password').element as HTMLInputElement).value).toBe('Sim-1')
  })
})

describe('choosing the agents', () => {
  it('combines checked and typed agents into one list', async () => {
    const page = await at(
      { route: 'watch', draft: { ...setupView().draft, agents: '10402 10403' } },
      {
        'watch.get_roster': () =>
          ok({
            agents: [
              { agentId: '10401', name: 'Ann', group: '', state: 'idle' },
              { agentId: '10402', name: 'Bo', group: '', state: 'idle' },
            ],
            problem: null,
          }),
        'watch.parse_list': () =>
          ok({ ids: ['10402', '10403'], duplicates: [], newRange: [], grouped: [], rejected: [] }),
      },
    )
    await page.get('.agent input').setValue(true)
    expect(page.text()).toContain('3 agents will be monitored, 1 of them typed on the other tab')
    await page.get('form').trigger('submit')
    await settle()
    expect(bridge.requests).toContainEqual({
      name: 'watch.set_agents',
      input: { agents: [{ agentId: '10401' }, { agentId: '10402' }, { agentId: '10403' }] },
    })
  })
})

describe('choosing the agents, when they are rejected', () => {
  it('removes the error as soon as the choice changes', async () => {
    const page = await at(
      { route: 'watch' },
      {
        'watch.get_roster': () =>
          ok({
            agents: [{ agentId: '10401', name: 'Ann', group: '', state: 'idle' }],
            problem: null,
          }),
        'watch.set_agents': () => fail('nothing-to-watch', { field: 'agents' }),
      },
    )
    await page.get('form').trigger('submit')
    await settle()
    expect(page.text()).toContain('Choose or enter at least one agent')
    await page.get('.agent input').setValue(true)
    expect(page.text()).not.toContain('Choose or enter at least one agent')
  })
})

describe('the credentials of the agents', () => {
  const perAgent = { ...setupView().draft, way: 'agent', agents: '10401 10402' } as const
  const show = (answers: Answers = {}, credential: 'guid' | 'password' = 'guid') =>
    at({ route: 'watch', withCredential: ['10401'], draft: { ...perAgent, credential } }, answers)

  it('offers to keep only stored credentials', async () => {
    const page = await show()
    const hints = ['1', '2'].map((n) =>
      page.get(`input[aria-label="GUID, row ${n}"]`).attributes('placeholder'),
    )
    expect(hints).toEqual(['unchanged', undefined])
  })

  it('shows beside the row what is missing there, once, until the row changes', async () => {
    const page = await show({
      'watch.set_agents': () =>
        fail('credential-missing', { field: 'agents.10402', params: { agent: '10402' } }),
    })
    await page.get('form').trigger('submit')
    await settle()
    const guid = page.get('input[aria-label="GUID, row 2"]')
    const alert = page.get(`[id="${guid.attributes('aria-describedby')}"]`)
    expect(alert.text()).toContain('10402: This agent has no credentials yet')
    expect(page.text().match(/no credentials yet/g)).toHaveLength(1)
    expect(page.findAll('tbody tr')[2]?.element.contains(alert.element)).toBe(true)
    await guid.setValue('g-2')
    expect(page.text()).not.toContain('no credentials yet')
  })

  it('explains for each remaining pasted line why it was rejected', async () => {
    const page = await show({}, 'password')
    await button(page, 'Paste multiple agents').trigger('click')
    await page.get('textarea').setValue('10403, pass word, 70021\nAnn, x\n1065000;x\n10404,')
    await button(page, 'Add these lines').trigger('click')
    const third = page.get('input[aria-label="Password, row 3"]').element as HTMLInputElement
    expect(third.value).toBe('pass word')
    expect(page.findAll('.rejected li').map((line) => line.text())).toEqual([
      'Line 1: it does not start with an agent ID.',
      'Line 2: the ID is not between 101 and 999999.',
      'Line 3: there are no credentials after the ID.',
    ])
    expect((page.get('textarea').element as HTMLTextAreaElement).value).toBe(
      'Ann, x\n1065000;x\n10404,',
    )
  })
})

describe('notices', () => {
  it('stay until they are dismissed', async () => {
    const page = await at({ route: 'welcome' })
    bridge.send('app.notice', { id: 'n1', code: 'trust-corrupt', params: {} })
    await settle()
    expect(page.text()).toContain('no certificate is trusted')
    await button(page, 'Dismiss this notice').trigger('click')
    expect(page.text()).not.toContain('no certificate is trusted')
    expect(bridge.requests).toContainEqual({ name: 'app.dismiss_notice', input: { id: 'n1' } })
  })

  it('pass the focus on, in the end to the heading below them', async () => {
    const page = await at({ route: 'welcome' })
    for (const id of ['n1', 'n2', 'n3']) {
      bridge.send('app.notice', { id, code: 'trust-corrupt', params: {} })
    }
    await settle()
    const buttons = () => page.findAll('.notice button')
    const third = buttons()[2]?.element
    for (const at of [1, 1, 0]) {
      const pressed = buttons()[at]
      ;(pressed?.element as HTMLElement | undefined)?.focus()
      await pressed?.trigger('click')
      await settle()
      if (at === 1 && buttons().length === 2) expect(document.activeElement).toBe(third)
      if (buttons().length === 1) expect(document.activeElement).toBe(buttons()[0]?.element)
    }
    expect(document.activeElement?.tagName).toBe('H1')
  })
})

describe('a choice in the settings', () => {
  const root = document.documentElement
  const changed = (changes: Parameters<typeof preferenceTable>[0]) => {
    bridge.send('preferences.changed', preferenceTable(changes))
    return settle()
  }
  afterEach(() => {
    root.removeAttribute('data-theme')
    root.removeAttribute('data-contrast')
    i18n.global.locale.value = 'en'
  })

  it('changes the language at once, and declares it for screen readers', async () => {
    const page = await at({ route: 'address' })
    expect(root.lang).toBe('en')
    await changed({ language: { value: 'zh-CN' } })
    expect(page.get('h1').text()).toBe('请输入网关或 CC-CMS 的地址')
    expect(root.lang).toBe('zh-CN')
    await changed({ language: { value: 'en' } })
    expect(page.get('h1').text()).toBe('Enter the address of your gateway or CC-CMS')
  })

  it.each([
    ['light', 'dark', false, ['light', false]],
    ['dark', 'light', true, ['dark', false]],
    ['system', 'light', false, ['light', false]],
    ['system', 'dark', false, ['dark', false]],
    ['system', 'dark', true, ['dark', true]],
    ['contrast', 'light', false, ['light', true]],
  ] as const)(
    'for the theme %s on a %s system, contrast %j',
    async (theme, scheme, more, expected) => {
      vi.stubGlobal('matchMedia', (query: string) =>
        Object.assign(new EventTarget(), {
          media: query,
          matches:
            query.includes(`scheme: ${scheme}`) || (more && query.includes('contrast: more')),
        }),
      )
      await at({ route: 'address' })
      await changed({ theme: { value: theme } })
      expect([root.dataset['theme'], root.hasAttribute('data-contrast')]).toEqual(expected)
      vi.unstubAllGlobals()
    },
  )

  it('plays a sound on request of the main process', async () => {
    await at({ route: 'board' })
    bridge.send('alert.sound', { sound: 'urgent', volume: 30 })
    expect(play).toHaveBeenCalledWith('urgent', 30)
  })
})

describe('a choice in the tray’s menu', () => {
  const settingsTitle = (page: Page) => page.find('main.settings h2')

  it('is closed with Escape, unless it has invalid input', async () => {
    const page = await at({ route: 'address' })
    useNavigation().view = 'settings'
    await vi.dynamicImportSettled()
    await settle()
    const amber = page.get('[aria-label="Amber"]')
    const escape = () => amber.trigger('keydown', { key: 'Escape' })
    ;(amber.element as HTMLInputElement).focus()
    ;(amber.element as HTMLInputElement).value = 'soon'
    await amber.trigger('input')
    await escape()
    await settle()
    expect(page.get('dialog[open]').text()).toContain(
      'Not saved because the value is invalid: Hold time limits.',
    )
    await button(page, 'Keep editing').trigger('click')
    await settle()
    await amber.setValue('0:30')
    await escape()
    expect(useNavigation().view).toBe('board')
  })

  it('opens the settings, during the set-up too', async () => {
    const page = await at({ route: 'address' })
    bridge.send('app.show', { what: 'settings' })
    await vi.dynamicImportSettled()
    await settle()
    expect(settingsTitle(page).text()).toBe('Settings')
    await button(page, 'Back').trigger('click')
    expect(page.get('h1').text()).toBe('Enter the address of your gateway or CC-CMS')
  })

  it('opens a row, which is scrolled into view and focused', async () => {
    const page = await at({ route: 'board' })
    bridge.send('app.show', { what: 'settings' })
    await vi.dynamicImportSettled()
    await settle()
    expect(settingsTitle(page).exists()).toBe(true)
    bridge.send('app.show', { what: 'hold', holdId: 'h1' })
    await settle()
    expect(page.find('main.settings').exists()).toBe(false)
    expect(document.activeElement?.getAttribute('data-hold-id')).toBe('h1')
    // It was requested once: the next change of the board does not move the focus again.
    ;(document.activeElement as HTMLElement).blur()
    bridge.send('board.patch', { seq: 11, now: boardNow, calls: { put: [heldCall()], gone: [] } })
    await settle()
    expect(document.activeElement).toBe(document.body)
  })

  it('leads from the set-up back to the board of a running watch', async () => {
    await at({ route: 'board' })
    bridge.send('setup.changed', setupView({ route: 'watch', isWatching: true }))
    await settle()
    bridge.send('app.show', { what: 'hold', holdId: 'h1' })
    await settle()
    expect(bridge.requests).toContainEqual({ name: 'setup.go_to', input: { route: 'board' } })
    expect(document.activeElement?.getAttribute('data-hold-id')).toBe('h1')
  })
})

describe('a navigation that fails', () => {
  const answers: Answers = { 'setup.go_to': () => fail('cannot-save') }

  it('is reported where the tray requested the board', async () => {
    const page = await at({ route: 'board' }, answers)
    bridge.send('setup.changed', setupView({ route: 'watch', isWatching: true }))
    await settle()
    bridge.send('app.show', { what: 'hold', holdId: 'h1' })
    await settle()
    expect(page.text()).toContain('Your changes could not be saved.')
  })
})

describe('a restored network', () => {
  it('retries the gateway at once, where one is watched', async () => {
    const page = await at({ route: 'welcome' })
    window.dispatchEvent(new Event('online'))
    expect(bridge.count('watch.retry')).toBe(0)
    page.unmount()
    await at({ route: 'board' })
    window.dispatchEvent(new Event('online'))
    expect(bridge.count('watch.retry')).toBe(1)
  })
})
