import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { type IncomingMessage, type RequestOptions } from 'node:http'
import { createServer, request, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NsisUpdater } from 'electron-updater'
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PublisherError } from '../../updates/updates.ts'
import { makeCertificate } from '../../simulator/certificate.ts'
import { followUpdater, openUpdater } from './updater.ts'

const desktop = vi.hoisted(() => ({
  isPackaged: true,
  mayAsk: (_url: string): boolean => true,
}))
vi.mock('electron', () => ({
  app: {
    get isPackaged() {
      return desktop.isPackaged
    },
  },
  session: {
    fromPartition: () => ({
      webRequest: {
        onBeforeRequest(
          decide: (
            details: { url: string },
            answer: (verdict: { cancel: boolean }) => void,
          ) => void,
        ) {
          desktop.mayAsk = (url) => {
            let isAllowed = true
            decide({ url }, ({ cancel }) => (isAllowed = !cancel))
            return isAllowed
          }
        },
      },
    }),
  },
}))

/** The engine's own, over Node's HTTPS instead of Electron's, with the authority of the server's certificate. */
class NodeExecutor extends ElectronHttpExecutor {
  readonly #ca: string

  constructor(ca: string) {
    super()
    this.#ca = ca
  }

  override createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void) {
    return request({ ...options, ca: this.#ca }, callback) as never
  }
}

const silent = { info: () => {}, warn: () => {} }
const setup = Buffer.from('a new version')
const sha512 = createHash('sha512').update(setup).digest('base64')
const name = `Holdwatch-2.0.0-win-${process.arch}-setup.exe`

let folder: string
let server: Server
let address: string
let ca: string
/** The files on the server, by path. */
let files: Record<string, string | Buffer>
let requests: { path: string; headers: object }[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
  const authority = await makeCertificate({ commonName: 'Private CA', authority: true })
  const { keyPem, certPem } = await makeCertificate({ altNames: ['localhost'], issuer: authority })
  ca = authority.certPem
  requests = []
  files = { [`/holdwatch/${name}`]: setup }
  feed({})
  server = createServer({ key: keyPem, cert: certPem }, ({ url = '', headers }, response) => {
    const [path = ''] = url.split('?')
    requests.push({ path, headers })
    const file = files[path]
    response.statusCode = file === undefined ? 404 : 200
    response.end(file)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  address = `https://localhost:${(server.address() as AddressInfo).port}/holdwatch/`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  await rm(folder, { recursive: true, force: true })
})

const feed = (over: { version?: string; url?: string; sha512?: string }) => {
  const { version = '2.0.0', url = name, sha512: sum = sha512 } = over
  const file = { url, sha512: sum, size: setup.length }
  files['/holdwatch/latest.yml'] = JSON.stringify({ version, files: [file] })
}

/** Outside Electron the engine needs an app and an HTTP client. */
const engineOf = () => {
  const engine = new NsisUpdater(null, {
    version: '1.0.0',
    name: 'holdwatch',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => Promise.resolve(),
    relaunch: () => {},
    quit: () => {},
    onQuit: () => {},
  })
  // The list's name depends on the system; this is the one for Windows.
  return Object.assign(engine, {
    httpExecutor: new NodeExecutor(ca),
    _testOnlyOptions: { platform: 'win32' },
  })
}

async function open(isOwn: (file: string) => Promise<boolean> = () => Promise.resolve(true)) {
  await writeFile(join(folder, 'app-update.yml'), 'updaterCacheDirName: updates\n')
  const engine = engineOf()
  const install = vi.spyOn(engine, 'quitAndInstall').mockImplementation(() => {})
  const options = { address, unsupported: () => Promise.resolve(null), isOwn, log: silent }
  return { updater: followUpdater(engine, options), engine, install }
}
const downloaded = () => readdir(join(folder, 'updates', 'pending')).catch(() => [])

describe('an update from a server over HTTPS', () => {
  it('is found, downloaded and installed only on request', async () => {
    const { updater, install } = await open()
    expect(await updater.find()).toBe('2.0.0')
    expect(requests.map(({ path }) => path)).toEqual(['/holdwatch/latest.yml'])
    await updater.download()
    expect(await downloaded()).toContain(name)
    expect(install).not.toHaveBeenCalled()
    void updater.install(true)
    await vi.waitFor(() => expect(install.mock.calls).toEqual([[true, true]]))
  })

  it('sends the server no data about the client', async () => {
    const { updater } = await open()
    await updater.find()
    expect(requests[0]?.headers).toMatchObject({ 'x-user-staging-id': '' })
  })

  it.each(['1.0.0', '0.9.0'])('is none where the server has version %s', async (version) => {
    feed({ version })
    expect(await (await open()).updater.find()).toBeNull()
  })

  it('from another publisher is deleted and never installed', async () => {
    const { updater, install } = await open(() => Promise.resolve(false))
    await updater.find()
    await expect(updater.download()).rejects.toThrow(PublisherError)
    expect(await downloaded()).not.toContain(name)
    expect(install).not.toHaveBeenCalled()
  })

  it('that was replaced on the disk meanwhile is not installed', async () => {
    let isOwn = true
    const { updater, install } = await open(() => Promise.resolve(isOwn))
    await updater.find()
    await updater.download()
    isOwn = false
    await expect(updater.install(false)).rejects.toThrow(PublisherError)
    expect([await downloaded(), install.mock.calls]).toEqual([['update-info.json'], []])
  })

  it('that does not match the server’s list is rejected', async () => {
    feed({ sha512: createHash('sha512').update('another').digest('base64') })
    const { updater } = await open()
    await updater.find()
    await expect(updater.download()).rejects.toThrow('sha512 checksum mismatch')
    expect(await downloaded()).not.toContain(name)
  })

  it.each([
    'https://elsewhere.example/setup.exe',
    'http://localhost/holdwatch/setup.exe',
    '../x.exe',
  ])('is not fetched from %s', async (url) => {
    feed({ url })
    await expect((await open()).updater.find()).rejects.toThrow('not in the folder of updates')
  })

  it('is not searched at a server whose certificate is not trusted', async () => {
    ca = (await makeCertificate()).certPem
    await expect((await open()).updater.find()).rejects.toThrow(/certificate/)
    expect(requests).toEqual([])
  })

  it('is reported as missing where the server has none', async () => {
    files = {}
    await expect((await open()).updater.find()).rejects.toThrow('latest.yml')
  })

  it('that cannot be installed is reported', async () => {
    const { updater, engine, install } = await open()
    install.mockImplementation(() => void engine.emit('error', new Error('no installer')))
    await updater.find()
    await updater.download()
    await expect(updater.install(true)).rejects.toThrow('no installer')
  })
})

describe('in Electron', () => {
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const system = process.platform
  const own = process.execPath
  const be = (platform: NodeJS.Platform, execPath: string) => {
    Object.defineProperty(process, 'platform', { value: platform })
    Object.defineProperty(process, 'execPath', { value: execPath })
    Object.defineProperty(process, 'resourcesPath', { value: folder, configurable: true })
  }
  afterEach(() => {
    be(system, own)
    Reflect.deleteProperty(process, 'resourcesPath')
  })
  const openAt = (folderOfUpdates: string) => openUpdater(folderOfUpdates, log, engineOf)

  it('no address is contacted except the administrator’s', async () => {
    be('linux', own)
    openAt('https://updates.example/holdwatch/')
    const urls = [
      'https://updates.example/holdwatch/latest.yml?noCache=1',
      'https://updates.example/other/latest.yml',
      'https://updates.example/holdwatch/../setup.exe',
      'https://updates.example:8443/holdwatch/latest.yml',
      'http://updates.example/holdwatch/latest.yml',
      'https://updates.example.evil.example/holdwatch/latest.yml',
    ]
    expect(urls.filter((url) => desktop.mayAsk(url))).toEqual(urls.slice(0, 1))
  })

  it.each<[string, NodeJS.Platform, string[], boolean]>([
    ['from sources', 'win32', ['Uninstall Holdwatch.exe'], false],
    ['the MSI’s', 'win32', [], true],
    ['a package’s', 'linux', [], true],
  ])('an app that is %s is left to who installed it', async (_what, platform, names, packaged) => {
    for (const one of names) await writeFile(join(folder, one), '')
    be(platform, join(folder, 'Holdwatch.exe'))
    desktop.isPackaged = packaged
    const updater = openAt('https://updates.example/')
    expect(await updater.unsupported()).toBe('package')
    expect(await readdir(folder)).toEqual(names)
  })

  const install = async (place: string) => {
    await writeFile(join(place, 'Uninstall Holdwatch.exe'), '')
    be('win32', join(place, 'Holdwatch.exe'))
    desktop.isPackaged = true
  }

  it('an app installed by a setup program must be signed', async () => {
    await install(folder)
    // PowerShell is not available here: an unknown signature does not count as one.
    await expect(openAt('https://updates.example/').unsupported()).rejects.toThrow('PowerShell')
  })

  // Root can write to any folder.
  it.skipIf(process.getuid?.() === 0)(
    'an app in a folder of the system is left alone',
    async () => {
      await install(folder)
      await chmod(folder, 0o555)
      expect(await openAt('https://updates.example/').unsupported()).toBe('package')
      await chmod(folder, 0o755)
    },
  )
})
