import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { resolveFunction } from 'app-builder-lib/out/util/resolve.js'
import { DebugLogger } from 'builder-util'
import { UUID } from 'builder-util-runtime'
import { describe, expect, it } from 'vitest'
import { withManagedFolder, withRefusal } from './resources/msiProject.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const read = (path: string) => readFile(join(root, path), 'utf8')
const config = await getConfig(root, 'electron-builder.yml', null)

const nsisTemplates = () =>
  join(createRequire(import.meta.url).resolve('app-builder-lib/package.json'), '../templates/nsis')

/** electron-builder's own check, as it makes it before packaging; it needs no network. */
const validate = (candidate: object) => validateConfiguration(candidate, new DebugLogger(false))

/** The keys whose values electron-builder reads as files. */
const fileKeys =
  /^(from|filter|license|include|script|background|icon)$|(Icon|Header|Sidebar|Profile|Created)$|^(after|before)[A-Z]|^entitlements/

/** The files that a configuration names; of a pattern, the folder it begins in. */
function namedFiles(value: unknown, key = ''): string[] {
  if (typeof value === 'string') {
    return fileKeys.test(key) && !value.startsWith('!') ? [value.replace(/\/\*.*/, '')] : []
  }
  if (Array.isArray(value)) return value.flatMap((item) => namedFiles(item, key))
  return Object.entries(value ?? {}).flatMap(([name, item]) => namedFiles(item, name))
}

/** Those that lie neither in resources/ nor beside package.json. The build makes out/. */
const missing = (files: readonly string[]) =>
  files.filter((file) => {
    const places = [join(root, config.directories?.buildResources ?? '', file), join(root, file)]
    return file !== 'out' && !places.some((place) => existsSync(place))
  })

/** All fuses there are, by the names that electron-builder gives them. */
const fuseNames = Object.values(FuseV1Options)
  .filter((name) => typeof name === 'string')
  .map((name) => name.charAt(0).toLowerCase() + name.slice(1))

/** What electron-builder has no key for, and the state Electron ships it in. */
const outOfReach: Record<string, boolean> = { wasmTrapHandlers: true }
const listed: Record<string, boolean> = { ...config.electronFuses }
// Says how to sign, and is no fuse.
delete listed['resetAdHocDarwinSignature']
const expectedFuses: Record<string, boolean> = { ...listed, ...outOfReach }

/** The fuses of a packaged binary that are not as they should be. */
async function wrongFuses(binary: string): Promise<string[]> {
  const states = new Map(
    Object.entries(await getCurrentFuseWire(binary))
      .filter(([key]) => key !== 'version')
      .map(([index, state]) => [Number(index), Number(state)]),
  )
  const wrong = fuseNames.filter((name, index) => {
    return (
      states.get(index) !== (expectedFuses[name] === true ? FuseState.ENABLE : FuseState.DISABLE)
    )
  })
  // One that Electron has and @electron/fuses does not know by name.
  const unknown = [...states.keys()].filter((index) => index >= fuseNames.length)
  return [...wrong, ...unknown.map((index) => `fuse ${index}`)]
}

/** What electron-builder makes its MSI project from. */
const msiTemplate = () => {
  const library = createRequire(import.meta.url).resolve('app-builder-lib/package.json')
  return readFile(join(library, '../templates/msi/template.xml'), 'utf8')
}

/** What is joined to the setup program. */
const setupScript = () =>
  read(join(config.directories?.buildResources ?? '', config.nsis?.include ?? ''))
const defined = (script: string, name: string) =>
  new RegExp(`^!define ${name} "(.*)"$`, 'm').exec(script)?.[1]

describe('the packaging', () => {
  it('is configured as electron-builder’s own schema wants it', async () => {
    await expect(validate(config)).resolves.toBeUndefined()
  })

  it.each([
    ['a key that does not exist', { appIdd: 'x' }, 'appIdd'],
    ['a fuse that does not exist', { electronFuses: { runAsNodes: false } }, 'electronFuses'],
    ['a target’s option of the wrong kind', { nsis: { oneClick: 'perhaps' } }, 'oneClick'],
  ])('would be refused with %s', async (_what, wrong, name) => {
    await expect(validate({ ...config, ...wrong })).rejects.toThrow(name)
  })

  it('carries no library beside the bundles', async () => {
    const { dependencies = {} } = JSON.parse(await read('package.json')) as {
      dependencies?: Record<string, string>
    }
    expect(Object.keys(dependencies)).toEqual([])
    expect(config.files).toEqual([{ filter: ['out/**', 'package.json', '!**/node_modules/**'] }])
    expect(config.asar).toBe(true)
  })

  it('publishes nowhere, and names no address to look for updates at', async () => {
    expect(config.publish).toBeNull()
    expect(config.extraResources).toContainEqual({
      from: 'resources/app-update.yml',
      to: 'app-update.yml',
    })
    const updates = (await read('resources/app-update.yml')).replace(/^#.*\n/gm, '')
    expect(updates).toBe('updaterCacheDirName: holdwatch-updater\n')
  })

  it('names only files that are there', () => {
    const named = namedFiles(config)
    expect(named).toEqual(
      expect.arrayContaining(['icon.ico', 'icon.icns', 'icons', 'LICENSE', 'out', 'package.json']),
    )
    expect(missing(named)).toEqual([])
  })

  it.each<[string, object]>([
    ['an icon', { win: { icon: 'icons/icon.ico' } }],
    ['a license', { nsis: { license: 'LICENSE.md' } }],
    ['a script', { deb: { afterInstall: 'build/after-install.tpl' } }],
    ['what is copied', { extraResources: [{ from: 'sounds', to: 'sounds' }] }],
  ])('would be refused with %s that is not there', (_what, wrong) => {
    expect(missing(namedFiles(wrong))).toHaveLength(1)
  })

  it('makes the folder of the managed settings with its rights, in electron-builder’s own MSI project', async () => {
    const project = await msiTemplate()
    const made = withManagedFolder(project)
    expect(made).toMatch(
      /<Directory Id="TARGETDIR" Name="SourceDir">\s*<Directory Id="CommonAppDataFolder">\s*<Directory Id="ManagedSettingsFolder" Name="Holdwatch">/,
    )
    expect(made).toMatch(/<Feature [^>]*>[^]*<ComponentRef Id="ManagedSettings"\/>\s*<\/Feature>/)
    // As docs/administrators.md has it: no user may write there, and no rights come from above.
    expect(made).toContain('"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"')
    // What sets rights in this way is understood from this version of Windows Installer on.
    expect(project).toContain('InstallerVersion="500"')
    expect(() => withManagedFolder(made.replaceAll('TARGETDIR', 'TARGET'))).toThrow('TARGETDIR')
  })

  it('hands that project to a hook that electron-builder finds', async () => {
    const named = config.msiProjectCreated
    const hook = await resolveFunction('module', named, 'msiProjectCreated', root)
    const folder = await mkdtemp(join(tmpdir(), 'holdwatch-msi-'))
    try {
      const path = join(folder, 'project.wxs')
      await writeFile(path, await msiTemplate())
      await hook?.(path)
      expect(await readFile(path, 'utf8')).toBe(withRefusal(withManagedFolder(await msiTemplate())))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('makes an MSI that refuses to install beside the setup program, and says why', async () => {
    const project = withRefusal(await msiTemplate())
    const key = `Key="Software\\${config.nsis?.guid}"`
    expect(project.split(key)).toHaveLength(3)
    expect(project).toMatch(/<RegistrySearch [^>]*Root="HKLM"[^>]*Name="InstallLocation"/)
    expect(project).toMatch(/<RegistrySearch [^>]*Root="HKCU"[^>]*Name="InstallLocation"/)
    expect(project).toMatch(
      /<Condition Message="\[ProductName\] is already installed[^>]*><!\[CDATA\[Installed OR NOT \(SETUPFORALL OR SETUPFORUSER\)\]\]>/,
    )
    expect(() => withRefusal(project.replaceAll('MediaTemplate', 'Media'))).toThrow('MediaTemplate')
  })

  it('makes a setup program that keeps the identity it always had', () => {
    // As electron-builder derives it where nothing is said.
    const namespace = UUID.parse('50e065bc-3134-11e6-9bab-38c9862bdaf3')
    expect(config.nsis?.guid).toBe(UUID.v5(config.appId ?? '', namespace))
  })

  it('makes one that refuses to install beside the MSI, also where nobody looks', async () => {
    const script = await setupScript()
    expect(defined(script, 'HOLDWATCH_MSI_UPGRADE_CODE')).toBe(`{${config.msi?.upgradeCode}}`)
    const [, init = ''] = /!macro customInit\n([^]*?)!macroend/.exec(script) ?? []
    expect(init).toContain('MsiEnumRelatedProducts(t "${HOLDWATCH_MSI_UPGRADE_CODE}"')
    // A message box without /SD would wait for ever in a silent installation.
    expect(init.match(/MessageBox .*/g)).toHaveLength(2)
    expect(init.match(/MessageBox .* \/SD IDOK$/gm)).toHaveLength(2)
    expect(init).toMatch(/SetErrorLevel 1638\s+Quit/)
  })

  it('removes with the setup what the app itself put into registry and Start menu, but not in an update', async () => {
    const script = await setupScript()
    expect(defined(script, 'HOLDWATCH_APP_ID')).toBe(config.appId)
    const [, macro = ''] = /!macro customUnInstall\n([^]*?)!macroend/.exec(script) ?? []
    expect(macro.trim()).toMatch(/^\$\{IfNot\} \$\{isUpdated\}[^]*\$\{EndIf\}$/)
    for (const key of ['RUN', 'APPROVED']) {
      expect(macro).toContain(
        `DeleteRegValue HKCU "\${HOLDWATCH_${key}_KEY}" "\${HOLDWATCH_APP_ID}"`,
      )
    }
    expect(macro).toContain(
      'DeleteRegKey HKCU "Software\\Classes\\CLSID\\${HOLDWATCH_TOAST_ACTIVATOR}"',
    )
    expect(macro).toContain('Delete "$SMPROGRAMS\\${PRODUCT_NAME}.lnk"')
  })

  it('has the app that runs sign out and quit before its files are replaced, and only then looks for what is left', async () => {
    const script = await setupScript()
    const [, macro = ''] = /!macro customCheckAppRunning\n([^]*?)!macroend/.exec(script) ?? []
    const quit = macro.indexOf(`ExecWait '"$INSTDIR\\\${APP_EXECUTABLE_FILENAME}" --quit'`)
    const check = macro.indexOf('!insertmacro _CHECK_APP_RUNNING')
    expect([quit > macro.indexOf('FileExists'), check > quit]).toEqual([true, true])
    expect(await read('src-main/index.ts')).toContain("const quitFlag = '--quit'")
    // Where the macro is there, electron-builder leaves out what its own needs.
    const own = await readFile(
      join(nsisTemplates(), 'include/allowOnlyOneInstallerInstance.nsh'),
      'utf8',
    )
    const [, remainder = ''] = /!ifmacrondef customCheckAppRunning\n([^]*?)!endif/.exec(own) ?? []
    const lines = remainder
      .trim()
      .split('\n')
      .map((line) => line.trim())
    expect(lines).toEqual(['!include "getProcessInfo.nsh"', 'Var pid'])
    for (const line of lines) expect(script).toContain(line)
    expect(own).toMatch(/!ifmacrodef customCheckAppRunning\s+!insertmacro customCheckAppRunning\s/)
    for (const name of ['IS_POWERSHELL_AVAILABLE', 'FIND_PROCESS', '_CHECK_APP_RUNNING']) {
      expect(own).toContain(`!macro ${name}`)
      expect(macro).toContain(`!insertmacro ${name}`)
    }
  })

  it('gives the app on macOS no right but to compile, no nap, and a package for the whole machine', async () => {
    const { mac, pkg } = config
    expect(mac?.entitlementsInherit).toBe(mac?.entitlements)
    const entitlements = await read(mac?.entitlements ?? '')
    expect(
      [...entitlements.matchAll(/<key>(.*?)<\/key>\s*<(\w+)\/>/g)].map((m) => m.slice(1)),
    ).toEqual([['com.apple.security.cs.allow-jit', 'true']])
    expect(mac?.extendInfo).toMatchObject({ NSAppSleepDisabled: true })
    const targets = [mac?.target].flat().map((target) => (target as { target: string }).target)
    expect(targets).toEqual(['dmg', 'zip', 'pkg'])
    expect(pkg).toMatchObject({ allowCurrentUserHome: false, isRelocatable: false })
  })

  it('is joined to the macros that electron-builder calls', async () => {
    const templates = nsisTemplates()
    const uninstaller = await readFile(join(templates, 'uninstaller.nsh'), 'utf8')
    const installer = await readFile(join(templates, 'installer.nsi'), 'utf8')
    expect(uninstaller).toContain('!insertmacro customUnInstall\n')
    expect(installer).toContain('!insertmacro customInit\n')
    expect(config.nsis?.include).toBe('setup.nsh')
  })

  it('asks Linux for what Chromium and the app need there', () => {
    expect(config.deb?.depends).toEqual(
      expect.arrayContaining(['libgbm1', 'libasound2 | libasound2t64', 'libsecret-1-0']),
    )
    expect(config.deb?.recommends).toContain('dbus-bin')
    expect(config.rpm?.depends).toEqual(
      expect.arrayContaining([
        '(mesa-libgbm or libgbm1)',
        '(alsa-lib or libasound2)',
        '(libsecret or libsecret-1-0)',
      ]),
    )
    const targets = [config.linux?.target]
      .flat()
      .map((target) => (target as { target: string }).target)
    expect(targets).toEqual(['AppImage', 'deb', 'rpm'])
  })

  it('fails in a release where nothing is signed', async () => {
    const { scripts } = JSON.parse(await read('package.json')) as {
      scripts: Record<string, string>
    }
    expect(scripts['release']).toMatch(/ --release$/)
    expect(await read('tools/packaging/package.ts')).toContain('--config.forceCodeSigning=true')
    await expect(validate({ ...config, forceCodeSigning: true })).resolves.toBeUndefined()
  })

  it('starts no app without Chromium’s sandbox', () => {
    const { mac, win, linux, appImage, deb, rpm } = config
    // What electron-builder adds by itself where nothing is said.
    expect(appImage?.executableArgs).toEqual([])
    expect(JSON.stringify([mac, win, linux, appImage, deb, rpm])).not.toContain('no-sandbox')
  })
})

describe('the fuses', () => {
  it('are all listed: a new one must be decided upon', () => {
    expect(Object.keys(expectedFuses).sort()).toEqual([...fuseNames].sort())
    expect(Object.values(expectedFuses).every((state) => typeof state === 'boolean')).toBe(true)
  })

  it.each(Object.entries(outOfReach))(
    'leave %s alone only because electron-builder cannot set it',
    async (name, state) => {
      const fuses = { ...listed, [name]: state }
      await expect(validate({ electronFuses: fuses })).rejects.toThrow('electronFuses')
    },
  )

  it('let nobody run the app as something else', () => {
    expect(expectedFuses).toMatchObject({
      runAsNode: false,
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    })
  })

  it('are read back from a binary, and one that is wrong is named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdwatch-fuses-'))
    try {
      const binary = join(folder, 'binary')
      const states = fuseNames.map((name) => (expectedFuses[name] === true ? '1' : '0'))
      const wire = (bits: string[]) =>
        Buffer.concat([
          Buffer.from('some code dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
          Buffer.from([1, bits.length]),
          Buffer.from(`${bits.join('')} some more`),
        ])
      await writeFile(binary, wire(states))
      expect(await wrongFuses(binary)).toEqual([])
      await writeFile(binary, wire(['1', ...states.slice(1)]))
      expect(await wrongFuses(binary)).toEqual(['runAsNode'])
      await writeFile(binary, wire([...states, '1']))
      expect(await wrongFuses(binary)).toEqual([`fuse ${fuseNames.length}`])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  // The folder that electron-builder wrote to; set where there is one (see .github/workflows).
  const packaged = process.env['HOLDWATCH_PACKAGED']
  it.runIf(packaged)('are set in what was packaged', async () => {
    const folder = resolve(root, packaged ?? '')
    const apps = (await readdir(folder)).flatMap((name) => {
      if (/^linux(-\w+)?-unpacked$/.test(name)) return [join(folder, name, 'holdwatch')]
      if (/^win(-\w+)?-unpacked$/.test(name)) return [join(folder, name, 'Holdwatch.exe')]
      if (/^mac(-\w+)?$/.test(name)) return [join(folder, name, 'Holdwatch.app')]
      return []
    })
    expect(apps).not.toEqual([])
    for (const app of apps) expect([app, await wrongFuses(app)]).toEqual([app, []])
  })
})
