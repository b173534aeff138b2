// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { preferenceKeys, preferenceLimit } from '../../src-shared/contract/index.ts'
import { controls } from './controls.ts'
import { i18n } from '../i18n/index.ts'
import { settingGroups } from './settings.ts'
import { play } from '../ui/sounds.ts'
import { useBoard } from '../state/board.ts'
import { useNavigation } from '../state/navigation.ts'
import { usePreferences } from '../state/preferences.ts'
import { useSetup } from '../state/setup.ts'
import { heldCall, snapshot, sourceState, watchState } from '../testing/boardData.ts'
import { type Answers, FakeBridge, fail, ok, setupView } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import { preferenceTable } from '../testing/preferencesData.ts'
import SettingsView from './SettingsView.vue'

vi.mock('../ui/sounds.ts', () => ({ play: vi.fn() }))

let bridge: FakeBridge
beforeEach(() => void vi.mocked(play).mockReset())
afterEach(() => void (i18n.global.locale.value = 'en'))

type Changes = Parameters<typeof preferenceTable>[0]
/** The settings of the main process: a new value is in force from then on. */
const show = async (changes: Changes = {}, answers: Answers = {}) => {
  let table = preferenceTable(changes)
  bridge = new FakeBridge({
    'preferences.get': () => ok(table),
    'preferences.set': ({ key, value }) => {
      table = { ...table, [key]: { ...table[key], value } }
      return ok(table)
    },
    ...answers,
  }).install()
  const page = render(SettingsView)
  usePreferences().start()
  await settle()
  return page
}
type Page = Awaited<ReturnType<typeof show>>
const setting = (page: Page, key: string) => page.get(`[data-setting="${key}"]`)
const button = (page: Pick<Page, 'findAll'>, name: string) => {
  const match = page
    .findAll('button')
    .find((b) => b.text() === name || b.attributes('aria-label') === name)
  if (!match) throw new Error(`no button ${name}`)
  return match
}
const changes = () =>
  bridge.requests.filter(({ name }) => name === 'preferences.set').map(({ input }) => input)
const alerts = (page: Pick<Page, 'findAll'>) =>
  page
    .findAll('[role="alert"]')
    .map((alert) => alert.text())
    .filter(Boolean)
const value = (page: Pick<Page, 'get'>, selector: string) =>
  (page.get(selector).element as HTMLInputElement).value
const type = async (page: Pick<Page, 'get'>, selector: string, text: string) => {
  await page.get(selector).setValue(text)
  await settle()
}

describe('the settings', () => {
  it('are all listed, except those that the board manages', async () => {
    const values = Object.values(settingGroups).flat().sort()
    const own = ['views', 'boardSort', 'hintDismissed']
    expect([...values, ...own].sort()).toEqual([...preferenceKeys].sort())
    expect(Object.keys(controls).sort()).toEqual(values)
    const page = await show()
    expect(page.findAll('[data-setting]')).toHaveLength(values.length)
    expect(page.findAll('section h3').map((title) => title.text())).toEqual([
      'Window',
      'Appearance',
      'Limits',
      'Alerts',
      'Notes to agents',
      'Privacy',
      'History',
      'Gateway',
    ])
  })

  it('can be searched by name, explanation and group', async () => {
    const page = await show()
    const match = async (text: string) => {
      await page.get('input[type="search"]').setValue(text)
      return page.findAll('[data-setting]').map((row) => row.attributes('data-setting'))
    }
    expect(await match('LANGUAGE')).toEqual(['language'])
    expect(await match('visitors screen')).toEqual(['privacyMode'])
    expect(await match('window')).toContain('density')
    expect(await match('no data')).toContain('noDataAlarm')
    expect(await match('mute')).toContain('sounds')
    expect(await match('threshold')).toEqual(['limits', 'skillLimits'])
    expect(await match('dark mode')).toEqual(['theme'])
    expect(await match('zzz')).toEqual([])
    expect(page.text()).toContain('No settings match “zzz”.')
  })

  it.each([
    ['静音', 'sounds'],
    ['阈值', 'limits'],
    ['深色模式', 'theme'],
  ])('are found in Chinese by %s too', async (text, key) => {
    i18n.global.locale.value = 'zh-CN'
    const page = await show()
    await page.get('input[type="search"]').setValue(text)
    expect(page.find(`[data-setting="${key}"]`).exists()).toBe(true)
    expect(page.find('[data-setting="startAtLogin"]').exists()).toBe(false)
  })

  it('mark the visible group in the list of groups', async () => {
    const page = await show()
    const main = page.get('main').element
    vi.spyOn(main, 'clientHeight', 'get').mockReturnValue(800)
    vi.spyOn(main, 'scrollHeight', 'get').mockReturnValue(4_000)
    const marked = () => page.findAll('nav [aria-current="true"]').map((group) => group.text())
    const scroll = async (to: number) => {
      for (const [at, section] of page.findAll('section').entries())
        vi.spyOn(section.element, 'getBoundingClientRect').mockReturnValue(
          new DOMRect(0, 60 + at * 500 - to, 700, 480),
        )
      main.scrollTop = to
      await page.get('main').trigger('scroll')
      return marked()
    }
    expect(await scroll(0)).toEqual(['Window'])
    expect(await scroll(1_000)).toEqual(['Limits'])
    // The last group is too short to reach the top.
    expect(await scroll(3_200)).toEqual(['Gateway'])
  })

  it('take effect at once', async () => {
    const page = await show()
    await setting(page, 'privacyMode').get('input').setValue(true)
    await setting(page, 'theme').get('input[value="dark"]').setValue(true)
    await settle()
    expect(changes()).toEqual([
      { key: 'privacyMode', value: true },
      { key: 'theme', value: 'dark' },
    ])
    expect(setting(page, 'theme').get('.on').text()).toBe('Dark')
  })

  it.each(['privacyMode', 'theme', 'sounds'])(
    'show what is in force when a change of %s is refused, and why beside it',
    async (key) => {
      const page = await show(
        {},
        { 'preferences.set': (wish) => fail('setting-refused', { field: wish.key }) },
      )
      const row = setting(page, key)
      const control = row.get('input[type="checkbox"], input[value="dark"], select')
      const before = (control.element as HTMLInputElement).checked
      await control.setValue(key === 'sounds' ? 'urgent' : true)
      await settle()
      expect(alerts(row)).toEqual([
        'The system did not accept the change. The setting was not changed.',
      ])
      expect(alerts(page)).toHaveLength(1)
      expect((control.element as HTMLInputElement).checked).toBe(before)
      if (key === 'sounds') expect((control.element as HTMLSelectElement).value).toBe('none')
    },
  )

  it('follow changes made elsewhere', async () => {
    const page = await show()
    bridge.send('preferences.changed', preferenceTable({ alwaysOnTop: { value: true } }))
    await settle()
    expect((setting(page, 'alwaysOnTop').get('input').element as HTMLInputElement).checked).toBe(
      true,
    )
  })

  it('of an administrator are marked, and cannot be changed', async () => {
    const page = await show({ retentionDays: { isLocked: true, value: 7 } })
    const row = setting(page, 'retentionDays')
    expect(row.text()).toContain('Set by your administrator')
    expect(row.get('input').attributes('disabled')).toBeDefined()
    expect(row.text()).not.toContain('Reset to default')
    expect(setting(page, 'alwaysOnTop').text()).not.toContain('Set by your administrator')
  })

  it.each(preferenceLimit.options)(
    'explain what the system does not support: %s',
    async (limit) => {
      const page = await show({ alwaysOnTop: { isSupported: false, limit } })
      const row = setting(page, 'alwaysOnTop')
      const box = row.get('input')
      expect(box.attributes('disabled')).toBeDefined()
      const why = row.get('.limit')
      expect(why.text()).toMatch(/\.$/)
      expect(box.attributes('aria-describedby')).toContain(why.attributes('id'))
    },
  )

  it('can be changed where the system only behaves differently', async () => {
    const page = await show({ closeToTray: { isSupported: true, limit: 'no-tray' } })
    expect(setting(page, 'closeToTray').get('input').attributes('disabled')).toBeUndefined()
    expect(setting(page, 'closeToTray').text()).toContain('no tray')
  })

  it('can be reset one by one', async () => {
    const page = await show({ volume: { value: 20, standard: 60 } })
    expect(setting(page, 'theme').find('.link').exists()).toBe(false)
    await button(page, 'Reset to default: Volume').trigger('click')
    await settle()
    expect(changes()).toEqual([{ key: 'volume', value: 60 }])
    expect(setting(page, 'volume').find('.link').exists()).toBe(false)
  })

  it.each([
    ['volume', { volume: { value: 20 } }, 'input'],
    ['theme', { theme: { value: 'dark' } }, 'input[value="system"]'],
    ['sounds', { sounds: { value: { amber: 'soft', red: 'soft', critical: 'urgent' } } }, 'select'],
    ['limits', { limits: { value: { amberMs: 1_000, redMs: 2_000, criticalMs: 3_000 } } }, 'input'],
  ] as const)('gone back to the standard leave the focus on %s', async (key, changes, control) => {
    const page = await show()
    bridge.send('preferences.changed', {
      ...preferenceTable(),
      [key]: { ...preferenceTable()[key], ...(changes as Changes)?.[key] },
    })
    await settle()
    const back = setting(page, key).get('.link')
    ;(back.element as HTMLElement).focus()
    await back.trigger('click')
    await settle()
    expect(setting(page, key).find('.link').exists()).toBe(false)
    expect(document.activeElement).toBe(setting(page, key).get(control).element)
  })

  it('are all reset only after a confirmation, and report it', async () => {
    const page = await show({ theme: { value: 'dark', standard: 'system' } })
    await type(page, '[aria-label="Amber"]', '1.5')
    await button(page, 'Reset all settings…').trigger('click')
    await settle()
    expect(bridge.count('preferences.reset')).toBe(0)
    const dialog = page.get('dialog[open]')
    expect(dialog.text()).toContain('What the history stores and for how long does not change.')
    expect(document.activeElement?.textContent?.trim()).toBe('Cancel')
    await button(dialog, 'Reset all').trigger('click')
    await settle()
    expect(bridge.count('preferences.reset')).toBe(1)
    expect(page.find('dialog[open]').exists()).toBe(false)
    expect(setting(page, 'theme').get('.on').text()).toBe('Match system')
    expect(alerts(page)).toEqual([])
    expect(value(page, '[aria-label="Amber"]')).toBe('1:00')
    expect(page.get('.reset [role="status"]').text()).toContain('except what the history stores')
  })

  it('keep the confirmation open when the reset fails', async () => {
    const page = await show({}, { 'preferences.reset': () => fail('cannot-save') })
    await button(page, 'Reset all settings…').trigger('click')
    await settle()
    await button(page.get('dialog[open]'), 'Reset all').trigger('click')
    await settle()
    expect(alerts(page.get('dialog[open]'))[0]).toContain('Your changes could not be saved.')
  })

  it('report that they could not be loaded, and can be retried', async () => {
    const page = await show({}, { 'preferences.get': () => fail('internal') })
    expect(page.text()).toContain('The settings could not be loaded.')
    bridge.answers['preferences.get'] = () => ok(preferenceTable())
    await button(page, 'Retry').trigger('click')
    await settle()
    expect(page.find('[data-setting="theme"]').exists()).toBe(true)
  })

  it('link back to the previous view', async () => {
    const page = await show()
    const navigation = useNavigation()
    navigation.view = 'settings'
    await button(page, 'Back').trigger('click')
    expect(navigation.view).toBe('board')
  })
})

describe('an invalid draft', () => {
  const open = async () => {
    const page = await show()
    const navigation = useNavigation()
    navigation.view = 'settings'
    await type(page, '[aria-label="Amber"]', 'soon')
    return { page, navigation }
  }
  const leave = async (page: Page) => {
    await button(page, 'Back').trigger('click')
    await settle()
    return page.get('dialog[open]')
  }

  it('asks for a confirmation before the page is left, and can be edited further', async () => {
    const { page, navigation } = await open()
    const dialog = await leave(page)
    expect(navigation.view).toBe('settings')
    expect(dialog.text()).toContain('Not saved because the value is invalid: Hold time limits.')
    expect(document.activeElement?.textContent?.trim()).toBe('Keep editing')
    await button(dialog, 'Keep editing').trigger('click')
    await settle()
    expect(page.find('dialog[open]').exists()).toBe(false)
    expect(navigation.view).toBe('settings')
    expect(value(page, '[aria-label="Amber"]')).toBe('soon')
    expect(document.activeElement).toBe(page.get('[aria-label="Amber"]').element)
  })

  it('is discarded on request', async () => {
    const { page, navigation } = await open()
    await button(await leave(page), 'Discard').trigger('click')
    expect(navigation.view).toBe('board')
    expect(changes()).toEqual([])
  })

  it('asks once: not after it was corrected, nor for another page after that', async () => {
    const { page, navigation } = await open()
    await type(page, '[aria-label="Amber"]', '0:30')
    await button(page, 'Back').trigger('click')
    expect(navigation.view).toBe('board')
  })

  it('does not ask when its view is closed', async () => {
    const { page, navigation } = await open()
    page.unmount()
    navigation.view = 'history'
    expect(navigation.view).toBe('history')
  })

  it('stays visible while settings are searched', async () => {
    const { page } = await open()
    await page.get('input[type="search"]').setValue('language')
    expect(page.findAll('[data-setting]').map((row) => row.attributes('data-setting'))).toEqual([
      'language',
      'limits',
    ])
    expect(value(page, '[aria-label="Amber"]')).toBe('soon')
  })

  it.each([
    ['requestsPerSecond', 'input', '0'],
    ['retentionDays', 'input', 'x'],
    ['skillLimits', '[aria-label="Red, billing"]', 'x'],
  ])('of %s is one too', async (key, selector, text) => {
    const own = [{ skill: 'billing', limits: { amberMs: 1_000, redMs: 2_000, criticalMs: 3_000 } }]
    const page = await show({ skillLimits: { value: own } })
    useNavigation().view = 'settings'
    await type(setting(page, key), selector, text)
    await leave(page)
    expect(useNavigation().view).toBe('settings')
  })
})

describe('the limits', () => {
  const field = (level: string) => `[aria-label="${level}"]`

  it('are saved together once they increase', async () => {
    const page = await show()
    const row = setting(page, 'limits')
    await type(row, field('Amber'), '3:00')
    expect(changes()).toEqual([])
    expect(alerts(row)).toEqual([
      'Amber: Must be lower than Red (2:00). The previous limits still apply.',
    ])
    expect(row.get(field('Amber')).attributes('aria-invalid')).toBe('true')
    expect(row.get(field('Red')).attributes('aria-invalid')).toBeUndefined()
    await type(row, field('Red'), '6:00')
    expect(alerts(row)).toEqual([
      'Red: Must be lower than Critical (5:00). The previous limits still apply.',
    ])
    await type(row, field('Critical'), '600')
    expect(alerts(row)).toEqual([])
    expect(changes()).toEqual([
      { key: 'limits', value: { amberMs: 180_000, redMs: 360_000, criticalMs: 600_000 } },
    ])
    expect(value(row, field('Critical'))).toBe('10:00')
  })

  it('keep the input when the main process rejects it', async () => {
    const page = await show(
      {},
      { 'preferences.set': () => fail('limits-must-rise', { field: 'limits' }) },
    )
    const row = setting(page, 'limits')
    await type(row, field('Amber'), '0:30')
    expect(alerts(row)[0]).toContain('Each limit must be greater')
    expect(value(row, field('Amber'))).toBe('0:30')
  })

  it('show no error while a field is being typed', async () => {
    const page = await show()
    const row = setting(page, 'limits')
    const amber = row.get(field('Amber')).element as HTMLInputElement
    amber.value = '3:'
    await row.get(field('Amber')).trigger('input')
    expect(alerts(row)).toEqual([])
    await row.get(field('Amber')).trigger('change')
    expect(alerts(row)[0]).toContain('Amber: This is not a valid time.')
  })

  it('stay marked, each field on its own, until they are corrected', async () => {
    const page = await show()
    const row = setting(page, 'limits')
    const marked = () =>
      ['Amber', 'Red', 'Critical'].filter((level) =>
        row.get(field(level)).attributes('aria-invalid'),
      )
    await type(row, field('Amber'), '1.5')
    await type(row, field('Critical'), 'x')
    await type(row, field('Red'), '2:00')
    expect(marked()).toEqual(['Amber', 'Critical'])
    expect(alerts(row)).toHaveLength(2)
    await row.get(field('Red')).trigger('input')
    expect(marked()).toEqual(['Amber', 'Critical'])

    // Corrected, and wrong again: the browser sends no change event then.
    const amber = row.get<HTMLInputElement>(field('Amber'))
    for (const text of ['1:30', '1.5']) {
      amber.element.value = text
      await amber.trigger('input')
    }
    await amber.trigger('blur')
    expect(marked()).toEqual(['Amber', 'Critical'])
    expect(changes()).toEqual([])

    await type(row, field('Critical'), '5:00')
    expect(marked()).toEqual(['Amber'])
    await type(row, field('Amber'), '1:30')
    expect(alerts(row)).toEqual([])
    expect(changes()).toEqual([
      { key: 'limits', value: { amberMs: 90_000, redMs: 120_000, criticalMs: 300_000 } },
    ])
  })

  it('discard the input once others are in force', async () => {
    const limits = { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 }
    const page = await show({
      limits: { value: { ...limits, criticalMs: 400_000 }, standard: limits },
    })
    const row = setting(page, 'limits')
    await type(row, field('Amber'), '1.5')
    await type(row, field('Red'), '2:10')
    await button(page, 'Reset to default: Hold time limits').trigger('click')
    await settle()
    const values = () => ['Amber', 'Red', 'Critical'].map((level) => value(row, field(level)))
    expect(values()).toEqual(['1:00', '2:00', '5:00'])
    expect(alerts(row)).toEqual([])

    await type(row, field('Amber'), '1.5')
    // An unrelated change has no effect.
    bridge.send('preferences.changed', preferenceTable({ volume: { value: 10 } }))
    await settle()
    expect(alerts(row)).toHaveLength(1)
    bridge.send(
      'preferences.changed',
      preferenceTable({ limits: { value: { ...limits, redMs: 150_000 } } }),
    )
    await settle()
    expect(values()).toEqual(['1:00', '2:30', '5:00'])
    expect(alerts(row)).toEqual([])
  })
})

describe('the limits of a skill queue', () => {
  const own = [{ skill: 'billing', limits: { amberMs: 30_000, redMs: 60_000, criticalMs: 90_000 } }]

  it('start with the general ones, and offer the skill queues on the board', async () => {
    const page = await show({ skillLimits: { value: own } })
    bridge.answers['board.get_snapshot'] = () =>
      ok(snapshot({ calls: [heldCall(), heldCall({ holdId: '2', skill: 'voice' })] }))
    useBoard().start()
    await settle()
    const row = setting(page, 'skillLimits')
    expect(row.findAll('option').map((option) => option.attributes('value'))).toEqual(['voice'])
    await row.get('form input').setValue(' voice ')
    await row.get('form').trigger('submit')
    await settle()
    expect(changes()).toEqual([
      {
        key: 'skillLimits',
        value: [
          ...own,
          { skill: 'voice', limits: { amberMs: 60_000, redMs: 120_000, criticalMs: 300_000 } },
        ],
      },
    ])
    expect(row.find('[data-skill="voice"]').exists()).toBe(true)
    expect(value(row, 'form input')).toBe('')
  })

  it('are unique, and need a name', async () => {
    const page = await show({ skillLimits: { value: own } })
    const row = setting(page, 'skillLimits')
    await row.get('form').trigger('submit')
    expect(alerts(row)).toEqual(['Enter a skill name.'])
    await row.get('form input').setValue('Billing')
    expect(alerts(row)).toEqual([])
    await row.get('form').trigger('submit')
    expect(alerts(row)).toEqual(['billing already has its own limits.'])
    expect(value(row, 'form input')).toBe('Billing')
    expect(changes()).toEqual([])
  })

  it.each([
    [['Billing'], 1_000, []],
    [['voice'], 1_000, ['No calls of this skill seen yet.']],
    // No past holds are stored, so the skills are unknown.
    [[], null, []],
  ])('say where no call of it was seen: %j', async (skills, earliest, hints) => {
    const page = await show(
      { skillLimits: { value: own } },
      { 'history.get_facets': () => ok({ agents: [], skills, earliest }) },
    )
    const row = setting(page, 'skillLimits')
    expect(row.findAll('li .hint').map((hint) => hint.text())).toEqual(hints)
  })

  it('can be changed and removed', async () => {
    const page = await show({ skillLimits: { value: own } })
    const row = setting(page, 'skillLimits')
    await type(row, '[aria-label="Red, billing"]', '75')
    expect(changes()).toEqual([
      {
        key: 'skillLimits',
        value: [
          { skill: 'billing', limits: { amberMs: 30_000, redMs: 75_000, criticalMs: 90_000 } },
        ],
      },
    ])
    await button(row, 'Remove the limits for billing').trigger('click')
    await settle()
    expect(changes().at(-1)).toEqual({ key: 'skillLimits', value: [] })
    expect(row.text()).toContain('The general limits apply to all skills.')
    expect(document.activeElement).toBe(row.get('form input').element)
  })

  it('that are locked can be neither added nor removed', async () => {
    const page = await show({ skillLimits: { value: own, isLocked: true } })
    const row = setting(page, 'skillLimits')
    expect(row.find('form').exists()).toBe(false)
    expect(row.findAll('button')).toHaveLength(0)
    expect(row.get('[aria-label="Red, billing"]').attributes('disabled')).toBeDefined()
  })
})

describe('the notifications', () => {
  it('are set for each level', async () => {
    const page = await show()
    const row = setting(page, 'notifications')
    await row.get('[aria-label="Notification for Amber"]').setValue(false)
    await settle()
    expect(changes()).toEqual([
      { key: 'notifications', value: { amber: false, red: true, critical: true } },
    ])
  })
})

describe('the sounds', () => {
  it('are chosen for each level, and played at the current volume', async () => {
    const page = await show({ volume: { value: 40 } })
    const row = setting(page, 'sounds')
    await row.get('[aria-label="Sound for Amber"]').setValue('double')
    await settle()
    expect(changes()).toEqual([
      { key: 'sounds', value: { amber: 'double', red: 'soft', critical: 'urgent' } },
    ])
    await button(row, 'Play the sound for Amber').trigger('click')
    expect(play).toHaveBeenCalledWith('double', 40)
  })

  it('of the alarm for missing data can be tested as well', async () => {
    const page = await show({ volume: { value: 40 } })
    const row = setting(page, 'noDataAlarm')
    await button(row, 'Play the alarm when no data arrives').trigger('click')
    expect(play).toHaveBeenCalledWith('no-data', 40)
    await row.get('[role="switch"]').setValue(false)
    await settle()
    expect(changes()).toEqual([{ key: 'noDataAlarm', value: false }])
    bridge.send('preferences.changed', preferenceTable({ volume: { value: 0 } }))
    await settle()
    expect(button(row, 'Play the alarm when no data arrives').attributes('disabled')).toBeDefined()
  })

  it('cannot be tested where there is none, or no volume', async () => {
    const page = await show()
    const test = (level: string) =>
      button(setting(page, 'sounds'), `Play the sound for ${level}`).attributes('disabled')
    expect([test('Amber'), test('Red')]).toEqual(['', undefined])
    bridge.send('preferences.changed', preferenceTable({ volume: { value: 0 } }))
    await settle()
    expect(test('Red')).toBe('')
  })

  it('have a volume that is saved when the slider is released', async () => {
    const page = await show()
    const slider = setting(page, 'volume').get('input')
    ;(slider.element as HTMLInputElement).value = '35'
    await slider.trigger('input')
    expect(setting(page, 'volume').get('output').text()).toBe('35%')
    expect(changes()).toEqual([])
    await slider.trigger('change')
    await settle()
    expect(changes()).toEqual([{ key: 'volume', value: 35 }])
  })

  it('keep the volume in force when another is rejected', async () => {
    const page = await show({}, { 'preferences.set': () => fail('setting-refused') })
    const slider = setting(page, 'volume').get('input')
    await slider.setValue('35')
    await settle()
    expect((slider.element as HTMLInputElement).value).toBe('60')
    expect(setting(page, 'volume').get('output').text()).toBe('60%')
  })
})

describe('the quiet time', () => {
  const on = { quietTime: { value: { isOn: true, from: '20:00', to: '07:00' } } }

  it('is switched on with its times, which are changed one by one', async () => {
    const page = await show()
    const row = setting(page, 'quietTime')
    const times = () => row.findAll('input[type="time"]')
    expect(times().map((time) => time.attributes('disabled'))).toEqual(['', ''])
    await row.get('[role="switch"]').setValue(true)
    await settle()
    await times()[1]?.setValue('06:30')
    await settle()
    expect(changes()).toContainEqual({
      key: 'quietTime',
      value: { isOn: true, from: '20:00', to: '06:30' },
    })
  })

  it.each([
    ['', 'Enter both times.'],
    ['07:00', 'Both times are the same'],
  ])('rejects %j as its start, and keeps it in the field', async (text, message) => {
    const page = await show(on)
    const row = setting(page, 'quietTime')
    await type(row, 'input[type="time"]', text)
    expect(changes()).toEqual([])
    expect(alerts(row)[0]).toContain(message)
    expect(value(row, 'input[type="time"]')).toBe(text)
    await button(page, 'Reset to default: Quiet hours').trigger('click')
    await settle()
    expect(alerts(row)).toEqual([])
    expect(value(row, 'input[type="time"]')).toBe('20:00')
  })
})

describe('requests to the gateway', () => {
  it.each([
    ['requestsPerSecond', 250],
    ['requestsAtOnce', 50],
  ] as const)('%s is a whole number up to %i', async (key, most) => {
    const page = await show()
    const row = setting(page, key)
    for (const wrong of ['', '0', String(most + 1), '1.5']) {
      await type(row, 'input', wrong)
      expect(alerts(row)[0]).toBe(
        `Enter a whole number from 1 to ${most}. The previous value still applies.`,
      )
    }
    expect(changes()).toEqual([])
    await type(row, 'input', String(most))
    expect(changes()).toEqual([{ key, value: most }])
  })

  it('show how soon a hold is observed with them', async () => {
    const page = await show()
    const estimate = 'With 100 agents on calls, a hold is detected after about'
    expect(setting(page, 'requestsPerSecond').text()).toContain(
      `${estimate} 2.6 s on average. With 100 requests per second, it would be about 0.5 s.`,
    )
    const table = preferenceTable({ requestsPerSecond: { value: 101 } })
    bridge.send('preferences.changed', table)
    await settle()
    expect(setting(page, 'requestsPerSecond').text()).toContain(`${estimate} 0.5 s on average.`)
    expect(setting(page, 'requestsAtOnce').text()).not.toContain(estimate)
  })

  it('name a CC-CMS where it would be sooner, and expect its delay while it is connected', async () => {
    const page = await show()
    const text = () => setting(page, 'requestsPerSecond').text()
    expect(text()).toContain('With a CC-CMS as a source, it would be about 1 s.')
    const { refresh } = useBoard()
    const cms = (state: 'watching' | 'interrupted') => [
      sourceState(),
      sourceState({
        origin: 'https://cms.example:28080',
        way: 'cms',
        watch: watchState({ state }),
      }),
    ]
    bridge.answers['board.get_snapshot'] = () => ok(snapshot({ sources: cms('watching') }))
    await refresh()
    await settle()
    expect(text()).toContain('From a CC-CMS, a hold is detected after about 1 s')
    bridge.answers['board.get_snapshot'] = () => ok(snapshot({ sources: cms('interrupted') }))
    await refresh()
    await settle()
    expect(text()).not.toContain('From a CC-CMS')
  })
})

describe('the history', () => {
  it('is stored for a whole number of days within limits', async () => {
    const page = await show()
    const row = setting(page, 'retentionDays')
    for (const wrong of ['', 'x', '-1', '3651', '1.5']) {
      await type(row, 'input', wrong)
      expect(alerts(row)).toEqual([
        'Enter a whole number of days from 0 to 3650. The previous value still applies.',
      ])
      expect(value(row, 'input')).toBe(wrong)
    }
    expect(changes()).toEqual([])
    await type(row, 'input', '90')
    expect(alerts(row)).toEqual([])
    expect(changes()).toEqual([{ key: 'retentionDays', value: 90 }])
    expect(page.find('dialog[open]').exists()).toBe(false)
    await type(row, 'input', 'x')
    bridge.send('preferences.changed', preferenceTable({ retentionDays: { value: 60 } }))
    await settle()
    expect(alerts(row)).toEqual([])
    expect(value(row, 'input')).toBe('60')
  })

  it.each([
    ['0', 'Delete the entire hold history?', 'Delete all'],
    ['1', 'Delete holds older than 1 day?', 'Delete older holds'],
    ['7', 'Delete holds older than 7 days?', 'Delete older holds'],
  ])('is stored for %s days only after a confirmation where that is less', async (...row) => {
    const [days, title, submit] = row
    const page = await show()
    const field = setting(page, 'retentionDays').get('input')
    await type(page, `#${field.attributes('id')}`, days)
    expect(changes()).toEqual([])
    expect(page.get('dialog[open] h2').text()).toBe(title)
    expect(document.activeElement?.textContent?.trim()).toBe('Cancel')
    await button(page.get('dialog[open]'), 'Cancel').trigger('click')
    await settle()
    expect(changes()).toEqual([])
    expect((field.element as HTMLInputElement).value).toBe('30')

    await type(page, `#${field.attributes('id')}`, days)
    await button(page.get('dialog[open]'), submit).trigger('click')
    await settle()
    expect(changes()).toEqual([{ key: 'retentionDays', value: Number(days) }])
    expect(page.find('dialog[open]').exists()).toBe(false)
    expect((field.element as HTMLInputElement).value).toBe(days)
  })

  it('also asks before a reset to a shorter default', async () => {
    const page = await show({ retentionDays: { value: 90, standard: 30 } })
    await button(page, 'Reset to default: Keep hold history for').trigger('click')
    await settle()
    expect(changes()).toEqual([])
    await button(page.get('dialog[open]'), 'Delete older holds').trigger('click')
    await settle()
    expect(changes()).toEqual([{ key: 'retentionDays', value: 30 }])
    expect(document.activeElement).toBe(setting(page, 'retentionDays').get('input').element)
  })

  it('shows in the confirmation why the shorter period was not accepted', async () => {
    const page = await show({}, { 'preferences.set': () => fail('cannot-save') })
    await type(setting(page, 'retentionDays'), 'input', '7')
    await button(page.get('dialog[open]'), 'Delete older holds').trigger('click')
    await settle()
    expect(alerts(page.get('dialog[open]'))[0]).toContain('Your changes could not be saved.')
  })

  it('stores less of the numbers only after a confirmation, and more at once', async () => {
    const page = await show({ keptNumbers: { value: 'last-four' } })
    const row = setting(page, 'keptNumbers')
    const choose = (value: string) => row.get(`input[value="${value}"]`).setValue(true)
    await choose('none')
    await settle()
    expect(changes()).toEqual([])
    await button(page.get('dialog[open]'), 'Cancel').trigger('click')
    await settle()
    expect(changes()).toEqual([])
    expect((row.get('input:checked').element as HTMLInputElement).value).toBe('last-four')

    await choose('none')
    await button(page.get('dialog[open]'), 'Delete numbers').trigger('click')
    await settle()
    await choose('whole')
    await settle()
    expect(changes()).toEqual([
      { key: 'keptNumbers', value: 'none' },
      { key: 'keptNumbers', value: 'whole' },
    ])
  })

  it('is deleted only after a confirmation', async () => {
    const page = await show()
    await button(page, 'Delete hold history…').trigger('click')
    await settle()
    const dialog = page.get('dialog[open]')
    expect(document.activeElement?.textContent?.trim()).toBe('Cancel')
    await button(dialog, 'Cancel').trigger('click')
    expect(bridge.count('history.delete_all')).toBe(0)
    await button(page, 'Delete hold history…').trigger('click')
    await settle()
    await button(page.get('dialog[open]'), 'Delete all').trigger('click')
    await settle()
    expect(bridge.count('history.delete_all')).toBe(1)
    expect(page.get('.delete [role="status"]').text()).toBe('Hold history deleted.')
  })

  it('shows why it was not deleted', async () => {
    const page = await show({}, { 'history.delete_all': () => fail('history-unavailable') })
    await button(page, 'Delete hold history…').trigger('click')
    await settle()
    await button(page.get('dialog[open]'), 'Delete all').trigger('click')
    await settle()
    expect(alerts(page.get('dialog[open]'))[0]).toContain('The history cannot be read or saved')
    expect(page.get('.delete [role="status"]').text()).toBe('')
  })
})

describe('notes to agents', () => {
  it('are off, and can be tried out before', async () => {
    const page = await show({}, { 'notes.send_test': () => ok(null) })
    expect(
      setting(page, 'notes').get<HTMLInputElement>('input[role="switch"]').element.checked,
    ).toBe(false)
    await button(page, 'Send a test note to yourself').trigger('click')
    await settle()
    const sent = bridge.requests.find(({ name }) => name === 'notes.send_test')
    expect(sent?.input).toEqual({ text: 'Holdwatch test note' })
    expect(setting(page, 'notes').get('[role="status"]').text()).toMatch(
      /^The gateway accepted the note at \d/,
    )
    expect(changes()).toEqual([])
  })

  it('say why a test note was refused', async () => {
    const page = await show({}, { 'notes.send_test': () => fail('note-no-session') })
    await button(page, 'Send a test note to yourself').trigger('click')
    await settle()
    expect(alerts(setting(page, 'notes'))).toEqual([
      expect.stringContaining('while an inspector account is signed in'),
    ])
    expect(setting(page, 'notes').get('[role="status"]').text()).toBe('')
  })
})

describe('the templates for notes', () => {
  const own = { noteTemplates: { value: ['Call me', 'Go back'] } }
  const fields = (page: Page) => setting(page, 'noteTemplates').findAll<HTMLInputElement>('input')
  const leave = async (page: Page, at: number, text: string) => {
    await fields(page)[at]?.setValue(text)
    await fields(page)[at]?.trigger('focusout')
    await settle()
  }

  it('begin with those of the app, in the language of the window', async () => {
    const page = await show()
    expect(fields(page).map(({ element }) => element.value)[0]).toBe(
      'Your {skill} caller has been on hold for {time}. Please go back to the call.',
    )
    i18n.global.locale.value = 'zh-CN'
    await settle()
    expect(fields(page)[0]?.element.value).toContain('{skill}客户已保持 {time}')
  })

  it('are changed, added and deleted', async () => {
    const page = await show(own)
    await leave(page, 0, ' Call me: {time} ')
    await button(page, 'Delete template 2').trigger('click')
    await settle()
    await button(page, 'Add template').trigger('click')
    await settle()
    await leave(page, 1, '请取回 {skill}')
    expect(changes().map((input) => (input as { value: unknown }).value)).toEqual([
      ['Call me: {time}', 'Go back'],
      ['Call me: {time}'],
      ['Call me: {time}', '请取回 {skill}'],
    ])
  })

  it.each([
    ['', /Enter a text/],
    ['Call {number}', /“\{number\}” cannot be inserted. Use \{time\} or \{skill\} only/],
    ['保'.repeat(342), /1026 bytes; up to 1023 fit/],
  ])('are not saved as %s', async (text, why) => {
    const page = await show(own)
    await leave(page, 0, text)
    expect(setting(page, 'noteTemplates').text()).toMatch(why)
    expect(changes()).toEqual([])
  })

  it('have their bytes counted, and placeholders inserted', async () => {
    const page = await show(own)
    await button(page, 'Insert the time on hold').trigger('click')
    await settle()
    expect(fields(page)[0]?.element.value).toContain('{time}')
    await fields(page)[0]?.setValue('保持')
    expect(setting(page, 'noteTemplates').text()).toContain('6 of 1023 bytes')
  })

  it('of an administrator cannot be changed', async () => {
    const page = await show({ noteTemplates: { value: ['Go back'], isLocked: true } })
    expect(fields(page).map(({ element }) => element.disabled)).toEqual([true])
    expect(() => button(page, 'Add template')).toThrow()
  })
})

describe('the sources', () => {
  it('are a page of a watched gateway, to which the settings lead', async () => {
    const page = await show({}, { 'setup.get': () => ok(setupView({ route: 'board' })) })
    useSetup().start()
    await settle()
    await button(page, 'Manage sources').trigger('click')
    expect(useNavigation().view).toBe('sources')
  })

  it('are none during the set-up', async () => {
    const page = await show()
    expect(page.text()).not.toContain('Manage sources')
  })
})
