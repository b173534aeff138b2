// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import type { TrustedGateway } from '../../src-shared/contract/index.ts'
import { FakeBridge, ok } from '../testing/fakeBridge.ts'
import { render, settle } from '../testing/mount.ts'
import TrustedDialog from './TrustedDialog.vue'

const origin = 'https://gw.example:8043'
const trusted = (pair: string): TrustedGateway => ({
  origin,
  facts: {
    sha256: Array<string>(32).fill(pair).join(':'),
    subject: `CN=node ${pair}`,
    issuer: `CN=node ${pair}`,
    names: [],
    validFrom: 0,
    validTo: 0,
  },
  reasons: ['self-signed'],
  trustedAt: 0,
})

it('shows each certificate of one address, and forgets exactly the chosen one', async () => {
  let list = [trusted('AA'), trusted('BB')]
  const bridge = new FakeBridge({
    'trust.get_list': () => ok(list),
    'trust.forget': ({ sha256 }) => {
      list = list.filter(({ facts }) => facts.sha256 !== sha256)
      return ok(null)
    },
  }).install()
  const page = render(TrustedDialog, { props: { open: false } })
  await page.setProps({ open: true })
  await settle()
  const entries = () => page.findAll('li').map((entry) => entry.get('.muted').text())
  expect(entries()).toHaveLength(2)

  await page
    .get('[aria-label="Remove trust in gw.example:8043, certificate BB:BB:BB:BB"]')
    .trigger('click')
  const [first, second] = page.findAll('li')
  expect(first?.find('[role="alert"]').exists()).toBe(false)
  expect(second?.get('[role="alert"]').text()).toContain('Stop trusting this certificate')
  await second?.get('.danger').trigger('click')
  await settle()
  expect(bridge.requests).toContainEqual({
    name: 'trust.forget',
    input: { origin, sha256: trusted('BB').facts.sha256 },
  })
  expect(entries()).toEqual([expect.stringContaining('node AA')])
})
