import { desktopOf, expect, idsOf, test } from '../fixtures/app.ts'
import { BoardPage } from '../pages/board.ts'
import { SetupPage } from '../pages/setup.ts'

for (const painted of ['late', 'never']) {
  test(`a window whose page is painted ${painted} appears all the same`, async ({ openApp }) => {
    const desktop = desktopOf(await openApp({ env: { HOLDWATCH_SHELL_PAINTED: painted } }))
    await desktop.until(({ windows }) => windows[0]?.visible === true)
  })
}

test('under Wayland nothing is promised that a window there cannot do', async ({ openApp }) => {
  const app = await openApp({ env: { XDG_SESSION_TYPE: 'wayland' } })
  desktopOf(app)
  const table = await app.page.evaluate(() => window.holdwatch.request('preferences.get', null))
  expect(table).toMatchObject({
    data: { alwaysOnTop: { isSupported: false, limit: 'wayland-on-top' } },
  })
})

test('a key ring that waits for its password keeps neither window nor watch from coming', async ({
  openApp,
  openGateway,
}) => {
  const gateway = await openGateway()
  const first = await openApp({ keyRing: true })
  const setup = new SetupPage(first.page)
  await setup.connect()
  await setup.checkAddress(gateway.origin)
  await setup.trust()
  await first.page.getByRole('checkbox', { name: 'Remember the password' }).check()
  await setup.signIn(gateway.accounts.inspector)
  await setup.watch(idsOf(gateway))
  await new BoardPage(first.page).seesAll(6)
  await first.quit()

  const again = await openApp({ env: { HOLDWATCH_SHELL_KEYRING: 'locked' } })
  const desktop = desktopOf(again)
  await desktop.until(({ windows }) => windows[0]?.visible === true)
  await expect(new SetupPage(again.page).password).toBeVisible()
  await desktop.control({ do: 'unlock-key-ring' })
  await new BoardPage(again.page).seesAll(6)
  await again.quit()

  const byHand = await openApp({ env: { HOLDWATCH_SHELL_KEYRING: 'locked' } })
  await new SetupPage(byHand.page).signIn(gateway.accounts.inspector)
  await expect(byHand.page.getByRole('checkbox', { name: 'Remember the password' })).toHaveCount(0)
})

test('nothing is remembered where the desktop’s key ring does not run', async ({ openApp }) => {
  const app = await openApp({ env: { HOLDWATCH_SHELL_KEYRING: 'stopped' } })
  desktopOf(app)
  const view = await app.page.evaluate(() => window.holdwatch.request('setup.get', null))
  expect(view).toMatchObject({ data: { canRemember: false } })
})
