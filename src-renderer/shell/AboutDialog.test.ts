// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { type Answers, FakeBridge, fail, ok } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import AboutDialog from './AboutDialog.vue'

let bridge: FakeBridge
const show = async (answers: Answers = {}) => {
  const about = {
    version: '1.2.3',
    dataFolder: '/home/ann/.config/holdwatch',
    libraries: [{ name: 'zod', version: '4.0.0', license: 'MIT', text: 'MIT License …' }],
  }
  bridge = new FakeBridge({ 'about.get': () => ok(about), ...answers }).install()
  const page = render(AboutDialog, { props: { open: false } })
  await page.setProps({ open: true })
  await settle()
  return page
}

describe('the page about the app', () => {
  it('says the version, where the data lies, and under which licenses it all is', async () => {
    const page = await show()
    const terms = page.findAll('dt, dd span, dd:first-of-type').map((one) => one.text())
    expect(terms).toEqual(['Version', '1.2.3', 'Data folder', '/home/ann/.config/holdwatch'])
    expect(page.get('summary').text()).toBe('zod 4.0.0 MIT')
    expect(page.get('pre').text()).toBe('MIT License …')
  })

  it.each([
    [true, 0],
    [false, 1],
  ])('opens the folder, and says where that failed: %s', async (opened, said) => {
    const page = await show({ 'about.open_data_folder': () => ok({ opened }) })
    await page.get('.folder button').trigger('click')
    await settle()
    expect(bridge.count('about.open_data_folder')).toBe(1)
    expect(page.findAll('[role="alert"]').filter((one) => one.text() !== '')).toHaveLength(said)
  })

  it('says why it knows nothing', async () => {
    const page = await show({ 'about.get': () => fail('internal') })
    expect(page.get('[role="alert"]').text()).not.toBe('')
    expect(page.find('dl').exists()).toBe(false)
  })
})
