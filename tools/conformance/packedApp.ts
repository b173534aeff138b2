import { cp, mkdtemp, rm } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { createPackage, extractAll, extractFile, listPackage } from '@electron/asar'
import ts from 'typescript'
import { startShell } from '../browser-shell/server/client.ts'

/** Returns the text of a packed file, or null if it does not exist. */
export type ReadPacked = (path: string) => string | null

/** The entry files of the app, as paths in the archive. */
export interface Entries {
  main: string
  workers: readonly string[]
  preload: string
  page: string
}

/**
 * Packs the built app as electron-builder does: `out` and `package.json`.
 * @param target the archive to write
 */
export async function packApp(root: string, target: string): Promise<void> {
  const staging = await mkdtemp(join(tmpdir(), 'holdwatch-pack-'))
  try {
    for (const name of ['out', 'package.json']) {
      await cp(join(root, name), join(staging, name), { recursive: true })
    }
    await createPackage(staging, target)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** Reads files from an archive. */
export function readerOf(archive: string): ReadPacked {
  const names = new Set(listPackage(archive, { isPack: false }).map(normal))
  return (path) => {
    if (!names.has(path)) return null
    return extractFile(archive, path.split('/').join(sepOf(archive))).toString('utf8')
  }
}

/** All paths of an archive, with `/` as separator and without a leading one. */
export const pathsIn = (archive: string): string[] =>
  listPackage(archive, { isPack: false }).map(normal)

const normal = (path: string) => path.replaceAll('\\', '/').replace(/^\//, '')
// The library expects the system's path separator.
const sepOf = (archive: string) => (archive.includes('\\') ? '\\' : '/')

/** The faults of the packed app, one sentence each; does not run it. */
export function packedFaults(read: ReadPacked, entries: Entries): string[] {
  const main = follow(read, entries.main, new Set(['electron']))
  const workers = entries.workers.flatMap((entry) => follow(read, entry, new Set()))
  // A sandboxed preload script can load only `electron`, not even a second file.
  const preload = follow(read, entries.preload, new Set(['electron']), false)
  return [...new Set([...main, ...workers, ...preload, ...pageFaults(read, entries.page)])]
}

const isBuiltIn = (name: string) => name.startsWith('node:') || builtinModules.includes(name)

/** Follows the imports of one entry. */
function follow(
  read: ReadPacked,
  entry: string,
  allowed: ReadonlySet<string>,
  mayReach = true,
): string[] {
  const faults: string[] = []
  const seen = new Set<string>()
  const ahead = [entry]
  for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    const text = read(path)
    if (text === null) {
      faults.push(`${path} is missing`)
      continue
    }
    for (const { fileName: name } of ts.preProcessFile(text, true, true).importedFiles) {
      if (mayReach && name.startsWith('.')) ahead.push(posix.join(posix.dirname(path), name))
      else if (!allowed.has(name) && !(mayReach && isBuiltIn(name))) {
        faults.push(`${path} imports ${name}`)
      }
    }
  }
  return faults
}

/** Files that the page refers to and that are not packed. */
function pageFaults(read: ReadPacked, page: string): string[] {
  const text = read(page)
  if (text === null) return [`${page} is missing`]
  return [...text.matchAll(/\b(?:src|href)="([^"]+)"/g)].flatMap(([, name = '']) => {
    if (/^\w+:|^\/\//.test(name)) return [`${page} names ${name}, which is not in the app`]
    const path = posix.join(posix.dirname(page), name)
    return read(path) === null ? [`${path} is missing`] : []
  })
}

/**
 * Runs the packed app in the browser shell, outside the repository and its node_modules, and returns the faults. Node
 * cannot read archives, so it is extracted first; the workflow checks that Electron can read it.
 */
export async function runPacked(archive: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdwatch-packed-'))
  try {
    const appDir = join(folder, 'app.asar')
    extractAll(archive, appDir)
    const shell = await startShell({
      appDir,
      userDataDir: join(folder, 'data'),
    })
    await shell.until(({ windows }) => windows.length > 0)
    const faults: string[] = []
    const headers = { Authorization: `Bearer ${shell.address.token}` }
    const page = await fetch(shell.url, { headers })
    if (!page.ok) faults.push(`the packed page answers ${page.status}`)
    const code = await shell.quit()
    if (code !== 0) faults.push(`the packed app ends with code ${code}`)
    if (/error/i.test(shell.output)) faults.push(`the packed app prints: ${shell.output}`)
    return faults
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
