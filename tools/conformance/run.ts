/**
 * `npm run conformance`: checks whether the app conforms to the installed version of Electron, as far as possible
 * without its binary. `--write` writes the list of used members again, for review; run `npm run build` first.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import viteConfig from '../../electron.vite.config.ts'
import { type Accepted, deprecatedUse } from './deprecated.ts'
import { electronUse } from './electronUse.ts'
import { type Entries, packApp, packedFaults, pathsIn, readerOf, runPacked } from './packedApp.ts'
import { compareWithReviewed, headerOf, readReviewed, writeReviewed } from './reviewedList.ts'
import { shellOnlyUse } from './shellOnly.ts'
import { compareVersions } from './versions.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const listFile = fileURLToPath(new URL('electron-api.txt', import.meta.url))
const require = createRequire(import.meta.url)

const accepted: Accepted[] = [
  {
    file: 'src-main/gateway/undiciFetch.ts',
    member: 'onResponseStarted',
    why: 'undici has nothing else that tells of the first byte of an answer',
  },
]

/** The sources that run in Electron. */
const appFiles = () =>
  globSync(['src-main/**/*.ts', 'src-preload/**/*.ts'], { cwd: root }).filter(
    (file) => !/\.test\.ts$|\/test[A-Z]\w*\.ts$|\/testing\//.test(file),
  )

function members(isWriting: boolean): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as {
    config: object
  }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const used = electronUse({
    root,
    files: ['src-main/index.ts', 'src-preload/index.ts'].map((file) => join(root, file)),
    counts: (file) => /^src-(main|preload)\//.test(file),
    compilerOptions: options,
  })
  const text = readFileSync(listFile, 'utf8')
  if (isWriting) writeFileSync(listFile, writeReviewed(headerOf(text), used, readReviewed(text)))
  return compareWithReviewed(used, readReviewed(readFileSync(listFile, 'utf8')))
}

/** The entry bundles of the build configuration. */
function entries(): Entries {
  const { main } = require('../../package.json') as { main: string }
  const inputs = (viteConfig as { main?: { build?: { rolldownOptions?: { input?: object } } } })
    .main?.build?.rolldownOptions?.input
  const workers = Object.keys(inputs ?? {}).filter((name) => name !== 'index')
  return {
    main,
    workers: workers.map((name) => `out/main/${name}.js`),
    preload: 'out/preload/index.cjs',
    page: 'out/renderer/index.html',
  }
}

async function packed(): Promise<string[]> {
  if (!existsSync(join(root, 'out/main/index.js'))) return ['nothing is built yet']
  const folder = await mkdtemp(join(tmpdir(), 'holdwatch-asar-'))
  try {
    const archive = join(folder, 'app.asar')
    await packApp(root, archive)
    // A native module would have to match Electron's ABI.
    const native = pathsIn(archive).filter((path) => path.endsWith('.node'))
    const faults = packedFaults(readerOf(archive), entries())
    return [
      ...native.map((path) => `${path} is a native module`),
      ...faults,
      ...(faults.length === 0 ? await runPacked(archive) : []),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function versions(): string[] {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(root, 'node_modules', name), 'utf8')) as {
      version: string
      dependencies: Record<string, string>
    }
  const electron = read('electron/package.json')
  return compareVersions({
    electronNodeTypes: electron.dependencies['@types/node'] ?? '',
    node: process.versions.node,
    undiciOfNode: process.versions['undici'] ?? '',
    nodeTypes: read('@types/node/package.json').version,
    undici: read('undici/package.json').version,
  })
}

const specs = () =>
  globSync('e2e/specs/*.spec.ts', { cwd: root }).flatMap((file) =>
    shellOnlyUse(file, readFileSync(join(root, file), 'utf8')),
  )

const checks: [string, () => string[] | Promise<string[]>][] = [
  ['members of Electron that are used', () => members(process.argv.includes('--write'))],
  ['deprecated members', () => deprecatedUse(root, appFiles(), accepted)],
  ['the packed app', packed],
  ['versions', versions],
  ['specs', specs],
]

for (const [name, check] of checks) {
  const findings = await check()
  console.log(`${name}: ${findings.length === 0 ? 'as reviewed' : findings.length}`)
  for (const finding of findings) console.log(`  ${finding}`)
  if (findings.length > 0) process.exitCode = 1
}
