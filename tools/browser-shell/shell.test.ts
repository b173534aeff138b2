import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { chromiumOptions } from '../../e2e/fixtures/chromium.ts'
import { type RunningShell, ShellEnded, startShell } from './server/client.ts'

const mainSource = `
import { app, BrowserWindow, ipcMain, Menu, nativeImage, Notification, powerMonitor, protocol, Tray } from 'electron'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

protocol.registerSchemesAsPrivileged([{ scheme: 'tiny', privileges: { standard: true, secure: true } }])
app.enableSandbox()
if (!app.requestSingleInstanceLock()) app.quit()
else {
  const page = \`<!doctype html><html><head><title>Tiny</title><script type="module" src="./app.js"></script>
    </head><body><a href="https://example.com/">out</a><script>window.inline = true</script></body></html>\`
  const script = 'window.ranWith = typeof window.tiny; document.body.dataset.ready = "yes"'
  const policy = "default-src 'none'; script-src 'self'; connect-src 'none'"
  app.whenReady().then(() => {
    protocol.handle('tiny', (request) => {
      const { pathname } = new URL(request.url)
      if (pathname === '/index.html') return new Response(page, { headers: { 'content-type': 'text/html', 'content-security-policy': policy } })
      if (pathname === '/app.js') return new Response(script, { headers: { 'content-type': 'text/javascript' } })
      return new Response('none', { status: 404 })
    })
    const received = []
    ipcMain.handle('echo', (event, value) => value)
    ipcMain.handle('frame', (event) => ({ url: event.senderFrame.url, origin: event.senderFrame.origin, parent: event.senderFrame.parent, same: event.sender === window.webContents }))
    const passed = []
    setTimeout(() => passed.push('timer'), 60_000)
    delay(60_000).then(() => passed.push('promise'))
    ipcMain.handle('time', () => ({ wall: Date.now(), monotonic: performance.now(), uptime: uptime() * 1_000, passed }))
    ipcMain.handle('fail', () => { throw new RangeError('too much') })
    ipcMain.handle('function', () => () => 1)
    ipcMain.on('say', (event, text) => { event.reply('said', text, new Map([[1, new Date(0)]])) })
    const window = new BrowserWindow({ show: false, webPreferences: { preload: join(import.meta.dirname, 'preload.cjs'), sandbox: true } })
    window.once('ready-to-show', () => window.show())
    let stubborn = true
    window.on('close', (event) => { if (stubborn) { event.preventDefault(); window.hide() } })
    window.webContents.on('will-navigate', (event, url) => { if (!url.startsWith('tiny:')) event.preventDefault() })
    window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
    window.loadURL('tiny://app/index.html')
    const tray = new Tray(nativeImage.createEmpty())
    tray.setToolTip('quiet')
    tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Tell', click: () => new Notification({ title: 'Told', body: 'once' }).show() }, { role: 'quit' }]))
    app.on('second-instance', (event, argv) => { tray.setToolTip('second ' + argv.at(-1)) })
    powerMonitor.on('suspend', () => tray.setToolTip('asleep'))
    let saved = false
    app.on('before-quit', (event) => {
      stubborn = false
      if (saved) return
      event.preventDefault()
      setImmediate(() => { saved = true; console.log('saved'); app.quit() })
    })
  })
}
`

const preloadSource = `
const { contextBridge, ipcRenderer } = require('electron')
contextBridge.exposeInMainWorld('tiny', {
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  say: (text) => new Promise((resolve) => {
    ipcRenderer.once('said', (event, ...args) => resolve(args))
    ipcRenderer.send('say', text)
  }),
  unknown: () => ipcRenderer.sendSync('x'),
})
`

interface Tiny {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  say(text: string): Promise<unknown[]>
  unknown(): void
}
declare global {
  interface Window {
    tiny: Tiny
  }
}

let browser: Browser
let appDir: string
let userDataDir: string
let shell: RunningShell
let page: Page

beforeAll(async () => {
  browser = await chromium.launch(await chromiumOptions())
  appDir = await mkdtemp(join(tmpdir(), 'holdwatch-tiny-'))
  const manifest = { name: 'tiny', version: '1.2.3', type: 'module', main: 'main.js' }
  await writeFile(join(appDir, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(appDir, 'main.js'), mainSource)
  await writeFile(join(appDir, 'preload.cjs'), preloadSource)
}, 60_000)

afterAll(async () => {
  await browser.close()
  await rm(appDir, { recursive: true, force: true })
})

beforeEach(async () => {
  userDataDir = await mkdtemp(join(tmpdir(), 'holdwatch-shell-'))
  shell = await startShell({ userDataDir, appDir })
  page = await browser.newPage()
})

afterEach(async () => {
  await page.close()
  if (shell.process.exitCode === null) await shell.kill()
  await rm(userDataDir, { recursive: true, force: true })
})

describe('the bridge', () => {
  it('carries what a structured clone carries, both ways', async () => {
    await page.goto(shell.url)
    const result = await page.evaluate(async () => {
      const sent = {
        at: new Date(5),
        none: undefined,
        map: new Map([['a', new Set([1n])]]),
        bytes: new Uint8Array([1, 255]),
        odd: [NaN, -0, Infinity],
      }
      const back = (await window.tiny.invoke('echo', sent)) as typeof sent
      return {
        at: back.at instanceof Date && back.at.getTime(),
        none: 'none' in back && back.none === undefined,
        map: back.map.get('a')?.has(1n),
        bytes: back.bytes instanceof Uint8Array && [...back.bytes],
        odd: back.odd.map((number) => (Object.is(number, -0) ? '-0' : String(number))),
      }
    })
    expect(result).toEqual({
      at: 5,
      none: true,
      map: true,
      bytes: [1, 255],
      odd: ['NaN', '-0', 'Infinity'],
    })
  })

  it('rejects proxies and functions as Electron does, and passes errors on', async () => {
    await page.goto(shell.url)
    const failures = await page.evaluate(async () => {
      const text = (promise: Promise<unknown>) => promise.then(String, String)
      return [
        await text(window.tiny.invoke('echo', new Proxy({}, {}))),
        await text(window.tiny.invoke('echo', () => 1)),
        await text(window.tiny.invoke('function')),
        await text(window.tiny.invoke('fail')),
        await text(window.tiny.invoke('nobody')),
        await text(Promise.resolve().then(() => window.tiny.unknown())),
      ]
    })
    expect(failures).toEqual([
      'Error: An object could not be cloned.',
      'Error: An object could not be cloned.',
      "Error: Error invoking remote method 'function': Error: An object could not be cloned.",
      "Error: Error invoking remote method 'fail': RangeError: too much",
      "Error: Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
      'Error: the browser shell does not offer ipcRenderer.sendSync',
    ])
  })

  it('sends events, and reports the app’s address as the sender', async () => {
    await page.goto(shell.url)
    expect(
      await page.evaluate(async () => {
        const [text, map] = await window.tiny.say('hello')
        return [text, map instanceof Map && map.get(1) instanceof Date]
      }),
    ).toEqual(['hello', true])
    await page.evaluate(() => {
      location.hash = '#/board'
    })
    expect(await page.evaluate(() => window.tiny.invoke('frame'))).toEqual({
      url: 'tiny://app/index.html#/board',
      origin: 'tiny://app',
      parent: null,
      same: true,
    })
  })

  it('runs the preload script before the scripts of the page, and keeps the policy', async () => {
    const messages: string[] = []
    page.on('console', (message) => messages.push(message.text()))
    await page.goto(shell.url)
    await page.locator('body[data-ready]').waitFor()
    expect(await page.evaluate('window.ranWith')).toBe('object')
    expect(await page.evaluate('window.inline')).toBeUndefined()
    expect(messages.join()).toContain('Content Security Policy')
    const elsewhere = page.evaluate(() => fetch('http://127.0.0.1:9/').then(String, String))
    expect(await elsewhere).toContain('Failed to fetch')
    const response = await page.reload()
    expect(response?.headers()['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; connect-src ${shell.address.origin.replace('http', 'ws')}`,
    )
  })
})

describe('the access control', () => {
  const open = (path: string, headers: Record<string, string>) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(shell.address.origin.replace('http', 'ws') + path, { headers })
      socket.on('open', () => {
        resolve('open')
        socket.close()
      })
      socket.on('error', (error) => {
        resolve(error.message)
      })
    })

  it('rejects pages, scripts and commands without the token', async () => {
    const { origin } = shell.address
    for (const path of ['/', '/window-1/index.html', '/panel', '/__shell/state', '/?token=wrong']) {
      expect((await fetch(origin + path)).status).toBe(403)
    }
    const body = JSON.stringify({ do: 'quit' })
    expect((await fetch(`${origin}/__shell/control`, { method: 'POST', body })).status).toBe(403)
  })

  it('sets the token as a cookie that scripts and other sites cannot read', async () => {
    const response = await fetch(shell.url, { redirect: 'manual' })
    const port = new URL(shell.url).port
    expect(response.headers.get('set-cookie')).toBe(
      `holdwatch_shell_${port}=${shell.address.token}; HttpOnly; SameSite=Strict; Path=/`,
    )
    expect(response.headers.get('location')).toBe('/')
  })

  it('accepts a socket only with the token, its own origin and host name, and a known path', async () => {
    const { origin, token } = shell.address
    const Cookie = `holdwatch_shell_${new URL(origin).port}=${token}`
    const path = '/__shell/socket/1'
    expect(await open(path, { Origin: origin, Cookie })).toBe('open')
    expect(await open(path, { Origin: origin })).toContain('403')
    expect(await open(path, { Origin: 'http://127.0.0.1:1', Cookie })).toContain('403')
    expect(await open(path, { Cookie })).toContain('403')
    expect(await open(path, { Origin: origin, Cookie, Host: 'evil.example' })).toContain('403')
    expect(await open('/__shell/socket/9', { Origin: origin, Cookie })).toContain('404')
    expect(await open('/', { Origin: origin, Cookie })).toContain('404')
  })

  it('rejects commands from another origin', async () => {
    const { origin, token } = shell.address
    const response = await fetch(`${origin}/__shell/control`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, Origin: 'https://evil.example' },
      body: JSON.stringify({ do: 'quit' }),
    })
    expect(response.status).toBe(403)
  })
})

describe('the desktop around the window', () => {
  it('keeps the window where the app prevents closing', async () => {
    await shell.until((state) => state.windows[0]?.visible === true)
    await shell.control({ do: 'window', action: 'close' })
    const state = await shell.state()
    expect(state.windows).toMatchObject([{ visible: false, url: 'tiny://app/index.html' }])
    await page.goto(shell.url)
    await page.waitForFunction(() => document.visibilityState === 'hidden')
    await shell.control({ do: 'window', action: 'show' })
    await page.waitForFunction(() => document.visibilityState === 'visible')
  })

  it('clicks tray menu items and shows notifications', async () => {
    await shell.control({ do: 'menu', of: 'tray', path: ['Tell'] })
    const { notifications } = await shell.until((state) => state.notifications.length > 0)
    expect(notifications).toMatchObject([{ title: 'Told', body: 'once', open: true }])
    await expect(shell.control({ do: 'menu', of: 'tray', path: ['Nothing'] })).rejects.toThrow(
      'there are: Tell, Quit',
    )
  })

  it('can be clicked on the panel', async () => {
    await page.goto(shell.panelUrl)
    await page.getByRole('button', { name: 'Tell' }).click()
    await page.getByText('Told').waitFor()
    await page.getByRole('button', { name: 'suspend' }).click()
    await page.getByText('asleep').waitFor()
  })

  it('reports navigation guards, and calls them', async () => {
    const { windows, app } = await shell.state()
    expect(app.sandbox).toBe(true)
    expect(windows).toMatchObject([{ hasOpenHandler: true, guarded: ['will-navigate'] }])
    expect(await shell.control({ do: 'navigate', url: 'https://example.com/' })).toBe(true)
    expect(await shell.control({ do: 'open-window', url: 'https://example.com/' })).toBe('deny')
    await page.goto(shell.url)
    await page.getByRole('link', { name: 'out' }).click()
    expect(await page.evaluate(() => window.tiny.invoke('echo', 1))).toBe(1)
  })

  it('allows one instance for each user data folder', async () => {
    const second = startShell({ userDataDir, appDir, args: ['--hello'] })
    await expect(second).rejects.toThrow(ShellEnded)
    await shell.until((state) => state.trays[0]?.toolTip === 'second --hello')
    await shell.kill()
    // The files that remain after a crash are not a lock.
    shell = await startShell({ userDataDir, appDir })
    expect((await shell.state()).windows).toHaveLength(1)
  })

  it('advances the app’s clock only on request where it is controlled', async () => {
    await shell.kill()
    const begin = Date.UTC(2026, 0, 1)
    shell = await startShell({ userDataDir, appDir, time: begin })
    await page.goto(shell.url)
    interface Clocks {
      wall: number
      monotonic: number
      uptime: number
      passed: string[]
    }
    const read = () => page.evaluate(() => window.tiny.invoke('time')) as Promise<Clocks>
    const first = await read()
    expect(first).toMatchObject({ wall: begin, passed: [] })
    // Meanwhile real time passes, but not the app's.
    expect(await read()).toEqual(first)
    await shell.turnTo(begin + 59_999)
    expect(await read()).toMatchObject({ wall: begin + 59_999, passed: [] })
    await shell.turnTo(begin + 60_000)
    const last = await read()
    expect(last.passed.sort()).toEqual(['promise', 'timer'])
    expect(last.monotonic - first.monotonic).toBeCloseTo(60_000, 3)
    expect(last.uptime - first.uptime).toBeCloseTo(60_000, 3)
  })

  it('quits as Electron does: before-quit can prevent it, and the page disappears with the app', async () => {
    await page.goto(shell.url)
    expect(await shell.quit()).toBe(0)
    expect(shell.output).toContain('saved')
    await page.getByText('The app has closed this window.').waitFor()
    const late = page.evaluate(() => window.tiny.invoke('echo', 1).then(String, String))
    expect(await late).toBe('Error: the app has ended')
  })
})
