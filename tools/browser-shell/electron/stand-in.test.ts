import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { app } from './app.ts'
import * as electron from './electron.ts'
import { widenPolicy } from '../server/page-source.ts'
import { decode, encode } from '../page/codec.ts'
import { screen as shellScreen } from './screen.ts'
import { host } from './state.ts'

const { BrowserWindow, safeStorage, screen, session } = electron

describe('before the app is ready', () => {
  it('rejects what Electron rejects', () => {
    expect(() => new BrowserWindow()).toThrow('before app is ready')
    expect(() => screen.getAllDisplays()).toThrow("can't be used before")
    expect(() => session.defaultSession).toThrow('when app is ready')
    expect(() => safeStorage.getSelectedStorageBackend()).toThrow('before app is ready')
  })
})

describe('the stand-in', () => {
  beforeAll(async () => {
    host.exit = vi.fn()
    app.setPath('userData', await mkdtemp(join(tmpdir(), 'holdwatch-standin-')))
    app.shellReady()
  })

  afterAll(() => rm(app.getPath('userData'), { recursive: true }))

  it('throws on access to a missing member, and names it', () => {
    const lacks = (object: object, name: string) => () => Reflect.get(object, name) as unknown
    expect(lacks(electron.app, 'showEmojiPanel')).toThrow(
      'the browser shell does not offer app.showEmojiPanel',
    )
    expect(lacks(electron.autoUpdater, 'checkForUpdates')).toThrow('autoUpdater.checkForUpdates')
    expect(lacks(new BrowserWindow({ show: false }), 'capturePage')).toThrow('BrowserWindow')
    expect(String(Object.keys(electron))).toContain('BrowserWindow')
  })

  it('rejects the use of a destroyed window', () => {
    app.on('window-all-closed', () => undefined)
    const window = new BrowserWindow()
    const closed = vi.fn()
    window.on('closed', closed)
    window.destroy()
    expect(closed).toHaveBeenCalledOnce()
    expect(window.isDestroyed()).toBe(true)
    expect(() => window.getBounds()).toThrow('Object has been destroyed')
  })

  it('reports that nothing protects secrets, unless there is a key ring', async () => {
    expect(safeStorage.getSelectedStorageBackend()).toBe('basic_text')
    const weak = await safeStorage.encryptStringAsync('secret')
    expect(await safeStorage.decryptStringAsync(weak)).toMatchObject({ result: 'secret' })
    // Its key is publicly known, but Electron reports encryption as available.
    expect(weak.subarray(0, 3).toString()).toBe('v10')
    expect(await safeStorage.isAsyncEncryptionAvailable()).toBe(true)
    vi.stubEnv('HOLDWATCH_SHELL_KEYRING', '1')
    expect(safeStorage.getSelectedStorageBackend()).toBe('gnome_libsecret')
    const sealed = await safeStorage.encryptStringAsync('secret')
    expect(sealed.includes('secret')).toBe(false)
    expect(await safeStorage.decryptStringAsync(sealed)).toMatchObject({ result: 'secret' })
    await expect(safeStorage.decryptStringAsync(weak)).rejects.toThrow('decrypting')
    vi.stubEnv('HOLDWATCH_SHELL_KEYRING', 'stopped')
    expect(safeStorage.getSelectedStorageBackend()).toBe('gnome_libsecret')
    expect((await safeStorage.encryptStringAsync('secret')).subarray(0, 3).toString()).toBe('v10')
    vi.unstubAllEnvs()
  })

  it('has none of the calls that can block the whole process', () => {
    for (const name of ['isEncryptionAvailable', 'encryptString', 'decryptString']) {
      expect(() => Reflect.get(safeStorage, name) as unknown).toThrow('does not offer')
    }
  })

  it('reports displays that are connected and disconnected', () => {
    const events: string[] = []
    for (const name of ['display-added', 'display-removed', 'display-metrics-changed']) {
      shellScreen.on(name, () => events.push(name))
    }
    const one = { id: 1, x: 0, y: 0, width: 1920, height: 1080 }
    const two = { id: 2, x: 1920, y: 0, width: 1280, height: 1024 }
    shellScreen.shellSetDisplays([one, two])
    expect(screen.getDisplayMatching({ x: 2000, y: 10, width: 50, height: 50 }).id).toBe(2)
    shellScreen.shellSetDisplays([{ ...one, width: 2560 }])
    expect(screen.getDisplayNearestPoint({ x: 5000, y: 0 }).id).toBe(1)
    expect(events).toEqual(['display-added', 'display-removed', 'display-metrics-changed'])
  })

  it('quits only if no listener prevents it', () => {
    app.once('before-quit', (event: { preventDefault(): void }) => {
      event.preventDefault()
    })
    app.quit()
    expect(host.exit).not.toHaveBeenCalled()
    app.quit()
    expect(host.exit).toHaveBeenCalledWith(0)
  })
})

describe('the codec', () => {
  it('preserves cycles, shared parts and keys such as __proto__', () => {
    const shared = { n: 1 }
    const value: Record<string, unknown> = { a: shared, b: [shared], date: [new Date(NaN)] }
    value['self'] = value
    const back = decode(encode(value)) as typeof value & { b: unknown[]; date: Date[] }
    expect(back['self']).toBe(back)
    expect(back.b[0]).toBe(back['a'])
    expect(back.date[0]?.getTime()).toBeNaN()
    const odd = decode(encode(JSON.parse('{"__proto__":{"x":1}}'))) as object
    expect(Object.keys(odd)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(odd)).toBe(Object.prototype)
  })

  it('rejects what a structured clone rejects', () => {
    for (const bad of [() => 1, Symbol('s'), new Proxy({}, {}), { deep: [() => 1] }]) {
      expect(() => encode(bad)).toThrow('An object could not be cloned.')
    }
  })
})

describe('the policy', () => {
  it('is extended by the socket and nothing else', () => {
    const socket = 'ws://127.0.0.1:1'
    expect(widenPolicy("default-src 'none'; script-src 'self'; connect-src 'none'", socket)).toBe(
      "default-src 'none'; script-src 'self'; connect-src ws://127.0.0.1:1",
    )
    expect(widenPolicy("default-src 'self'", socket)).toBe(
      "default-src 'self'; connect-src 'self' ws://127.0.0.1:1",
    )
    expect(widenPolicy("img-src 'self'", socket)).toBe("img-src 'self'")
  })
})
