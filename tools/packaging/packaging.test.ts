import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { endCommand, trialsOf } from './installers.ts'
import { updateLists } from './feed.ts'
import { cycloneDx, readLicenses } from './sbom.ts'
import { startInstalled } from './startInstalled.ts'
import { isInstaller, sha256Sums } from './sums.ts'

describe('the bill of materials', () => {
  const lock = {
    'node_modules/electron': { version: '45.4.1' },
    'node_modules/@a/b': { version: '1.0.0', integrity: `sha512-${btoa('12')}` },
    'node_modules/c/node_modules/@a/b': { version: '2.0.0' },
    'node_modules/vitest': { version: '5.1.1' },
  }
  const app = { name: 'holdwatch', version: '1.2.3', license: 'MIT' }
  const text = JSON.stringify([
    { name: '@a/b', version: '1.0.0', identifier: 'MIT', text: 'Words' },
    { name: '@a/b', version: '2.0.0', identifier: '0BSD', text: '' },
  ])

  it('contains the bundled libraries and Electron, each once, and no build tools', () => {
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

  it('is made from the lists that the build writes', async () => {
    const build = await readFile(new URL('../../electron.vite.config.ts', import.meta.url), 'utf8')
    const pack = await readFile(new URL('package.ts', import.meta.url), 'utf8')
    const [, name = ''] = /const license = \{ fileName: '([\w.]+)' \}/.exec(build) ?? []
    expect(pack).toContain(`'out/*/${name}'`)
  })

  it('cannot be made with an unknown license', () => {
    expect(() => readLicenses('[{"name":"something else"}]')).toThrow('something else')
  })
})

describe('the update lists', () => {
  it('contain the packages that can update themselves, with their sums, and no system without an installer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdwatch-feed-'))
    try {
      const names = [
        'a-win-x64-setup.exe',
        'a-win-arm64-setup.exe',
        'a-win-x64.msi',
        'a-mac-x64.dmg',
      ]
      for (const name of names) await writeFile(join(folder, name), 'abc')
      const sha512 = createHash('sha512').update('abc').digest('base64')
      const lists = await updateLists(folder, names, '1.2.3')
      expect(Object.keys(lists)).toEqual(['latest.yml'])
      expect(JSON.parse(lists['latest.yml'] ?? '')).toEqual({
        version: '1.2.3',
        files: [
          { url: 'a-win-arm64-setup.exe', sha512, size: 3 },
          { url: 'a-win-x64-setup.exe', sha512, size: 3 },
        ],
      })
      await writeFile(join(folder, 'a-mac-x64.zip'), 'abc')
      expect(Object.keys(await updateLists(folder, ['a-mac-x64.zip'], '1.2.3'))).toEqual([
        'latest-mac.yml',
      ])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

describe('the sums', () => {
  it('cover the installers', () => {
    const names = [
      ...['Holdwatch-1-win-x64-setup.exe', 'a.msi', 'a.dmg', 'a.pkg', 'a.AppImage', 'a.deb'],
      ...['a.rpm', 'a.zip', 'builder-debug.yml', 'win-unpacked', 'a.exe.blockmap'],
    ]
    expect(names.filter(isInstaller)).toEqual(names.slice(0, 8))
  })

  it.skipIf(process.platform === 'win32')('have the format of sha256sum', async () => {
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

describe('the test of an installer', () => {
  const names = [
    ...['H-1-linux-amd64.deb', 'H-1-linux-arm64.deb', 'H-1-linux-x86_64.AppImage'],
    ...['H-1-win-x64-setup.exe', 'H-1-win-arm64-setup.exe', 'H-1-win-x64.msi'],
    ...['H-1-mac-arm64.dmg', 'H-1-mac-x64.dmg', 'H-1-mac-arm64.pkg', 'SHA256SUMS'],
  ]
  const env = {
    LOCALAPPDATA: String.raw`C:\Users\li\AppData\Local`,
    ProgramFiles: String.raw`C:\P`,
  }
  const tried = (platform: string, arch: string) =>
    trialsOf('/dist', names, { platform, arch, env }).map(({ installer }) => installer)

  it.each([
    ['linux', 'x64', ['H-1-linux-amd64.deb', 'H-1-linux-x86_64.AppImage']],
    ['linux', 'arm64', ['H-1-linux-arm64.deb']],
    ['win32', 'x64', ['H-1-win-x64-setup.exe', 'H-1-win-x64.msi']],
    ['darwin', 'arm64', ['H-1-mac-arm64.dmg', 'H-1-mac-arm64.pkg']],
  ])('runs on its own system: %s %s', (platform, arch, installers) => {
    expect(tried(platform, arch)).toEqual(installers)
  })

  it('is silent', () => {
    const [setup, msi] = trialsOf('C:/dist', names, { platform: 'win32', arch: 'x64', env })
    expect(setup?.install[0]).toContain('/S')
    expect(setup?.executable).toBe(
      String.raw`C:\Users\li\AppData\Local\Programs\Holdwatch\Holdwatch.exe`,
    )
    expect(msi?.install[0]).toContain('/qn')
    expect(endCommand('win32', 7)).not.toContain('/F')
  })

  describe.skipIf(process.platform === 'win32')('the installed app', () => {
    const node = process.execPath
    /** A stand-in for the installed app. */
    const app = (body: string) => [
      '--input-type=module',
      '-e',
      `import { mkdirSync, writeFileSync } from 'node:fs'
       const folder = process.argv.at(-1).slice('--user-data-dir='.length)
       mkdirSync(folder + '/logs'); const log = (text) => writeFileSync(folder + '/logs/holdwatch.log', text)
       setInterval(() => {}, 1_000); ${body}`,
      '--',
    ]

    it('starts and ends', async () => {
      const body = `process.on('SIGTERM', () => process.exit(0)); log('Holdwatch starts')`
      await expect(startInstalled(node, app(body))).resolves.toBeUndefined()
    })

    it.each([
      ['at the start', `console.error('no display'); process.exit(3)`, /code 3[^]*no display/],
      [
        'with an error',
        `process.on('SIGTERM', () => process.exit(4)); log('Holdwatch starts')`,
        /code 4/,
      ],
    ])('is reported where it ends %s', async (_when, body, message) => {
      await expect(startInstalled(node, app(body))).rejects.toThrow(message)
    })

    it('is reported where it is missing', async () => {
      await expect(startInstalled('/opt/Holdwatch/missing')).rejects.toThrow('ENOENT')
    })
  })
})
