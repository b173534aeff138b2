/**
 * `npm run package -- [options of electron-builder]`: builds the app, makes the installers for this system, and writes
 * their SHA-256 sums, the update lists and the software bill of materials. `npm run release` fails if something cannot
 * be signed.
 */
import { spawnSync } from 'node:child_process'
import { globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { updateLists } from './feed.ts'
import { type Bundled, cycloneDx, readLicenses } from './sbom.ts'
import { isInstaller, sha256Sums } from './sums.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const dist = join(root, 'dist')
const read = (name: string) => readFileSync(join(root, name), 'utf8')

function run(script: string, args: string[]): void {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

const releaseFlag = '--release'
const args = process.argv.slice(2)
const options = args.filter((arg) => arg !== releaseFlag)
const signing = args.includes(releaseFlag) ? ['--config.forceCodeSigning=true'] : []

// The sums would include files of an earlier run.
rmSync(dist, { recursive: true, force: true })
run('electron-vite/bin/electron-vite.js', ['build'])
run('electron-builder/out/cli/cli.js', ['--publish', 'never', ...signing, ...options])

const app = JSON.parse(read('package.json')) as Bundled & { version: string }
const lock = JSON.parse(read('package-lock.json')) as { packages: Parameters<typeof cycloneDx>[2] }
const bundled = globSync('out/*/licenses.json', { cwd: root }).flatMap((file) =>
  readLicenses(read(file)),
)
if (bundled.length === 0) throw new Error('The build has left no list of libraries')
const bill = cycloneDx(app, bundled, lock.packages, Date.now())
writeFileSync(join(dist, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`)
const installers = readdirSync(dist).filter(isInstaller)
const lists = await updateLists(dist, installers, app.version)
for (const [name, text] of Object.entries(lists)) writeFileSync(join(dist, name), text)
const summed = [...installers, 'sbom.cdx.json', ...Object.keys(lists)]
writeFileSync(join(dist, 'SHA256SUMS'), await sha256Sums(dist, summed))
