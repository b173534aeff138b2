import { desktopOf, expect, test } from '../fixtures/app.ts'

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
