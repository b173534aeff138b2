// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BoardSnapshot } from '../../src-shared/contract/index.ts'
import { useNavigation } from '../state/navigation.ts'
import { usePreferences } from '../state/preferences.ts'
import { useSetup } from '../state/setup.ts'
import { boardNow, snapshot, watchState } from '../testing/boardData.ts'
import { FakeBridge, fail, ok, setupView } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import { preferenceTable } from '../testing/preferencesData.ts'
import MainFrame from './MainFrame.vue'

let bridge: FakeBridge
beforeEach(() => {
  vi.useFakeTimers()
  bridge = new FakeBridge().install()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A window of this many pixels, as reported by media queries. */
const windowOf = (width: number): void => {
  vi.stubGlobal('matchMedia', (query: string) => {
    const [, most] = /max-width: ([\d.]+)px/.exec(query) ?? []
    return Object.assign(new EventTarget(), {
      media: query,
      matches: most !== undefined && width <= Number(most),
    })
  })
}

const show = async (
  over: Partial<BoardSnapshot> = {},
  changes: Parameters<typeof preferenceTable>[0] = {},
  width = 1180,
) => {
  windowOf(width)
  bridge.answers['board.get_snapshot'] = () => ok(snapshot(over))
  bridge.answers['preferences.get'] = () => ok(preferenceTable(changes))
  const page = render(MainFrame)
  usePreferences().start()
  await settle()
  return page
}
type Page = Awaited<ReturnType<typeof show>>
const button = (page: Page, name: string) => page.find(`header button[aria-label="${name}"]`)
const openMenu = async (page: Page) => {
  await page.get('header button[aria-label="Menu"]').trigger('keydown', { key: 'Enter' })
  await settle()
  return page.get('[role="menu"]')
}
const entries = (menu: Awaited<ReturnType<typeof openMenu>>) =>
  menu.findAll('[role^="menuitem"]').map((item) => item.text())
const choose = async (page: Page, name: string) => {
  const item = (await openMenu(page))
    .findAll('[role^="menuitem"]')
    .find((one) => one.text().startsWith(name))
  if (!item) throw new Error(`no entry ${name}`)
  await item.trigger('keydown', { key: 'Enter' })
  await settle()
}
const snoozed = { alerts: { snoozedUntil: boardNow + 12 * 60_000 - 10, isQuiet: false } }

describe('the button that keeps the window on top', () => {
  it('shows its state, and changes it', async () => {
    const page = await show()
    const pin = button(page, 'Always on top')
    expect(pin.attributes('aria-pressed')).toBe('false')
    await pin.trigger('click')
    await settle()
    expect(bridge.requests).toContainEqual({
      name: 'preferences.set',
      input: { key: 'alwaysOnTop', value: true },
    })
    expect(button(page, 'Always on top').attributes('aria-pressed')).toBe('true')
  })

  it.each([
    ['Wayland', { isSupported: false, limit: 'wayland-on-top' as const }, 'On Wayland'],
    ['an administrator', { isLocked: true }, 'Set by your administrator'],
  ])('explains why it is disabled because of %s', async (_why, view, explanation) => {
    const page = await show({}, { alwaysOnTop: view })
    const pin = button(page, 'Always on top')
    expect(pin.attributes('aria-disabled')).toBe('true')
    expect(page.get(`[id="${pin.attributes('aria-describedby')}"]`).text()).toContain(explanation)
    expect(pin.attributes('title')).toContain(explanation)
    await pin.trigger('click')
    expect(bridge.count('preferences.set')).toBe(0)
  })
})

describe('pausing', () => {
  it('starts in the header, and ends there or in the banner', async () => {
    const page = await show()
    expect(page.find('.banner').exists()).toBe(false)
    await button(page, 'Pause monitoring').trigger('click')
    expect(bridge.requests).toContainEqual({ name: 'watch.set_paused', input: { paused: true } })
    bridge.send('board.patch', {
      seq: 11,
      now: boardNow,
      watch: watchState({ state: 'paused', reason: 'paused' }),
    })
    await settle()
    expect(button(page, 'Pause monitoring').exists()).toBe(false)
    await button(page, 'Resume monitoring').trigger('click')
    const goOn = page.get('.banner button')
    expect(goOn.text()).toBe('Resume')
    await goOn.trigger('click')
    const requests = bridge.requests.filter(({ name }) => name === 'watch.set_paused')
    expect(requests.map(({ input }) => input)).toEqual([
      { paused: true },
      { paused: false },
      { paused: false },
    ])
  })

  it('is not offered where no watch is running', async () => {
    const page = await show({ watch: watchState({ state: 'stopped', reason: 'no-right' }) })
    expect(button(page, 'Pause monitoring').exists()).toBe(false)
    expect(button(page, 'Snooze all alerts…').exists()).toBe(true)
  })

  it('reports an error', async () => {
    bridge.answers['watch.set_paused'] = () => fail('not-signed-in')
    const page = await show()
    await button(page, 'Pause monitoring').trigger('click')
    await settle()
    expect(page.text()).toContain('No source is connected yet.')
  })
})

describe('muted alerts', () => {
  it('are snoozed all at once, and the remaining time is shown', async () => {
    const page = await show()
    expect(page.find('.mute').exists()).toBe(false)
    const snooze = button(page, 'Snooze all alerts…')
    expect(snooze.find('.lucide-bell').exists()).toBe(true)
    await snooze.trigger('keydown', { key: 'Enter' })
    await settle()
    const choices = page.findAll('[role="menuitem"]')
    expect(choices.map((choice) => choice.text())).toEqual(
      [15, 30, 60].map((minutes) => `Snooze all alerts for ${minutes} minutes`),
    )
    await choices[1]?.trigger('click')
    expect(bridge.requests).toContainEqual({ name: 'alerts.snooze_all', input: { minutes: 30 } })
    bridge.send('board.patch', { seq: 11, now: boardNow, ...snoozed })
    await settle()
    expect(page.get('.mute').text()).toBe('12 min')
    const endSnooze = button(page, 'Resume all alerts')
    expect(endSnooze.find('.lucide-bell-off').exists()).toBe(true)
    await page.get('.mute').trigger('click')
    await button(page, 'Resume all alerts').trigger('click')
    const requests = bridge.requests.filter(({ name }) => name === 'alerts.snooze_all')
    expect(requests.slice(1).map(({ input }) => input)).toEqual([
      { minutes: null },
      { minutes: null },
    ])
  })

  it('never show a longer time than was chosen', async () => {
    const page = await show()
    // Between two ticks of the page's clock.
    await vi.advanceTimersByTimeAsync(1_400)
    const alerts = { snoozedUntil: boardNow + 1_400 + 15 * 60_000, isQuiet: false }
    bridge.send('board.patch', { seq: 11, now: boardNow + 1_400, alerts })
    await settle()
    expect(page.get('.mute').text()).toBe('15 min')
  })

  it('are shown as on as soon as the time is over', async () => {
    const page = await show({ alerts: { snoozedUntil: boardNow + 30_000, isQuiet: false } })
    expect(page.get('.mute').text()).toBe('1 min')
    await vi.advanceTimersByTimeAsync(31_000)
    await settle()
    expect(page.find('.mute').exists()).toBe(false)
  })

  it('are shown in the quiet time too', async () => {
    const page = await show({ alerts: { snoozedUntil: null, isQuiet: true } })
    expect(page.get('.mute').text()).toBe('Quiet hours')
    expect(page.get('.mute').attributes('title')).toContain('until 07:00')
  })
})

describe('the menu', () => {
  it('opens the views, and marks the current one', async () => {
    const page = await show()
    const navigation = useNavigation()
    const menu = await openMenu(page)
    expect(menu.findAll('[role="menuitemradio"]').map((item) => item.text())).toEqual(
      expect.arrayContaining(['Held calls', 'History', 'Settings']),
    )
    expect(menu.get('[aria-checked="true"]').text()).toBe('Held calls')
    await page.get('header button[aria-label="Menu"]').trigger('keydown', { key: 'Escape' })
    await choose(page, 'Settings')
    expect(navigation.view).toBe('settings')
  })

  it('contains in a narrow window what does not fit in the header', async () => {
    expect(entries(await openMenu(await show()))).not.toContain('Pause monitoring')
    const page = await show(
      snoozed,
      {
        alwaysOnTop: { isSupported: false, limit: 'wayland-on-top' },
        privacyMode: { value: true },
      },
      480,
    )
    expect(button(page, 'Pause monitoring').exists()).toBe(false)
    expect(page.get('.mute').text()).toBe('12 min')
    const menu = await openMenu(page)
    expect(entries(menu)).toEqual(expect.arrayContaining(['Pause monitoring', 'Resume all alerts']))
    const [pin, privacy] = menu.findAll('[role="menuitemcheckbox"]')
    expect(pin?.text()).toContain('On Wayland')
    expect(pin?.attributes('aria-disabled')).toBe('true')
    expect(privacy?.attributes('aria-checked')).toBe('true')
  })

  it('performs the same actions', async () => {
    const page = await show({}, {}, 480)
    await choose(page, 'Privacy mode')
    expect(bridge.requests).toContainEqual({
      name: 'preferences.set',
      input: { key: 'privacyMode', value: true },
    })
  })

  it.each(['Monitored agents', 'Change gateway'])('explains why “%s” fails', async (name) => {
    bridge.answers['setup.go_to'] = () => fail('cannot-save')
    const page = await show()
    await choose(page, name)
    expect(page.text()).toContain('Your changes could not be saved.')
  })

  it('offers no other gateway where an administrator has set one', async () => {
    bridge.answers['setup.get'] = () =>
      ok(setupView({ route: 'board', locked: { address: true, way: true, sha256: null } }))
    const page = await show()
    useSetup().start()
    await settle()
    expect(entries(await openMenu(page))).not.toContain('Change gateway…')
  })

  it('shows the keyboard shortcuts, as the question mark does in every view', async () => {
    const page = await show()
    await choose(page, 'Keyboard shortcuts')
    expect(page.get('dialog[open] h2').text()).toBe('Keyboard shortcuts')
    await page.get('dialog[open] button[aria-label="Close"]').trigger('click')
    expect(page.find('dialog[open]').exists()).toBe(false)
    useNavigation().view = 'settings'
    await settle()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }))
    await settle()
    expect(page.get('dialog[open] h2').text()).toBe('Keyboard shortcuts')
  })
})
