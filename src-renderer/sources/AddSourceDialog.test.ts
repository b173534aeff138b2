// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest'
import type { CertificateCheck } from '../../src-shared/contract/index.ts'
import { i18n } from '../i18n/index.ts'
import { type Answers, FakeBridge, fail, ok } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import {
  certificateCheck,
  cmsOrigin,
  cmsView,
  gatewayOrigin,
  sourceAccount,
  sourcesView,
  sourceView,
} from '../testing/sourcesData.ts'
import SourcesView from './SourcesView.vue'

let bridge: FakeBridge
afterEach(() => void (i18n.global.locale.value = 'en'))

const origin = 'https://gateway-b.example:8043'
const added = () =>
  ok(sourcesView({ sources: [sourceView(), sourceView({ origin, isFirst: false })] }))
const checks = (over: Partial<CertificateCheck>): Answers => ({
  'sources.check_address': () => ok(certificateCheck(over)),
  'sources.check_certificate': () => ok(certificateCheck(over)),
})

const open = async (name: string, answers: Answers = {}, sources = [sourceView()]) => {
  bridge = new FakeBridge({
    'sources.get': () => ok(sourcesView({ sources })),
    ...checks({ verdict: 'verified' }),
    'sources.add_gateway': added,
    'sources.add_account': () => ok(sourcesView()),
    'sources.add_cms': added,
    ...answers,
  }).install()
  const page = render(SourcesView)
  await settle()
  await press(page, name)
  return page
}
type Page = Awaited<ReturnType<typeof open>>
type Part = Pick<Page, 'findAll'>
const dialog = (page: Page) => page.get('dialog[open]')
const isOpen = (page: Page) => page.find('dialog[open]').exists()
const button = (part: Part, name: string) => {
  const match = part
    .findAll('button')
    .find((one) => (one.attributes('aria-label') ?? one.text()) === name)
  if (!match) throw new Error(`no button ${name}`)
  return match
}
const press = async (part: Part, name: string) => {
  await button(part, name).trigger('click')
  await settle()
}
const field = (page: Page, label: string) => {
  const match = dialog(page)
    .findAll('label')
    .find((one) => one.text().startsWith(label))
  if (!match) throw new Error(`no field ${label}`)
  return page.get<HTMLInputElement>(`[id="${match.attributes('for')}"]`)
}
const value = (page: Page, label: string) => field(page, label).element.value
const submit = async (page: Page) => {
  await dialog(page).get('form').trigger('submit')
  await settle()
}
const enterAddress = async (page: Page, label = 'Gateway address', address = 'gateway-b') => {
  await field(page, label).setValue(address)
  await submit(page)
}
const step = (page: Page) => dialog(page).get('[aria-current="step"]').text()
const inputsOf = (name: string) =>
  bridge.requests.filter((one) => one.name === name).map(({ input }) => input)

describe('adding a gateway', () => {
  it('checks the address, and signs an inspector in', async () => {
    const page = await open('Add a gateway')
    expect(step(page)).toBe('Address')
    expect(document.activeElement).toBe(field(page, 'Gateway address').element)
    await enterAddress(page)
    expect(inputsOf('sources.check_address')).toEqual([{ address: 'gateway-b' }])
    expect(step(page)).toBe('Sign-in')
    expect(document.activeElement).toBe(field(page, 'Inspector’s agent ID').element)
    await field(page, 'Inspector’s agent ID').setValue(' 20900 ')
    await field(page, 'Password').setValue(' secret ')
    await field(page, 'Phone number').setValue('70900 ')
    await submit(page)
    expect(inputsOf('sources.add_gateway')).toEqual([
      {
        origin,
        account: {
          agentId: '20900',
          password: ' secret ',
          phone: '70900',
          withoutLicence: true,
          force: false,
          remember: false,
        },
      },
    ])
    expect(isOpen(page)).toBe(false)
    expect(page.find(`[data-origin="${origin}"]`).exists()).toBe(true)
  })

  it('shows what is wrong with the address beside it, and keeps what was typed', async () => {
    const page = await open('Add a gateway', {
      'sources.check_address': () => fail('host-unknown', { field: 'address' }),
    })
    await enterAddress(page)
    expect(step(page)).toBe('Address')
    expect(value(page, 'Gateway address')).toBe('gateway-b')
    expect(field(page, 'Gateway address').attributes('aria-invalid')).toBe('true')
    expect(dialog(page).text()).toContain('No host with this name was found.')
  })

  it('refuses the address of a source', async () => {
    const params = { origin: gatewayOrigin }
    const page = await open('Add a gateway', {
      'sources.check_address': () => fail('source-exists', { field: 'address', params }),
    })
    await enterAddress(page)
    expect(step(page)).toBe('Address')
    expect(dialog(page).text()).toContain('is a source already')
  })

  it('offers to take the session over, with a warning, and only then uses force', async () => {
    const page = await open('Add a gateway', {
      'sources.add_gateway': () => fail('already-signed-in'),
    })
    await enterAddress(page)
    await field(page, 'Inspector’s agent ID').setValue('20900')
    await field(page, 'Password').setValue('secret')
    await submit(page)
    expect(dialog(page).text()).toContain('Taking over immediately signs out')
    bridge.answers['sources.add_gateway'] = added
    await press(dialog(page), 'Take over session')
    expect(inputsOf('sources.add_gateway')).toMatchObject([
      { account: { force: false } },
      { account: { force: true, password: 'secret' } },
    ])
    expect(isOpen(page)).toBe(false)
  })

  it.each([
    ['wrong-password', 'Password'],
    ['agent-id-invalid', 'Inspector’s agent ID'],
    ['phone-too-long', 'Phone number'],
  ] as const)('shows %s beside its field, and loses nothing', async (code, label) => {
    const page = await open('Add a gateway', { 'sources.add_gateway': () => fail(code) })
    await enterAddress(page)
    await field(page, 'Inspector’s agent ID').setValue('20900')
    await field(page, 'Password').setValue('secret')
    await submit(page)
    expect(field(page, label).attributes('aria-invalid')).toBe('true')
    expect(value(page, 'Inspector’s agent ID')).toBe('20900')
    expect(value(page, 'Password')).toBe('secret')
  })

  it('keeps what was typed while the address is looked up again, and nothing once it is closed', async () => {
    const page = await open('Add a gateway')
    await enterAddress(page)
    await field(page, 'Password').setValue('secret')
    await press(dialog(page), 'Back')
    expect(value(page, 'Gateway address')).toBe('gateway-b')
    await submit(page)
    expect(value(page, 'Password')).toBe('secret')
    await press(dialog(page), 'Close')
    await press(page, 'Add a gateway')
    expect(value(page, 'Gateway address')).toBe('')
    await enterAddress(page)
    expect(value(page, 'Password')).toBe('')
  })

  it('does not send a password typed for one server to another', async () => {
    const page = await open('Add a gateway')
    await enterAddress(page)
    await field(page, 'Password').setValue('secret')
    await press(dialog(page), 'Back')
    bridge.answers['sources.check_address'] = () =>
      ok(certificateCheck({ origin: 'https://other.example:8043', verdict: 'verified' }))
    await enterAddress(page, 'Gateway address', 'other')
    expect(value(page, 'Password')).toBe('')
  })
})

describe('the certificate of a new source', () => {
  it.each(['verified', 'pinned'] as const)('is no step where it is %s', async (verdict) => {
    const page = await open('Add a gateway', checks({ verdict }))
    await enterAddress(page)
    expect(step(page)).toBe('Sign-in')
  })

  it('is trusted only by an explicit decision; Cancel has the focus', async () => {
    const page = await open('Add a gateway', checks({ verdict: 'untrusted' }))
    await enterAddress(page)
    expect(step(page)).toBe('Certificate')
    expect(dialog(page).text()).toContain('Nothing has been sent to gateway-b.example:8043.')
    expect(dialog(page).text()).toContain('It is self-signed')
    expect(document.activeElement?.textContent).toContain('Cancel')
    const trust = button(dialog(page), 'Trust this certificate')
    expect(trust.attributes('disabled')).toBeDefined()
    await dialog(page).get('input[type="checkbox"]').setValue(true)
    await press(dialog(page), 'Trust this certificate')
    expect(inputsOf('sources.accept_certificate')).toEqual([
      { origin, sha256: certificateCheck().facts.sha256 },
    ])
    expect(step(page)).toBe('Sign-in')
  })

  it('that is not trusted leads back to the address', async () => {
    const page = await open('Add a gateway', checks({ verdict: 'untrusted' }))
    await enterAddress(page)
    await press(dialog(page), 'Cancel')
    expect(step(page)).toBe('Address')
    expect(inputsOf('sources.accept_certificate')).toEqual([])
    expect(inputsOf('sources.add_gateway')).toEqual([])
  })

  it('that changed is shown beside the one trusted before', async () => {
    const before = [{ ...certificateCheck().facts, subject: 'agw-old' }]
    const page = await open('Add a gateway', checks({ verdict: 'changed', before }))
    await enterAddress(page)
    expect(dialog(page).text()).toContain('agw-old')
    expect(dialog(page).text()).toContain('This is not a certificate that you trusted')
  })

  it('is shown where the sign-in meets one that is not trusted, and what was typed stays', async () => {
    const page = await open('Add a gateway', {
      'sources.add_gateway': () => fail('certificate-untrusted'),
    })
    await enterAddress(page)
    await field(page, 'Password').setValue('secret')
    await submit(page)
    Object.assign(bridge.answers, checks({ verdict: 'changed' }))
    await press(dialog(page), 'View certificate')
    expect(step(page)).toBe('Certificate')
    await dialog(page).get('input[type="checkbox"]').setValue(true)
    await press(dialog(page), 'Trust the new certificate')
    expect(value(page, 'Password')).toBe('secret')
  })

  it('of a source that is there is decided upon by itself, and the source is retried', async () => {
    const watch = { ...sourceView().watch, state: 'stopped', reason: 'untrusted-certificate' }
    const second = sourceView({ origin, name: 'South', isFirst: false, watch: watch as never })
    const page = await open('View the certificate of South', checks({ verdict: 'changed' }), [
      sourceView(),
      second,
    ])
    expect(inputsOf('sources.check_certificate')).toEqual([{ origin }])
    expect(dialog(page).get('h2').text()).toBe('Certificate of South')
    await dialog(page).get('input[type="checkbox"]').setValue(true)
    await press(dialog(page), 'Trust the new certificate')
    expect(inputsOf('sources.accept_certificate')).toHaveLength(1)
    expect(inputsOf('watch.retry')).toHaveLength(1)
    expect(isOpen(page)).toBe(false)
  })
})

describe('adding an account', () => {
  it('signs it in at the gateway', async () => {
    const page = await open('Add an inspector account')
    await field(page, 'Inspector’s agent ID').setValue('10901')
    await field(page, 'Password').setValue('secret')
    await submit(page)
    expect(inputsOf('sources.add_account')).toMatchObject([
      { origin: gatewayOrigin, account: { agentId: '10901', password: 'secret' } },
    ])
    expect(isOpen(page)).toBe(false)
  })

  it('says that it always reached a node that has one', async () => {
    const page = await open('Add an inspector account', {
      'sources.add_account': () => fail('node-covered', { params: { node: 'AgentGateway0' } }),
    })
    await field(page, 'Inspector’s agent ID').setValue('10901')
    await submit(page)
    expect(dialog(page).text()).toContain('each time it reached node AgentGateway0')
    expect(value(page, 'Inspector’s agent ID')).toBe('10901')
  })

  it('signs one in again with all that is known of it', async () => {
    const accounts = [
      sourceAccount(),
      sourceAccount({
        agentId: '10901',
        phone: '70901',
        withoutLicence: false,
        state: 'stopped',
        reason: 'signed-in-elsewhere',
      }),
    ]
    const page = await open('Sign in again: 10901', {}, [sourceView({ accounts })])
    expect(document.activeElement).toBe(field(page, 'Password').element)
    await field(page, 'Password').setValue('secret')
    await submit(page)
    expect(inputsOf('sources.add_account')).toMatchObject([
      { account: { agentId: '10901', phone: '70901', withoutLicence: false } },
    ])
  })
})

describe('adding a CC-CMS', () => {
  const toKey = async (answers: Answers = {}) => {
    const page = await open('Add a CC-CMS', {
      ...checks({ origin: cmsOrigin, verdict: 'verified' }),
      'sources.add_cms': () => ok(sourcesView({ sources: [sourceView(), cmsView()] })),
      ...answers,
    })
    await enterAddress(page, 'CC-CMS address', 'cc-cms.example:28080')
    return page
  }

  it('checks the key, with the usual call center filled in', async () => {
    const page = await toKey()
    expect(step(page)).toBe('Key')
    expect(value(page, 'Call center ID')).toBe('1')
    expect(field(page, 'Secret key').attributes('type')).toBe('password')
    await field(page, 'Access key').setValue(' AK1 ')
    await field(page, 'Secret key').setValue('SK+/1 ')
    await field(page, 'VDN').setValue('7')
    await submit(page)
    const cms = { accessKey: 'AK1', secretKey: 'SK+/1', ccId: '1', vdn: '7', remember: false }
    expect(inputsOf('sources.add_cms')).toEqual([{ origin: cmsOrigin, cms }])
    expect(isOpen(page)).toBe(false)
  })

  it.each([
    ['cms-key-empty', 'accessKey', 'Access key'],
    ['cms-key-empty', 'secretKey', 'Secret key'],
    ['cms-number-invalid', 'ccId', 'Call center ID'],
    ['cms-number-invalid', 'vdn', 'VDN'],
  ] as const)('shows %s beside %s', async (code, name, label) => {
    const params = { least: 1, most: 5000 }
    const page = await toKey({ 'sources.add_cms': () => fail(code, { field: name, params }) })
    await submit(page)
    expect(field(page, label).attributes('aria-invalid')).toBe('true')
    expect(dialog(page).findAll('[aria-invalid="true"]')).toHaveLength(1)
    expect(dialog(page).find('.note.bad').exists()).toBe(false)
  })

  it('shows an error of no field below them, and keeps what was typed', async () => {
    const page = await toKey({ 'sources.add_cms': () => fail('cms-refused-signature') })
    await field(page, 'Secret key').setValue('SK1')
    await submit(page)
    expect(dialog(page).get('.note.bad').text()).toContain('signature')
    expect(value(page, 'Secret key')).toBe('SK1')
  })

  it('of one that is there checks its key again', async () => {
    const watch = { ...sourceView().watch, state: 'stopped', reason: 'wrong-signature' }
    const cms = cmsView({ watch: watch as never })
    const page = await open(
      'Enter the key of cc-cms.example:28080 again',
      { 'sources.add_cms': () => ok(sourcesView({ sources: [sourceView(), cmsView()] })) },
      [sourceView(), cms],
    )
    expect(document.activeElement).toBe(field(page, 'Secret key').element)
    await field(page, 'Secret key').setValue('SK2')
    await submit(page)
    expect(inputsOf('sources.add_cms')).toMatchObject([
      {
        origin: cmsOrigin,
        cms: { accessKey: 'EXAMPLEAK1', secretKey: 'SK2', ccId: '1', vdn: '7' },
      },
    ])
    expect(isOpen(page)).toBe(false)
  })

  it('stores the key only where the system can protect it', async () => {
    const page = await toKey({
      'sources.get': () => ok(sourcesView({ canRemember: false })),
    })
    const box = dialog(page).get('input[type="checkbox"]')
    expect(box.attributes('disabled')).toBeDefined()
    expect(dialog(page).text()).toContain('no secure password store')
  })
})
