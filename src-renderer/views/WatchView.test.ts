// @vitest-environment happy-dom
import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SetupView } from '../../src-preload/contract/index.ts'
import { useSetup } from '../stores/setup.ts'
import { type Answers, FakeBridge, fail, ok, setupView } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import WatchView from './WatchView.vue'

let bridge: FakeBridge
enableAutoUnmount(afterEach)
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
  const page = render(WatchView)
  await useSetup().start()
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
  return bridge.asked.find(({ name }) => name === 'watch.set_agents')?.input
}
const draft = setupView().draft

describe('choosing the agents by a roster', () => {
  it('ticks whom the gateway lists, types the rest, and lets go of everybody else', async () => {
    const listed = (agentId: string) => ({ agentId, name: '', group: '', state: 'idle' as const })
    const page = await start(
      { watched: ['10499'] },
      {
        'watch.get_roster': () => ok({ agents: ['10407', '10499'].map(listed), problem: null }),
        'watch.parse_list': ({ text }) =>
          ok({ ids: text.split('\n'), duplicates: [], newRange: [], rejected: [] }),
      },
    )
    expect(page.get('[role="group"]').text()).toContain('Late · 2')
    await pick(page)
    const ticked = page
      .findAll('.agent input')
      .map((box) => (box.element as HTMLInputElement).checked)
    expect(ticked).toEqual([true, false])
    expect(page.text()).toContain('one of them typed on the other tab')
    expect(await watched(page)).toEqual({ agents: [{ agentId: '10407' }, { agentId: '10421' }] })
  })

  it('fills the rows in, keeps what was typed, and says whose credential is kept', async () => {
    const page = await start({ draft: { ...draft, way: 'agent', agents: '10421' } })
    await page.get('input[aria-label="GUID, row 1"]').setValue('typed')
    await pick(page)
    const ids = page.findAll('td.id input').map((one) => (one.element as HTMLInputElement).value)
    expect(ids).toEqual(['10407', '10421'])
    const guids = page.findAll('input[aria-label^="GUID"]')
    expect(guids.map((one) => one.attributes('placeholder'))).toEqual(['kept as it is', undefined])
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
