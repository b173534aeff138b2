// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type {
  CertificateCheck,
  CertificateFacts,
  SetupView,
} from '../../src-shared/contract/index.ts'
import App from '../App.vue'
import { type Answers, FakeBridge, fail, ok, setupView } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'

const print = (from: number): string =>
  Array.from({ length: 32 }, (_, i) => (i + from).toString(16).toUpperCase()).join(':')
const facts = (over: Partial<CertificateFacts> = {}): CertificateFacts => ({
  sha256: print(16),
  subject: 'agw-node-1',
  issuer: 'agw-node-1',
  names: ['agw-node-1'],
  validFrom: Date.UTC(2024, 2, 2),
  validTo: Date.UTC(2034, 1, 28),
  ...over,
})
const bare = facts({
  sha256: print(64),
  subject: '',
  issuer: '',
  names: [],
  validFrom: 0,
  validTo: 0,
})
const check = (over: Partial<CertificateCheck> = {}): CertificateCheck => ({
  origin: 'https://cc-gateway.example:8043',
  verdict: 'untrusted',
  reasons: ['self-signed'],
  facts: facts(),
  before: [],
  ...over,
})
const locked = { address: true, way: true, sha256: print(64) }

const at = async (view: Partial<SetupView>, answers: Answers = {}) => {
  new FakeBridge({ 'setup.get': () => ok(setupView(view)), ...answers }).install()
  const page = render(App)
  await settle()
  return page
}
type Page = Awaited<ReturnType<typeof at>>
const buttons = (page: Page) => page.findAll('main .foot button').map((button) => button.text())

describe('an address that an administrator has set', () => {
  it('is shown, marked as set, and cannot be changed', async () => {
    const draft = { ...setupView().draft, address: 'https://cc-gateway.example:8043' }
    const page = await at({ route: 'address', draft, locked })
    const input = page.get('main input')
    expect((input.element as HTMLInputElement).value).toBe('https://cc-gateway.example:8043')
    expect(input.attributes('readonly')).toBeDefined()
    const hint = input.attributes('aria-describedby')?.split(' ').at(-1) ?? ''
    expect(page.get(`[id="${hint}"]`).text()).toContain('Set by your administrator')
  })

  it('is entered where none is set', async () => {
    const page = await at({ route: 'address' })
    expect(page.get('main input').attributes('readonly')).toBeUndefined()
  })
})

describe('a way of reading that an administrator has set', () => {
  it('leaves no choice', async () => {
    const page = await at({ route: 'sign-in', locked })
    const radios = page.findAll('input[type="radio"]')
    expect(radios.map((radio) => radio.attributes('disabled'))).toEqual(['', '', ''])
    expect(page.get('legend').text()).toContain('Set by your administrator.')
  })

  it.each([
    [false, true],
    [true, false],
  ])('(%j) offers the other way after a failure: %j', async (way, offered) => {
    const page = await at(
      { route: 'sign-in', locked: { ...locked, way } },
      { 'session.sign_in': () => fail('holdlistex-missing') },
    )
    await page.get('form').trigger('submit')
    await settle()
    expect(page.text()).toContain('does not support reading held calls as an inspector')
    expect(page.text().includes('Use each agent’s own session')).toBe(offered)
  })
})

describe('the only certificate that may be trusted', () => {
  it.each(['untrusted', 'changed'] as const)(
    'is shown beside another one (%s), which cannot be accepted',
    async (verdict) => {
      const before = verdict === 'changed' ? [bare] : []
      const page = await at({
        route: 'certificate',
        locked,
        certificate: check({ verdict, before }),
      })
      expect(page.get('h1').text()).toBe('Your administrator does not allow this certificate')
      expect(page.get('[aria-label="Allowed certificate"]').text()).toContain('40:41')
      expect(page.get('[aria-label="Presented now"]').text()).toContain('10:11')
      expect(page.text()).toContain('Send both fingerprints to your administrator.')
      expect(buttons(page)).toEqual(['Back'])
      expect(page.find('main input').exists()).toBe(false)
    },
  )

  it('is accepted like any other where the server shows it', async () => {
    const page = await at({
      route: 'certificate',
      locked: { ...locked, sha256: print(16) },
      certificate: check(),
    })
    expect(buttons(page)).toEqual(['Cancel', 'Trust this certificate'])
  })

  it('does not affect one that is trusted', async () => {
    const page = await at({
      route: 'certificate',
      locked,
      certificate: check({ verdict: 'verified' }),
    })
    expect(page.get('h1').text()).toBe('This server’s certificate is trusted')
    expect(buttons(page)).toEqual(['Back', 'Continue'])
  })
})

describe('a certificate that was trusted by its fingerprint alone', () => {
  it('shows nothing else', async () => {
    const page = await at({
      route: 'certificate',
      certificate: check({ verdict: 'changed', before: [bare] }),
    })
    const before = page.get('[aria-label="Trusted before"]')
    expect(before.text()).toContain('40:41')
    expect(before.text()).not.toContain('Issued to')
    expect(before.text()).not.toContain('1970')
    expect(page.get('[aria-label="Presented now"]').text()).toContain('Issued to')
    expect(buttons(page)).toEqual(['Cancel', 'Trust the new certificate'])
  })
})
