import { access, mkdtemp, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { app, session } from 'electron'
import { type AppUpdater, MacUpdater, NsisUpdater } from 'electron-updater'
import { PublisherError, type Updater } from '../../updates/updates.ts'
import type { Logger } from '../../base/log.ts'
import { publisherOf } from './publisher.ts'

/** The session used by electron-updater. */
const updaterSession = 'electron-updater'

/**
 * Replaces the app with a newer version from an administrator's server. Import it lazily: electron-updater is large,
 * and most installations never use it.
 * @param address `https://…/`, the folder with `latest.yml` (Windows) or `latest-mac.yml`
 */
export function openUpdater(
  address: string,
  log: Logger,
  create: () => AppUpdater = createEngine,
): Updater {
  const { platform, execPath } = process
  const unsupported = async () => {
    if (!(await canReplace(platform, execPath))) return 'package'
    return platform === 'win32' && (await publisherOf(execPath)) === null ? 'unsigned' : null
  }
  // Only the given server is contacted, whatever its redirects.
  session
    .fromPartition(updaterSession, { cache: false })
    .webRequest.onBeforeRequest(({ url }, answer) => {
      answer({ cancel: !isWithin(address, url) })
    })
  const engine = create()
  engine.updateConfigPath = join(process.resourcesPath, 'app-update.yml')
  // macOS itself rejects an app with a different signer than the one it replaces.
  const isOwn =
    platform === 'darwin' ? async () => true : (file: string) => isSameAs(execPath, file)
  return followUpdater(engine, { address, unsupported, isOwn, log })
}

const createEngine = () => (process.platform === 'darwin' ? new MacUpdater() : new NsisUpdater())

export interface FollowOptions {
  address: string
  unsupported: Updater['unsupported']
  /** Whether a downloaded file comes from the publisher of this app. */
  isOwn: (file: string) => Promise<boolean>
  log: Pick<Logger, 'info' | 'warn'>
}

/** Uses electron-updater for explicit requests only, and for nothing that it would do by itself. */
export function followUpdater(engine: AppUpdater, options: FollowOptions): Updater {
  const { address, unsupported, isOwn, log } = options
  engine.autoDownload = false
  engine.autoInstallOnAppQuit = false
  engine.allowDowngrade = false
  engine.allowPrerelease = false
  engine.disableWebInstaller = true
  engine.disableDifferentialDownload = true
  // It would send an id of this installation, for gradual roll-outs of updates.
  engine.requestHeaders = { 'x-user-staging-id': '' }
  engine.isUserWithinRollout = () => true
  engine.logger = {
    info: (message) => {
      log.info(`updater: ${String(message)}`)
    },
    warn: (message) => {
      log.warn(`updater: ${String(message)}`)
    },
    // The caller receives the error too.
    error: (message) => {
      log.warn(`updater: ${String(message)}`)
    },
  }
  engine.setFeedURL({ provider: 'generic', url: address, channel: 'latest' })
  let file: string | null = null
  const mustBeOwn = async (downloaded: string) => {
    if (await isOwn(downloaded)) return
    await rm(downloaded, { force: true })
    throw new PublisherError('The downloaded version is not signed by the publisher of this one')
  }
  return {
    unsupported,
    async find() {
      const result = await engine.checkForUpdates()
      if (result?.isUpdateAvailable !== true) return null
      const { version, files } = result.updateInfo
      const strange = files.find(({ url }) => !isWithin(address, URL.parse(url, address)?.href))
      if (strange !== undefined) throw new Error(`${strange.url} is not in the folder of updates`)
      return version
    },
    async download() {
      const [downloaded = ''] = await engine.downloadUpdate()
      await mustBeOwn(downloaded)
      file = downloaded
    },
    async install(restart) {
      // The file may have been on the disk for days.
      if (file !== null) await mustBeOwn(file)
      return new Promise((_resolve, reject) => {
        engine.once('error', reject)
        engine.autoRunAppAfterInstall = restart
        engine.quitAndInstall(true, restart)
      })
    },
  }
}

/** Whether an address is in the folder of updates. */
function isWithin(folder: string, url: string | undefined): boolean {
  return url !== undefined && URL.canParse(url) && new URL(url).href.startsWith(folder)
}

async function isSameAs(own: string, file: string): Promise<boolean> {
  const [publisher, other] = await Promise.all([publisherOf(own), publisherOf(file)])
  return publisher !== null && publisher === other
}

/**
 * Whether this user's app can replace itself: the setup program's version on Windows and the one on macOS, in a folder
 * that the user may write to. Linux has package managers, and an AppImage has no signature to check.
 */
async function canReplace(platform: NodeJS.Platform, execPath: string): Promise<boolean> {
  if (!app.isPackaged) return false
  const folder = dirname(execPath)
  if (platform === 'darwin') {
    const bundle = resolve(folder, '../..')
    return (await canWrite(bundle)) && (await canWrite(dirname(bundle)))
  }
  // The MSI package does not include such a program.
  const uninstaller = join(folder, 'Uninstall Holdwatch.exe')
  return platform === 'win32' && (await isThere(uninstaller)) && (await canWrite(folder))
}

const isThere = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )

/** Tries it, since a file's mode does not tell on Windows. */
const canWrite = (folder: string) =>
  mkdtemp(join(folder, '.holdwatch-')).then(
    async (made) => {
      await rmdir(made)
      return true
    },
    () => false,
  )
