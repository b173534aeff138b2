import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, describe, expect, it } from 'vitest'
import { electronUse, type UsedMember } from './electronUse.ts'
import { packApp, packedFaults, readerOf } from './packedApp.ts'
import { compareWithReviewed, headerOf, readReviewed, writeReviewed } from './reviewedList.ts'
import { shellOnlyUse } from './shellOnly.ts'
import { compareVersions } from './versions.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const folders: string[] = []
async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdwatch-conformance-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return folder
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

describe('the members of Electron that sources use', () => {
  it('are named as Electron declares them, however they are used', async () => {
    const root = await folderWith({
      'a.ts': `
        import { app, BrowserWindow, safeStorage } from 'electron'
        export const window = new BrowserWindow({ autoHideMenuBar: true, webPreferences: { sandbox: true } })
        window.on('close', (event) => { event.preventDefault() })
        app.on('activate', () => { window.show() })
        const { openAtLogin } = app.getLoginItemSettings()
        console.log(openAtLogin, app.isPackaged, safeStorage.encryptString('x'))
        app.dock?.setBadge('1')
      `,
      'ignored.ts': `import { app } from 'electron'\napp.quit()\n`,
    })
    const used = electronUse({
      root,
      files: [join(root, 'a.ts'), join(root, 'ignored.ts')],
      counts: (file) => file === 'a.ts',
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        target: ts.ScriptTarget.ES2022,
        strict: true,
        skipLibCheck: true,
        types: [],
        // The sources are outside the repository, but use its declarations.
        paths: { electron: [join(repository, 'node_modules/electron/electron.d.ts')] },
      },
    })
    expect(used.map(({ name }) => name)).toEqual(
      [
        'App.dock',
        'App.getLoginItemSettings',
        'App.isPackaged',
        "App.on('activate')",
        'BaseWindowConstructorOptions.autoHideMenuBar',
        "BrowserWindow.on('close')",
        'BrowserWindow.show',
        'Dock.setBadge',
        'Event.preventDefault',
        'LoginItemSettings.openAtLogin',
        'SafeStorage.encryptString',
        'WebPreferences.sandbox',
        'BrowserWindowConstructorOptions.webPreferences',
        'new BrowserWindow',
      ].sort(),
    )
    const of = (name: string) => used.find((member) => member.name === name)
    expect(of('App.dock')).toMatchObject({ platform: 'darwin', isDeprecated: false })
    expect(of('SafeStorage.encryptString')).toMatchObject({ platform: null, isDeprecated: true })
    expect(of("App.on('activate')")).toMatchObject({ platform: 'darwin', place: 'a.ts:5' })
  })

  const used: UsedMember[] = [
    { name: 'App.dock', platform: 'darwin', isDeprecated: false, place: 'a.ts:1' },
    { name: 'App.quit', platform: null, isDeprecated: false, place: 'a.ts:2' },
  ]
  const compare = (text: string) => compareWithReviewed(used, readReviewed(text))

  it('conform where each is listed, and explained if a system lacks it', () => {
    expect(compare('# about\nApp.dock @platform darwin # only on macOS\nApp.quit\n')).toEqual([])
  })

  it.each([
    ['a member that is new', 'App.dock @platform darwin # why', 'App.quit is used in a.ts:2'],
    ['one that is gone', 'App.dock @platform darwin # why\nApp.quit\nApp.hide', 'App.hide is li'],
    ['no remark', 'App.dock @platform darwin\nApp.quit', 'App.dock @platform darwin needs'],
    [
      'other systems than before',
      'App.dock @platform linux # why\nApp.quit',
      'App.dock @platform linux is listed',
    ],
    [
      'one that was deprecated before',
      'App.dock @platform darwin # why\nApp.quit @deprecated # why',
      'App.quit @deprecated is listed',
    ],
  ])('do not conform, with %s', (_what, text, finding) => {
    expect(compare(text)).toEqual([expect.stringContaining(finding)])
  })

  it('are written with the existing remarks and comment', () => {
    const text = '# about\n# more\nApp.dock @platform darwin # why\nApp.hide\n'
    expect(writeReviewed(headerOf(text), used, readReviewed(text))).toBe(
      '# about\n# more\nApp.dock @platform darwin # why\nApp.quit\n',
    )
  })
})

describe('the packed app', () => {
  const entries = {
    main: 'out/main/index.js',
    workers: ['out/main/worker.js'],
    preload: 'out/preload/index.cjs',
    page: 'out/renderer/index.html',
  }
  const good: Record<string, string> = {
    'package.json': '{"main":"out/main/index.js"}',
    'out/main/index.js': `import { app } from 'electron'\nimport 'node:fs'\nimport './chunks/a.js'\n`,
    'out/main/chunks/a.js': `import 'path'\nexport const later = () => import('./b.js')\n`,
    'out/main/chunks/b.js': '',
    'out/main/worker.js': `import './chunks/a.js'\n`,
    'out/preload/index.cjs': `const { ipcRenderer } = require('electron')\n`,
    'out/renderer/index.html': `<script type="module" src="./assets/a.js"></script>`,
    'out/renderer/assets/a.js': '',
  }
  const faults = (changes: Record<string, string | undefined>) => {
    const files = { ...good, ...changes }
    return packedFaults((path) => files[path] ?? null, entries)
  }

  it('is complete where files import only packed files', () => {
    expect(faults({})).toEqual([])
  })

  it.each<[string, Record<string, string | undefined>, string]>([
    ['no entry', { 'out/main/index.js': undefined }, 'out/main/index.js is missing'],
    ['no worker', { 'out/main/worker.js': undefined }, 'out/main/worker.js is missing'],
    ['a chunk left out', { 'out/main/chunks/b.js': undefined }, 'out/main/chunks/b.js is missing'],
    ['no preload', { 'out/preload/index.cjs': undefined }, 'out/preload/index.cjs is missing'],
    ['no page', { 'out/renderer/index.html': undefined }, 'out/renderer/index.html is missing'],
    [
      'a script of the page left out',
      { 'out/renderer/assets/a.js': undefined },
      'out/renderer/assets/a.js is missing',
    ],
    [
      'a library that is not bundled',
      { 'out/main/chunks/b.js': `import 'zod'` },
      'out/main/chunks/b.js imports zod',
    ],
    [
      'a thread that needs Electron',
      { 'out/main/worker.js': `import 'electron'` },
      'out/main/worker.js imports electron',
    ],
    [
      'a preload of two files',
      { 'out/preload/index.cjs': `require('./b.cjs')` },
      'out/preload/index.cjs imports ./b.cjs',
    ],
    [
      'a page that needs the network',
      { 'out/renderer/index.html': '<script src="https://example.com/a.js"></script>' },
      'out/renderer/index.html names https://example.com/a.js, which is not in the app',
    ],
  ])('is incomplete, with %s', (_what, changes, fault) => {
    expect(faults(changes)).toEqual([fault])
  })

  it('can be read from a real archive', async () => {
    const root = await folderWith({ ...good, 'src-main/index.ts': 'not packed' })
    const archive = join(root, 'app.asar')
    await packApp(root, archive)
    const read = readerOf(archive)
    expect(packedFaults(read, entries)).toEqual([])
    expect(read('src-main/index.ts')).toBeNull()
  })
})

describe('versions', () => {
  const fitting = {
    electronNodeTypes: '^24.9.0',
    node: '24.21.0',
    nodeTypes: '24.19.2',
    undiciOfNode: '7.29.1',
    undici: '7.30.2',
  }
  it('match where their majors are the same', () => {
    expect(compareVersions(fitting)).toEqual([])
  })
  it.each([
    [{ node: '25.0.0' }, 'Node: Electron has ^24.9.0, the shell has 25.0.0'],
    [{ nodeTypes: '25.0.0' }, 'Node: Electron has ^24.9.0, @types/node has 25.0.0'],
    [{ undici: '8.0.0' }, 'undici: Node has 7.29.1, the package has 8.0.0'],
  ])('do not match, with %j', (change, finding) => {
    expect(compareVersions({ ...fitting, ...change })).toEqual([finding])
  })
})

describe('a spec', () => {
  it('may use everything of the shell if it requests the desktop', () => {
    const text = `
      const deskOf = (app) => desktopOf(app)
      test('a', async ({ openApp }) => { const d = deskOf(await openApp()); await d.page.goto(d.url) })
    `
    expect(shellOnlyUse('a.spec.ts', text)).toEqual([])
  })

  it('may use everything of the shell if it skips itself in Electron', () => {
    const skipped = (condition: string) =>
      `test('a', async ({ page }) => { test.skip(${condition}, 'why'); await page.goto('x') })`
    expect(shellOnlyUse('a.spec.ts', skipped("runtime.kind === 'electron'"))).toEqual([])
    expect(shellOnlyUse('a.spec.ts', skipped("runtime.kind !== 'electron'"))).toHaveLength(1)
  })

  it.each([
    [`test('a', async ({ page }) => {\n await page.goto('x') })`, 'a.spec.ts:2: goto'],
    [
      `const open = (page) => page.context().newPage()\ntest('a', () => open())`,
      'a.spec.ts:1: newPage',
    ],
    [`test('a', {}, async () => { await startShell({}) })`, 'a.spec.ts:1: startShell'],
  ])('that does not request it must run in Electron too: %s', (text, finding) => {
    expect(shellOnlyUse('a.spec.ts', text)).toEqual([expect.stringContaining(finding)])
  })

  it('may use it where it checks the runtime', () => {
    const text = `test('a', () => { if (shell !== null) page.context().grantPermissions([]) })`
    expect(shellOnlyUse('a.spec.ts', text)).toEqual([])
  })
})
