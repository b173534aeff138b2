import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { desktopOf, expect, idsOf, test } from '../fixtures/app.ts'
import { axeFindings } from '../fixtures/axe.ts'
import { SetupPage } from '../pages/setup.ts'
import { SourcesPage } from '../pages/sources.ts'

const steps = [
  'Address',
  'Connection',
  'Encryption',
  'Certificate',
  'Sign-in',
  'Inspector permission',
  'Event polling',
  'Held-call query',
]
const step = (page: Page, name: string): Locator =>
  page
    .getByRole('region', { name: 'Connection check' })
    .getByRole('listitem')
    .filter({ has: page.getByText(name, { exact: true }) })
const runButton = (page: Page) => page.getByRole('button', { name: /^Run (check|again)$/ })
const openDiagnostics = async (page: Page) => {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('menuitemradio', { name: 'Diagnostics' }).click()
}

test('all steps pass during a watch, which continues without a new sign-in', async ({
  watchingBoard,
}) => {
  const { gateway, app, page, board } = await watchingBoard()
  // Electron asks the app, which allows copying; a browser asks its user.
  if (app.shell !== null) await page.context().grantPermissions(['clipboard-write'])
  const { login, logout } = gateway.stats.requests
  await openDiagnostics(page)
  await expect(async () => {
    await runButton(page).click()
    await expect(page.getByText('All checks passed.')).toBeVisible({ timeout: 2_000 })
  }).toPass()
  for (const name of steps) await expect(step(page, name)).toContainText('passed')
  await expect(step(page, 'Sign-in')).toContainText(
    `Signed in as ${gateway.accounts.inspector.agentId}. (code 0)`,
  )
  expect(await axeFindings(page)).toEqual([])
  expect(gateway.stats.requests).toMatchObject({ login, logout })
  await page.getByRole('button', { name: 'Copy summary' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()

  const figures = page.getByRole('region', { name: 'Live metrics' })
  await expect(figures).toContainText('idle 6')
  await expect(figures).toContainText(/Median .* 95th percentile /)
  await page.getByRole('button', { name: 'Back to the board' }).click()
  const [agentId = ''] = idsOf(gateway)
  await expect(board.row(gateway.hold(agentId))).toBeVisible()
})

test('the report is saved to the chosen path, and contains no secrets', async ({
  watchingBoard,
  userData,
  time,
}) => {
  const { gateway, app, page, board } = await watchingBoard()
  const desktop = desktopOf(app)
  const [agentId = ''] = idsOf(gateway)
  const callId = gateway.hold(agentId, { caller: '02155501234' })
  await expect(board.row(callId)).toBeVisible()
  // An error occurs, and is logged.
  await gateway.goAway()
  await time.turn(10_000)
  await expect(page.getByText('Connection to the gateway lost')).toBeVisible()

  await openDiagnostics(page)
  await runButton(page).click()
  await expect(page.getByText('Check failed at step 2: Connection.')).toBeVisible()
  await expect(step(page, 'Connection')).toContainText('does not answer')
  for (const name of steps.slice(2)) await expect(step(page, name)).toContainText('not reached')

  await page.getByRole('button', { name: 'Show contents' }).click()
  const contents = page.getByRole('region', { name: 'Report contents' })
  await expect(contents).toContainText('port-closed')
  await expect(contents).toContainText('no answer')
  expect(await axeFindings(page)).toEqual([])

  await page.getByRole('button', { name: 'Save report…' }).click()
  const { dialogs } = await desktop.until((state) => state.dialogs.some(({ open }) => open))
  const dialog = dialogs.find(({ open }) => open)
  expect(dialog).toMatchObject({ kind: 'save', title: 'Save report' })
  const path = join(userData, 'report.txt')
  await desktop.control({ do: 'dialog', id: dialog?.id ?? 0, answer: { filePaths: [path] } })
  await expect(page.getByText('Saved as report.txt.')).toBeVisible()
  const report = await readFile(path, 'utf8')
  expect(report).toMatch(/2 tcp +failed .*port-closed/)
  expect(report).toContain('Log (holdwatch.log)')
  expect(report).toMatch(/warn no answer \{"method":"GET","path":/)
  const { password, phone } = gateway.accounts.inspector
  for (const secret of [password, phone, '02155501234', '501234', 'AgentGateway']) {
    expect(report).not.toContain(secret)
  }

  await page.getByRole('button', { name: 'Open log folder' }).click()
  const { opened } = await desktop.until((state) => state.opened.length > 0)
  expect(opened).toEqual([{ what: 'path', target: join(userData, 'logs') }])
})

test('a session taken over is reported with its code, and a changed certificate with its reason', async ({
  watchingBoard,
  time,
}) => {
  const { gateway, page } = await watchingBoard()
  gateway.signIn(gateway.accounts.inspector.agentId)
  await time.turn(5_000)
  await expect(page.getByText('Monitoring has stopped')).toBeVisible()
  await openDiagnostics(page)
  await runButton(page).click()
  await expect(page.getByText('Check failed at step 5: Sign-in.')).toBeVisible()
  await expect(step(page, 'Sign-in')).toContainText('100-002')

  await gateway.swapCertificate()
  await runButton(page).click()
  await expect(page.getByText('Check failed at step 4: Certificate.')).toBeVisible()
  await expect(step(page, 'Certificate')).toContainText(
    'It is not the certificate that was trusted',
  )
})

test('before and during the set-up it shows what is missing, with the keyboard only', async ({
  openApp,
  openGateway,
}) => {
  const gateway = await openGateway()
  const { page } = await openApp()
  const setup = new SetupPage(page)
  await setup.connect()
  const open = async () => {
    await page.getByRole('button', { name: 'Diagnostics' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Diagnostics' })).toBeFocused()
  }
  await open()
  await expect(page.getByText('Setup is not complete')).toBeVisible()
  await expect(runButton(page)).toBeDisabled()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Back' }).click()

  await setup.address.fill('nowhere.invalid')
  await open()
  // Before the app has the address, there is nothing to run, and Tab skips the button.
  await expect(runButton(page)).toBeEnabled()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(runButton(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(step(page, 'Address')).toContainText('No host with this name was found.')
  await expect(runButton(page)).toBeFocused()
  await page.getByRole('button', { name: 'Back' }).click()

  await setup.checkAddress(gateway.origin)
  await expect(setup.trustButton).toBeVisible()
  await open()
  await runButton(page).click()
  await expect(step(page, 'Certificate')).toContainText('It is self-signed')
  await page.getByRole('button', { name: 'Back' }).click()
  await setup.trust()
  await expect(setup.signInButton).toBeVisible()
  await open()
  await runButton(page).click()
  await expect(step(page, 'Certificate')).toContainText('passed')
  await expect(step(page, 'Sign-in')).toContainText('No account is signed in at this gateway')
  expect(gateway.stats.requests.login).toBe(0)
})

test('of several sources each has its own steps: one is down, one is good, one is paused', async ({
  openGateway,
  watchingBoard,
}) => {
  const south = await openGateway({ agents: 2, firstAgentId: 20_401 })
  const { gateway, page, board } = await watchingBoard({ gateway: { agents: 2, cms: true } })
  const { cms } = gateway
  if (cms === null) throw new Error('No CC-CMS')
  await board.openView('Sources')
  const sources = new SourcesPage(page)
  await sources.addGateway(south)
  await sources.addCms(cms)
  const hostOf = ({ origin }: { origin: string }) => new URL(origin).host
  const checks = (server: { origin: string }) => page.getByRole('region', { name: hostOf(server) })

  await south.goAway()
  await board.openView('Diagnostics')
  await expect(checks(cms).getByRole('listitem')).toHaveCount(7)
  await expect(async () => {
    await runButton(page).click()
    await expect(
      page.getByText(`The check failed for 1 of 3 sources: ${hostOf(south)}.`),
    ).toBeVisible({ timeout: 2_000 })
    await expect(checks(gateway)).toContainText('All checks passed.', { timeout: 1_000 })
  }).toPass()
  await expect(checks(south)).toContainText('Check failed at step 2: Connection.')
  await expect(checks(south)).not.toContainText('All checks passed.')
  await expect(checks(cms)).toContainText('All checks passed.')
  await expect(checks(cms)).toContainText('The CC-CMS accepts the key')
  await expect(checks(cms)).not.toContainText(/gateway/i)
  expect(await axeFindings(page)).toEqual([])

  await board.openView('Sources')
  await page.getByRole('button', { name: `Pause ${hostOf(south)}` }).click()
  await board.openView('Diagnostics')
  await runButton(page).click()
  await expect(page.getByText(`Paused and not checked: ${hostOf(south)}.`)).toBeVisible()
  await expect(checks(south)).toContainText('This source is paused, so it is not checked.')
  await expect(checks(south).getByRole('listitem')).toHaveCount(0)
})
