import type { ShellState } from '../../tools/browser-shell/server/control.ts'
import type { Page } from '@playwright/test'
import { desktopOf, expect, test } from '../fixtures/app.ts'

test('the running app has the documented restrictions', async ({ openApp }) => {
  const app = await openApp({ faultsExpected: true })
  const desktop = desktopOf(app)
  const state = await desktop.state()
  expect(state.app.sandbox).toBe(true)
  expect(state.windows).toHaveLength(1)
  expect(state.windows[0]?.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
  })
  // No preference that weakens the page's isolation.
  expect(Object.keys(state.windows[0]?.webPreferences ?? {}).sort()).toEqual([
    'autoplayPolicy',
    'contextIsolation',
    'nodeIntegration',
    'preload',
    'sandbox',
    'spellcheck',
    'webviewTag',
  ])
  expect(state.windows[0]?.guarded).toEqual([
    'will-navigate',
    'will-redirect',
    'will-frame-navigate',
    'will-attach-webview',
  ])
  expect(state.windows[0]?.hasOpenHandler).toBe(true)
  expect(state.permissions).toEqual({ request: true, check: true })
  expect(state.schemes).toEqual([
    { scheme: 'holdwatch', privileges: { standard: true, secure: true } },
  ])
  // No menu leads to the developer tools or to another page.
  const roles = (menu: ShellState['applicationMenu']): string[] =>
    menu.flatMap(({ role, submenu }) => [role, ...roles(submenu)]).filter(Boolean)
  expect(new Set(roles(state.applicationMenu))).toEqual(
    new Set(['zoomIn', 'zoomOut', 'resetZoom', 'togglefullscreen']),
  )
})

test('nothing leaves the page, and its only permission is copying', async ({ openApp }) => {
  const desktop = desktopOf(await openApp())
  for (const url of [
    'https://example.com/',
    'file:///etc/passwd',
    'holdwatch://other/index.html',
  ]) {
    expect([url, await desktop.control({ do: 'navigate', url })]).toEqual([url, true])
    expect([url, await desktop.control({ do: 'open-window', url })]).toEqual([url, 'deny'])
  }
  for (const permission of ['media', 'geolocation', 'notifications', 'openExternal'] as const) {
    for (const check of [false, true]) {
      const granted = await desktop.control({ do: 'permission', permission, check })
      expect([permission, granted]).toEqual([permission, false])
    }
  }
  expect(await desktop.control({ do: 'permission', permission: 'clipboard-sanitized-write' })).toBe(
    true,
  )
  expect((await desktop.state()).opened).toEqual([])
})

/** The page's policy, as the page reports it on a violation. */
const policyOf = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener(
          'securitypolicyviolation',
          ({ originalPolicy }) => {
            resolve(originalPolicy)
          },
          { once: true },
        )
        const style = document.createElement('style')
        style.textContent = 'p { color: red }'
        document.head.append(style)
      }),
  )

test('the page’s policy allows its own files and nothing inline', async ({ openApp }) => {
  const app = await openApp({ faultsExpected: true })
  const policy = await policyOf(app.page)
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("style-src 'self'")
  // In the browser shell, a socket replaces Electron's IPC.
  expect(policy).toMatch(
    app.shell === null ? /connect-src 'none';/ : /connect-src ws:\/\/127\.0\.0\.1:\d+;/,
  )
  expect(policy).not.toMatch(/unsafe|\*|https?:|data:|blob:/)
})

test('a page that crashes is reloaded, at most twice in a minute', async ({ openApp }) => {
  const app = await openApp()
  const desktop = desktopOf(app)
  for (const time of ['first', 'second']) {
    const reloaded = app.page.waitForEvent('load')
    await desktop.control({ do: 'crash', reason: 'crashed' })
    await reloaded
    expect([time, (await desktop.state()).dialogs]).toEqual([time, []])
  }
  await desktop.control({ do: 'crash', reason: 'crashed' })
  const state = await desktop.until(({ dialogs }) => dialogs.length > 0)
  expect(JSON.stringify(state.dialogs)).toContain('Holdwatch cannot show its window')
})
