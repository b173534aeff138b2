import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cycloneDx, readLicenses } from './sbom.ts'
import { isInstaller, sha256Sums } from './sums.ts'

describe('the bill of materials', () => {
  const lock = {
    'node_modules/electron': { version: '45.4.1' },
    'node_modules/@a/b': { version: '1.0.0', integrity: `sha512-${btoa('12')}` },
    'node_modules/c/node_modules/@a/b': { version: '2.0.0' },
    'node_modules/vitest': { version: '5.1.1' },
  }
  const app = { name: 'holdwatch', version: '1.2.3', license: 'MIT' }
  const text = '# Licenses\n\n## @a/b - 1.0.0 (MIT)\n\nWords\n\n## @a/b - 2.0.0 (0BSD)\n'

  it('names what is in the bundles and Electron, each once, and nothing that built them', () => {
    const libraries = [...readLicenses(text), ...readLicenses(text)]
    expect(cycloneDx(app, libraries, lock, 0)).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: {
        timestamp: '1970-01-01T00:00:00.000Z',
        component: { type: 'application', name: 'holdwatch', version: '1.2.3' },
      },
      components: [
        { type: 'framework', name: 'electron', version: '45.4.1' },
        {
          type: 'library',
          purl: 'pkg:npm/%40a/b@1.0.0',
          licenses: [{ expression: 'MIT' }],
          hashes: [{ alg: 'SHA-512', content: '3132' }],
        },
        { type: 'library', purl: 'pkg:npm/%40a/b@2.0.0', licenses: [{ expression: '0BSD' }] },
      ],
    })
  })

  it('leaves out no library whose license it cannot read', () => {
    expect(() => readLicenses('## something else')).toThrow('something else')
  })
})

describe('the sums', () => {
  it('are of what somebody installs', () => {
    const names = [
      ...['Holdwatch-1-win-x64-setup.exe', 'a.msi', 'a.dmg', 'a.pkg', 'a.AppImage', 'a.deb'],
      ...['a.rpm', 'builder-debug.yml', 'win-unpacked', 'a.exe.blockmap'],
    ]
    expect(names.filter(isInstaller)).toEqual(names.slice(0, 7))
  })

  it.skipIf(process.platform === 'win32')('are as sha256sum checks them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdwatch-sums-'))
    try {
      await writeFile(join(folder, 'b.deb'), 'b')
      await writeFile(join(folder, 'a.rpm'), 'a')
      const sums = await sha256Sums(folder, ['b.deb', 'a.rpm'])
      expect(sums.split('\n').map((line) => line.slice(66))).toEqual(['a.rpm', 'b.deb', ''])
      const [tool, ...args] =
        process.platform === 'darwin' ? ['shasum', '-a', '256', '-c'] : ['sha256sum', '--check']
      const check = spawnSync(tool ?? '', args, { cwd: folder, input: sums, encoding: 'utf8' })
      expect(check.stdout).toBe('a.rpm: OK\nb.deb: OK\n')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
