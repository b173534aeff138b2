import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import type { BoardSnapshot, PreferenceTable } from '../../src-shared/contract/index.ts'

const origin = 'https://holdwatch.test'
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The responses for the page. */
export interface Scene {
  board: BoardSnapshot
  preferences: PreferenceTable
  today: unknown
}

/** The main process, as far as the board needs it; runs in the page, so it only uses its argument. */
function installBridge(scene: Scene): void {
  const listeners = new Map<string, Set<(data: unknown) => void>>()
  const preferences = scene.preferences as Record<string, { value: unknown }>
  const answers: Record<string, (input: never) => unknown> = {
    'app.get_info': () => ({ version: '0.1.0', notices: [] }),
    'setup.get': () => ({
      route: 'board',
      simulated: false,
      simulatedPassword: null,
      origin: scene.board.origin,
      certificate: null,
      watched: [],
      canRemember: true,
      locked: { address: false, way: false, sha256: null },
      draft: {
        address: '',
        way: 'inspector',
        credential: 'guid',
        inspectorId: '',
        phone: '',
        withoutLicence: false,
        agents: '',
      },
    }),
    'preferences.get': () => preferences,
    'preferences.set': ({ key, value }: { key: string; value: unknown }) => {
      const before = preferences[key]
      if (before) preferences[key] = { ...before, value }
      return { ...preferences }
    },
    'board.get_snapshot': () => scene.board,
    'history.get_today': () => scene.today,
    'hold.reveal_number': () => ({ number: '+86 21 5550 1234' }),
  }
  Object.assign(window, {
    holdwatch: {
      request: (name: string, input: never) => {
        const answer = answers[name]
        const data: unknown = answer ? answer(input) : null
        if (name === 'history.get_today' && data === null) {
          return Promise.resolve({ ok: false, error: { code: 'history-unavailable' } })
        }
        return Promise.resolve({ ok: true, data })
      },
      on: (name: string, listener: (data: unknown) => void) => {
        const set = listeners.get(name) ?? new Set()
        listeners.set(name, set.add(listener))
        return () => set.delete(listener)
      },
    },
    /** Sends an event like the main process. */
    send: (name: string, data: unknown) => {
      for (const listener of listeners.get(name) ?? []) listener(data)
    },
  })
}

/** Opens the built renderer alone, with the bridge simulated by this script. */
export async function openRenderer(
  browser: Browser,
  folder: string,
  scene: Scene,
  options: BrowserContextOptions = {},
  before?: () => void,
): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  await context.route(`${origin}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname
    await route.fulfill({
      body: await readFile(join(folder, path)),
      headers: {
        'Content-Type': types[extname(path)] ?? 'application/octet-stream',
        'Content-Security-Policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'",
        // The clocks of an isolated page have full resolution.
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    })
  })
  const page = await context.newPage()
  if (before) await page.addInitScript(before)
  await page.addInitScript(installBridge, scene)
  await page.goto(`${origin}/index.html`)
  await page.evaluate(() => document.fonts.ready)
  return page
}
