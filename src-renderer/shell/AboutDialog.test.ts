// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { UpdateView } from '../../src-shared/contract/index.ts'
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
  bridge = new FakeBridge({
    'about.get': () => ok(about),
    'updates.get': () => ok(null),
    ...answers,
  }).install()
  const page = render(AboutDialog, { props: { open: false } })
  await page.setProps({ open: true })
  await settle()
  return page
}

describe('the About dialog', () => {
  it('shows the version, the data folder, and the licenses of all libraries', async () => {
    const page = await show()
    const terms = page.findAll('dt, dd span, dd:first-of-type').map((one) => one.text())
    expect(terms).toEqual([
      ...['Version', '1.2.3', 'Data folder', '/home/ann/.config/holdwatch', 'Updates'],
      'Off. Your administrator distributes new versions.',
    ])
    expect(page.get('summary').text()).toBe('zod 4.0.0 MIT')
    expect(page.get('pre').text()).toBe('MIT License …')
  })

  it.each([
    [true, 0],
    [false, 1],
  ])('opens the folder, and reports where that failed: %s', async (opened, alerts) => {
    const page = await show({ 'about.open_data_folder': () => ok({ opened }) })
    await page.get('.folder button').trigger('click')
    await settle()
    expect(bridge.count('about.open_data_folder')).toBe(1)
    expect(page.findAll('[role="alert"]').filter((one) => one.text() !== '')).toHaveLength(alerts)
  })

  it('explains why it has no data', async () => {
    const page = await show({ 'about.get': () => fail('internal') })
    expect(page.get('[role="alert"]').text()).not.toBe('')
    expect(page.find('dl').exists()).toBe(false)
  })
})

describe('its line about updates', () => {
  const at = Date.UTC(2026, 10, 22, 12, 0)
  const ready = { is: 'ready', version: '2.0.0' } as const
  const line = async (state: UpdateView['state'], installation: UpdateView['installation']) =>
    show({ 'updates.get': () => ok({ installation, state }) })

  it.each<[UpdateView['state'], UpdateView['installation'], RegExp]>([
    [{ is: 'waiting' }, 'ask', /^Not checked yet/],
    [{ is: 'unsupported', why: 'package' }, 'ask', /^Off for this installation/],
    [{ is: 'unsupported', why: 'unsigned' }, 'ask', /not signed/],
    [{ is: 'current', at }, 'ask', /up to date.*22 Nov 2026/],
    [{ is: 'downloading', version: '2.0.0' }, 'ask', /^Downloading version 2\.0\.0/],
    [{ is: 'failed', why: 'server', at }, 'ask', /could not be used.*22 Nov 2026/],
    [{ is: 'failed', why: 'publisher', at }, 'ask', /not signed by the publisher/],
    [ready, 'ask', /^Version 2\.0\.0 is ready to install\.$/],
    [ready, 'on-quit', /ready to install\. It is also installed when you quit/],
  ])('for %j (%s)', async (state, installation, text) => {
    const page = await line(state, installation)
    expect(page.get('[role="status"]').text()).toMatch(text)
    const buttons = page.findAll('button').map((one) => one.text())
    expect(buttons.includes('Install and restart')).toBe(state.is === 'ready')
  })

  it('follows the state of the update, and installs on request', async () => {
    const page = await line({ is: 'waiting' }, 'ask')
    bridge.answers['updates.install'] = () => ok(null)
    bridge.send('updates.changed', { installation: 'ask', state: ready })
    await settle()
    expect(bridge.count('updates.install')).toBe(0)
    await page
      .findAll('button')
      .find((one) => one.text() === 'Install and restart')
      ?.trigger('click')
    expect(bridge.count('updates.install')).toBe(1)
  })
})
