import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { ShellEnded, startShell } from '../../tools/browser-shell/server/client.ts'
import { desktopOf, expect, idsOf, test } from '../fixtures/app.ts'
import { setPreference } from '../fixtures/preferences.ts'
import { BoardPage } from '../pages/board.ts'
import { SetupPage } from '../pages/setup.ts'

for (const painted of ['late', 'never']) {
  test(`a window appears even if its page is painted ${painted}`, async ({ openApp }) => {
    const desktop = desktopOf(await openApp({ env: { HOLDWATCH_SHELL_PAINTED: painted } }))
    await desktop.until(({ windows }) => windows[0]?.visible === true)
  })
}

test('under Wayland only supported window features are offered', async ({ openApp }) => {
  const app = await openApp({ env: { XDG_SESSION_TYPE: 'wayland' } })
  desktopOf(app)
  const table = await app.page.evaluate(() => window.holdwatch.request('preferences.get', null))
  expect(table).toMatchObject({
    data: { alwaysOnTop: { isSupported: false, limit: 'wayland-on-top' } },
  })
})

test('a key ring that waits for its password delays neither window nor watch', async ({
  openApp,
  watchingBoard,
}) => {
  const { gateway, app } = await watchingBoard({ app: { keyRing: true }, remembersPassword: true })
  await app.quit()

  const again = await openApp({ env: { HOLDWATCH_SHELL_KEYRING: 'locked' } })
  const desktop = desktopOf(again)
  await desktop.until(({ windows }) => windows[0]?.visible === true)
  await expect(new SetupPage(again.page).password).toBeVisible()
  await desktop.control({ do: 'unlock-key-ring' })
  await new BoardPage(again.page).seesAll(6)
  expect(again.output()).not.toContain('error')
  await again.quit()

  const byHand = await openApp({ env: { HOLDWATCH_SHELL_KEYRING: 'locked' } })
  const setup = new SetupPage(byHand.page)
  await setup.signIn(gateway.accounts.inspector)
  await expect(setup.rememberBox).toHaveCount(0)
})

test('nothing is stored where the desktop’s key ring does not run', async ({ openApp }) => {
  const app = await openApp({ env: { HOLDWATCH_SHELL_KEYRING: 'stopped' } })
  desktopOf(app)
  const view = await app.page.evaluate(() => window.holdwatch.request('setup.get', null))
  expect(view).toMatchObject({ data: { canRemember: false } })
})

test('the keyboard zooms the page, and the menu has the language of the window', async ({
  openApp,
}) => {
  const app = await openApp()
  const desktop = desktopOf(app)
  for (const [accelerator, level] of [
    ['CommandOrControl+Plus', 0.5],
    ['CommandOrControl+=', 1],
    ['CommandOrControl+-', 0.5],
    ['CommandOrControl+0', 0],
  ] as const) {
    await desktop.control({ do: 'press', accelerator })
    expect([accelerator, (await desktop.state()).windows[0]?.zoomLevel]).toEqual([
      accelerator,
      level,
    ])
  }
  await desktop.control({ do: 'press', accelerator: 'CommandOrControl+R' })
  await setPreference(app.page, 'language', 'zh-CN')
  await desktop.until(({ applicationMenu }) => applicationMenu[0]?.label === '显示')
})

test('a right click shows the text editing commands', async ({ openApp }) => {
  const desktop = desktopOf(await openApp())
  await desktop.control({ do: 'context-menu', isEditable: true, can: { canPaste: true } })
  const { popup } = await desktop.state()
  expect(popup.filter(({ enabled, role }) => enabled && role !== '')).toMatchObject([
    { role: 'paste', label: 'Paste' },
  ])
})

test('the end of the system session signs out first, without a question', async ({
  watchingBoard,
}) => {
  const { gateway, app } = await watchingBoard()
  const desktop = desktopOf(app)
  await desktop.control({ do: 'power', event: 'shutdown' })
  expect(await desktop.ended).toBe(0)
  expect(gateway.stats.requests.logout).toBe(1)
})

test('on Windows the watch resumes if the system session does not end after all', async ({
  watchingBoard,
  time,
}) => {
  const { gateway, app, board } = await watchingBoard()
  const desktop = desktopOf(app)
  await desktop.control({ do: 'session', event: 'query-session-end' })
  await expect.poll(() => gateway.stats.requests.logout).toBe(1)
  const [agentId = ''] = idsOf(gateway)
  const callId = gateway.hold(agentId)
  await time.turn(31_000)
  await expect(board.row(callId)).toHaveAttribute('data-stale', 'false')
  await desktop.control({ do: 'session', event: 'query-session-end' })
  await desktop.control({ do: 'session', event: 'session-end' })
  expect(await desktop.ended).toBe(0)
})

test('an installer ends the running app, and does not start another one', async ({
  openApp,
  userData,
}) => {
  const desktop = desktopOf(await openApp())
  await expect(startShell({ userDataDir: userData, args: ['--quit'] })).rejects.toThrow(ShellEnded)
  expect(await desktop.ended).toBe(0)
  await expect(startShell({ userDataDir: userData, args: ['--quit'] })).rejects.toThrow(ShellEnded)
})

test('an alert that the system rejects is reported in the window', async ({
  watchingBoard,
  time,
}) => {
  const { gateway, app, board } = await watchingBoard({
    app: { env: { HOLDWATCH_SHELL_NOTIFICATIONS: 'refused' } },
  })
  desktopOf(app)
  const [agentId = ''] = idsOf(gateway)
  await board.talkThenHold(gateway, agentId)
  await time.turn(62_000)
  await expect(app.page.getByText(/did not show an alert as a notification/)).toBeVisible()
  expect(
    await app.page.evaluate(() => window.holdwatch.request('preferences.get', null)),
  ).toMatchObject({
    data: { notifications: { isSupported: true, limit: 'notifications-refused' } },
  })
})

test('an alert that is withdrawn before the system has shown it is closed', async ({
  openApp,
  openGateway,
  time,
}) => {
  const gateway = await openGateway()
  const app = await openApp({ env: { HOLDWATCH_SHELL_NOTIFICATIONS: 'late' } })
  const desktop = desktopOf(app)
  await new SetupPage(app.page).complete(gateway)
  const board = new BoardPage(app.page)
  await board.seesAll(6)
  await desktop.control({ do: 'window', action: 'blur' })
  const [agentId = ''] = idsOf(gateway)
  const callId = await board.talkThenHold(gateway, agentId)
  await time.turn(125_000)
  gateway.retrieve(agentId, callId)
  await expect(board.row(callId)).toHaveCount(0)
  await desktop.control({ do: 'show-notifications' })
  const { notifications } = await desktop.state()
  expect(notifications.length).toBeGreaterThan(0)
  expect(notifications.filter(({ open }) => open)).toEqual([])
})

test('an unresponsive system certificate store delays neither window, handshake nor quitting', async ({
  openApp,
  openGateway,
  userData,
  time,
}) => {
  const gateway = await openGateway()
  const app = await openApp({ env: { HOLDWATCH_SHELL_STORE: 'stuck' } })
  const desktop = desktopOf(app)
  await desktop.until(({ windows }) => windows[0]?.visible === true)
  await time.turn(5_000)
  const setup = new SetupPage(app.page)
  await setup.connect()
  await setup.checkAddress(gateway.origin)
  await setup.trust()
  const log = () => readFile(join(userData, 'logs', 'holdwatch.log'), 'utf8')
  await expect.poll(log).toContain('The authorities of this computer could not be read')
  await desktop.control({ do: 'quit' })
  expect(await desktop.ended).toBe(0)
})

test('on Linux a click on the tray icon opens the window, if the panel sends one', async ({
  openApp,
}) => {
  const desktop = desktopOf(await openApp())
  await desktop.control({ do: 'menu', of: 'tray', path: ['Hide window'] })
  await desktop.until(({ windows }) => windows[0]?.visible === false)
  await desktop.control({ do: 'tray', event: 'click' })
  await desktop.until(({ windows }) => windows[0]?.visible === true)
})

test('a window manager’s adjustment of a placement is not saved', async ({
  openApp,
  userData,
  time,
}) => {
  const env = { HOLDWATCH_SHELL_FRAME: '28' }
  const app = await openApp({ env })
  const desktop = desktopOf(app)
  const file = join(userData, 'settings.json')
  const settings = () => readFile(file, 'utf8').catch(() => '')
  await time.turn(2_000)
  expect(await settings()).not.toContain('"window": {')
  await desktop.control({ do: 'bounds', bounds: { x: 40, y: 90 } })
  await expect.poll(settings).toContain('"offsetY": 90')
})

test('a user data folder may be given relative to the working directory', async ({
  openApp,
  userData,
}) => {
  const app = await openApp({ args: [`--user-data-dir=${relative(process.cwd(), userData)}`] })
  expect((await desktopOf(app).state()).app.userData).toBe(userData)
})

test('on macOS activating the app shows its window, and the app survives a canceled log-out', async ({
  watchingBoard,
}) => {
  const { gateway, app, board } = await watchingBoard({
    app: { env: { HOLDWATCH_SHELL_PLATFORM: 'darwin' } },
    prepare: async (app) => {
      expect(
        (await desktopOf(app).until(({ windows }) => windows[0]?.visible === true)).app,
      ).toMatchObject({
        stoleFocus: true,
      })
    },
  })
  const desktop = desktopOf(app)
  await desktop.control({ do: 'power', event: 'shutdown' })
  const [agentId = ''] = idsOf(gateway)
  const callId = gateway.hold(agentId)
  await expect(board.row(callId)).toHaveAttribute('data-stale', 'false')
  expect(gateway.stats.requests.logout).toBe(0)
  // This time it is not canceled.
  await desktop.control({ do: 'power', event: 'shutdown' })
  await desktop.control({ do: 'quit' })
  expect(await desktop.ended).toBe(0)
  expect(gateway.stats.requests.logout).toBe(1)
})

test('on Windows the app has an id for its notifications', async ({ openApp }) => {
  const desktop = desktopOf(await openApp({ env: { HOLDWATCH_SHELL_PLATFORM: 'win32' } }))
  const { app } = await desktop.state()
  // An app that runs from source has no shortcut to identify it.
  expect(app.userModelId).toBe(process.execPath)
  expect(app.toastActivator).toMatch(/^\{[0-9A-F-]{36}\}$/)
})
