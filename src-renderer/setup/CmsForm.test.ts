// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import App from '../App.vue'
import { type Answers, FakeBridge, fail, ok, setupView } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import { cmsOrigin } from '../testing/sourcesData.ts'

let bridge: FakeBridge
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const at = async (answers: Answers = {}) => {
  const route = 'sign-in' as const
  const draft = { ...setupView().draft, way: 'cms' as const }
  bridge = new FakeBridge({
    'setup.get': () => ok(setupView({ route, draft, origin: cmsOrigin })),
    ...answers,
  }).install()
  const page = render(App)
  await settle()
  return page
}
type Page = Awaited<ReturnType<typeof at>>
const field = (page: Page, label: string) => {
  const match = page.findAll('label').find((one) => one.text().startsWith(label))
  if (!match) throw new Error(`no field ${label}`)
  return page.get<HTMLInputElement>(`[id="${match.attributes('for')}"]`)
}
const value = (page: Page, label: string) => field(page, label).element.value
const submit = async (page: Page) => {
  await page.get('main form').trigger('submit')
  await settle()
}
const inputsOf = (name: string) =>
  bridge.requests.filter((one) => one.name === name).map(({ input }) => input)

describe('a CC-CMS as the way to read held calls', () => {
  it('is one of three, each with what it sees and needs', async () => {
    const page = await at()
    expect(page.findAll('fieldset b').map((title) => title.text())).toEqual([
      'One inspector account',
      'Each agent’s own session',
      'CC-CMS',
    ])
    for (const text of page.findAll('fieldset small')) expect(text.text()).toMatch(/Sees.*Needs/)
  })

  it('checks the key and goes on to the agents', async () => {
    const page = await at({ 'session.use_cms': () => ok(null) })
    expect(value(page, 'Call center ID')).toBe('1')
    await field(page, 'Access key').setValue('AK1 ')
    await field(page, 'Secret key').setValue('SK1')
    await field(page, 'VDN').setValue(' 7')
    await submit(page)
    expect(inputsOf('session.use_cms')).toEqual([
      { accessKey: 'AK1', secretKey: 'SK1', ccId: '1', vdn: '7', remember: false },
    ])
    expect(inputsOf('setup.go_to')).toEqual([{ route: 'watch' }])
  })

  it('shows an error beside its field, and loses nothing', async () => {
    const params = { least: 1, most: 65_535 }
    const page = await at({
      'session.use_cms': () => fail('cms-number-invalid', { field: 'ccId', params }),
    })
    await field(page, 'Secret key').setValue('SK1')
    await submit(page)
    expect(field(page, 'Call center ID').attributes('aria-invalid')).toBe('true')
    expect(page.text()).toContain('Enter a whole number from 1 to 65535.')
    expect(value(page, 'Secret key')).toBe('SK1')
    expect(inputsOf('setup.go_to')).toEqual([])
  })

  it('leads to the certificate where it is not trusted', async () => {
    const page = await at({ 'session.use_cms': () => fail('certificate-untrusted') })
    await submit(page)
    await page
      .findAll('main button')
      .find((one) => one.text() === 'View certificate')
      ?.trigger('click')
    expect(inputsOf('setup.go_to')).toEqual([{ route: 'certificate' }])
  })

  it('is kept while another step or way is shown, except for the secret key', async () => {
    const page = await at()
    await field(page, 'Access key').setValue('AK1')
    await field(page, 'Secret key').setValue('SK1')
    const [inspector, , cms] = page.findAll('input[type="radio"]')
    await inspector?.setValue(true)
    await cms?.setValue(true)
    expect(value(page, 'Access key')).toBe('AK1')
    expect(value(page, 'Secret key')).toBe('')
    await vi.advanceTimersByTimeAsync(500)
    expect(JSON.stringify(inputsOf('setup.save_draft'))).toContain('AK1')
    expect(JSON.stringify(inputsOf('setup.save_draft'))).not.toContain('SK1')
  })
})

describe('the agents of a CC-CMS', () => {
  it('are chosen from its list, and are seen soon however many there are', async () => {
    const ids = Array.from({ length: 200 }, (_, i) => String(10_000 + i))
    const draft = { ...setupView().draft, way: 'cms' as const }
    const route = 'watch' as const
    const agents = ids.map((agentId) => ({
      agentId,
      name: '',
      group: '',
      state: 'talking' as const,
    }))
    const page = await at({
      'setup.get': () => ok(setupView({ route, draft, watched: ids })),
      'watch.get_roster': () => ok({ agents, problem: null }),
    })
    expect(page.text()).toContain('200 agents will be monitored')
    expect(page.text()).toContain('From a CC-CMS, a hold is detected after about 1 s')
    expect(page.text()).not.toContain('requests per second')
  })
})
