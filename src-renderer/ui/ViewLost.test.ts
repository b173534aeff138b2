// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useNavigation } from '../state/navigation.ts'
import { useSetup } from '../state/setup.ts'
import { useBoardPage } from '../testing/boardPage.ts'
import { ok, setupView } from '../testing/fakeBridge.ts'
import { FakeHistory, pastHold } from '../testing/historyData.ts'
import { settle } from '../testing/mount.ts'

// The state after an update: the files that the open window would now load no longer exist.
vi.mock('../settings/SettingsView.vue', () => Promise.reject(new Error('gone')))
vi.mock('../history/HistoryCharts.vue', () => Promise.reject(new Error('gone')))

const show = useBoardPage()
beforeEach(() => {
  vi.spyOn(console, 'warn').mockReturnValue()
  vi.spyOn(console, 'error').mockReturnValue()
})
const loaded = async (): Promise<void> => {
  await vi.dynamicImportSettled()
  await flushPromises()
}
const why = 'Holdwatch was probably updated while this window was open.'

describe('a view whose file is missing', () => {
  it('shows a message in its place, and reloads the window once the input is saved', async () => {
    const reload = vi.spyOn(location, 'reload').mockReturnValue()
    const { page, bridge } = await show({}, {}, { 'setup.get': () => ok(setupView()) })
    const setup = useSetup()
    setup.start()
    await settle()
    // As where what was pressed went with the view before.
    ;(document.activeElement as HTMLElement).blur()
    useNavigation().view = 'settings'
    await loaded()
    const lost = page.get('main .lost[role="alert"]')
    expect(lost.text()).toContain('This view could not be loaded.')
    expect(lost.text()).toContain(why)
    expect(document.activeElement).toBe(lost.get('h2').element)
    setup.draft.address = 'half-typed'
    await lost.get('button').trigger('click')
    expect(bridge.count('setup.save_draft')).toBe(1)
    await settle()
    expect(reload).toHaveBeenCalledOnce()
  })

  it('leaves the surrounding elements unchanged', async () => {
    const past = new FakeHistory([pastHold()])
    const { page } = await show({}, {}, past.answers())
    useNavigation().view = 'history'
    await loaded()
    await page.findAll('[role="tab"]')[1]?.trigger('mousedown', { button: 0 })
    await loaded()
    expect(page.get('main .lost[role="alert"]').text()).toContain(why)
    expect(page.findAll('main')).toHaveLength(1)
    expect(page.findAll('[role="tab"]')).toHaveLength(2)
  })
})
