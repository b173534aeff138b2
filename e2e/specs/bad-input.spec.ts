import { createServer } from 'node:http'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '../fixtures/app.ts'
import { SetupPage } from '../pages/setup.ts'

test('each invalid address has its own message next to the field, and stays in the field', async ({
  openApp,
}) => {
  const { page } = await openApp()
  const setup = new SetupPage(page)
  await setup.connect()

  const plain = createServer((_request, response) => response.end('hello'))
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
  const plainPort = (plain.address() as AddressInfo).port
  const closed = createTcpServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const closedPort = (closed.address() as AddressInfo).port
  await new Promise((resolve) => closed.close(resolve))

  const sentences = new Set<string>()
  for (const address of [
    '',
    'not an address',
    'https://gw.example:99999/agentgateway/resource/',
    'https://admin@gw.example:8043',
    'http://gw.example:8000',
    'no-such-host.invalid',
    `127.0.0.1:${closedPort}`,
    `127.0.0.1:${plainPort}`,
  ]) {
    await setup.checkAddress(address)
    const field = setup.address
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription(/\w{3,} \w+ .+\./)
    await expect(async () => {
      const sentence = (await page.getByRole('alert').first().textContent()) ?? ''
      expect(sentence.length).toBeGreaterThan(20)
      expect(sentences.has(sentence), `${address}: ${sentence}`).toBe(false)
      sentences.add(sentence)
    }).toPass()
    await expect(field).toHaveValue(address)
  }
  plain.close()
})

test('an invalid agent id, a password of 33 characters and a wrong one are each reported; all input stays', async ({
  openApp,
  openGateway,
}) => {
  const gateway = await openGateway()
  const { page } = await openApp()
  const setup = new SetupPage(page)
  await setup.goToSignIn(gateway)

  const { agentId } = gateway.accounts.inspector
  for (const [id, password, field] of [
    ['1065000', 'x', setup.inspectorId],
    ['ten', 'x', setup.inspectorId],
    ['100', 'x', setup.inspectorId],
    [agentId, 'x'.repeat(33), setup.password],
  ] as const) {
    await setup.signIn({ agentId: id, password })
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(setup.inspectorId).toHaveValue(id)
    await expect(setup.password).toHaveValue(password)
  }
  expect(gateway.stats.requests.login).toBe(0)

  await setup.signIn({ agentId, password: 'wrong' })
  await expect(page.getByText('100-004')).toBeVisible()
  await expect(setup.password).toHaveValue('wrong')
  expect(gateway.stats.requests.login).toBe(1)
  await setup.signIn(gateway.accounts.inspector)
  await expect(page.getByRole('button', { name: 'Start monitoring' })).toBeVisible()
})

test('a pasted list reports rejected entries, and accepts full-width digits', async ({
  openApp,
  openGateway,
}) => {
  const gateway = await openGateway()
  const { page } = await openApp()
  const setup = new SetupPage(page)
  await setup.goToSignIn(gateway)
  await setup.signIn(gateway.accounts.inspector)
  await page.getByRole('tab', { name: 'Type or paste' }).click()
  const pasted = '１０４０１, 10402\n10401，10403 99 1065000 x7\t700001'
  await page.getByLabel('Agent IDs').fill(pasted)
  await expect(page.getByText('4 agent ids')).toBeVisible()
  await expect(page.getByText('Entered twice, counted once: 10401')).toBeVisible()
  await expect(page.getByText(/Above 59999.*700001/)).toBeVisible()
  for (const rest of ['99', '1065000', 'x7']) {
    await expect(page.getByText(rest, { exact: true }).first()).toBeVisible()
  }
  await expect(page.getByLabel('Agent IDs')).toHaveValue(pasted)
})

test('unreadable files are quarantined and reported, and the app starts', async ({
  openApp,
  userData,
}) => {
  const files = {
    'settings.json': '{"version":1,"draft":',
    'trusted-gateways.json': '{"version":99}',
    'rosters.json': 'not json',
    'history.db': 'no database at all, and long enough to be taken for one'.repeat(40),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(userData, name), text)
  const { page } = await openApp()
  await expect(page.getByRole('button', { name: /Connect to a gateway/ })).toBeVisible()
  for (const [name, text] of Object.entries(files)) {
    const asideOf = async () =>
      (await readdir(userData)).find((other) => other.startsWith(`${name}.`)) ?? ''
    // The window does not wait for the history.
    await expect.poll(asideOf).not.toBe('')
    const aside = await asideOf()
    expect(await readFile(join(userData, aside), 'utf8')).toBe(text)
    await expect(page.getByText(aside)).toBeVisible()
  }
})
