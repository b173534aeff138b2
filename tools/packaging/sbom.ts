/** A library that the app contains. */
export interface Bundled {
  name: string
  version: string
  /** An SPDX expression, as stated by its package. */
  license: string
}

/** The entry of a package in npm's lock file. */
interface Locked {
  version?: string
  integrity?: string
  license?: string
}

/** The libraries in Vite's license file, which lists the actual content of the bundle. */
export function readLicenses(text: string): Bundled[] {
  const entries = JSON.parse(text) as { name?: string; version?: string; identifier?: string }[]
  return entries.map((entry) => {
    const { name, version, identifier: license } = entry
    if (!name || !version || !license) {
      throw new Error(`Not a library and its license: ${JSON.stringify(entry)}`)
    }
    return { name, version, license }
  })
}

/** The hash of a package in the lock file, in hexadecimal; empty if the lock file has none. */
function hashOf({ name, version }: Bundled, lock: Record<string, Locked>) {
  const entry = Object.entries(lock).find(
    ([path, locked]) => path.endsWith(`node_modules/${name}`) && locked.version === version,
  )?.[1]
  const base64 = /^sha512-(.+)$/.exec(entry?.integrity ?? '')?.[1]
  return base64 === undefined
    ? {}
    : { hashes: [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }] }
}

const purlOf = (name: string, version: string) => `pkg:npm/${name.replace('@', '%40')}@${version}`

/**
 * The software bill of materials: the components of the app, without build tools.
 * @param lock `packages` of package-lock.json
 * @param time when the packages were made, epoch ms
 */
export function cycloneDx(
  app: Bundled,
  bundled: readonly Bundled[],
  lock: Record<string, Locked>,
  time: number,
): object {
  const component = (type: string, library: Bundled) => ({
    type,
    'bom-ref': purlOf(library.name, library.version),
    name: library.name,
    version: library.version,
    licenses: [{ expression: library.license }],
    purl: purlOf(library.name, library.version),
    ...hashOf(library, lock),
  })
  const electron = lock['node_modules/electron']
  if (electron?.version === undefined) throw new Error('The lock file names no Electron')
  const framework = { name: 'electron', version: electron.version, license: 'MIT' }
  const unique = new Map(bundled.map((library) => [purlOf(library.name, library.version), library]))
  const libraries = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, library]) => library)
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: new Date(time).toISOString(),
      component: component('application', app),
    },
    components: [
      component('framework', framework),
      ...libraries.map((library) => component('library', library)),
    ],
  }
}
