import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type JsonFile, openJsonFile } from '../settings/jsonFile.ts'
import type { ManagedSettings } from '../settings/managed.ts'
import type { PolicySource } from '../settings/policies.ts'
import { openSecrets, type Secrets, type Vault } from '../settings/secrets.ts'
import { openSettings, type Settings } from '../settings/settings.ts'
import { createTrustStore, trustFile, type TrustStore } from '../trust/store.ts'
import { policiesCopy, readAdministrator } from './administrator.ts'
import { type FormerAlerts, readFormerAlerts } from './formerAlerts.ts'
import { managedPin } from '../settings/locks.ts'
import type { Notices } from '../settings/notices.ts'
import { type RostersFile, rostersFile, rostersVersion } from '../rosters/rosters.ts'
import { openSessionMark, type SessionMark } from '../connection/sessionMark.ts'
import { type TargetsFile, targetsFile } from './unfinishedFiles.ts'

export interface StorageOptions {
  folder: string
  /** The administrator's file; it need not exist. */
  managedFile: string
  /** The system's own place for managed settings; null where it has none. */
  policies: PolicySource | null
  vault: Vault
  /** Epoch ms. */
  wall: () => number
  notices: Notices
  onSaveFailed: (error: unknown) => void
}

/** All small files that are stored between starts. */
export interface Storage {
  settings: JsonFile<Settings>
  managed: ManagedSettings | null
  /** False where a managed setting is invalid. */
  isManagedWhole: boolean
  trust: TrustStore
  secrets: Secrets
  rosters: JsonFile<RostersFile>
  /** The alerts stored by an earlier version, to be imported and removed; null where there are none. */
  formerAlerts: { alerts: FormerAlerts | null; path: string }
  mark: JsonFile<SessionMark>
  targets: JsonFile<TargetsFile>
  /** Resolves once all writes are done. */
  settled(): Promise<unknown>
}

/** Opens the storage, and reports what could not be read. Never rejects: the app starts without it. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { folder, notices } = options
  // If not even the folder can be created, reading finds nothing and the first save reports it.
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(options.onSaveFailed)
  const settings = await openSettings(join(folder, 'settings.json'))
  notices.sayPutAside('settings', settings.quarantined)
  notices.addRejectedFields('settings.json', settings.rejected)
  notices.addReplaced('settings.json', settings.replacedOlder)
  const trusted = await openJsonFile(join(folder, 'trusted-gateways.json'), trustFile, 1, {
    standard: { version: 1, gateways: [] },
  })
  notices.sayPutAside('trust', trusted.quarantined)
  notices.addRejectedFields('trusted-gateways.json', trusted.rejected)
  notices.addReplaced('trusted-gateways.json', trusted.replacedOlder)
  const copy = await openJsonFile(join(folder, 'policies.json'), policiesCopy, 1)
  const { settings: managed, isWhole } = await readAdministrator({ ...options, copy })
  const secrets = await openSecrets(join(folder, 'secrets.json'), options.vault)
  void secrets.opened.then(() => {
    if (secrets.isLocked) notices.add('key-ring-locked')
  })
  notices.addReplaced('secrets.json', secrets.replacedOlder)
  const rosters = await openJsonFile(join(folder, 'rosters.json'), rostersFile, rostersVersion)
  notices.sayPutAside('rosters', rosters.quarantined)
  notices.addReplaced('rosters.json', rosters.replacedOlder)
  const formerPath = join(folder, 'alerts.json')
  const formerAlerts = { alerts: await readFormerAlerts(formerPath), path: formerPath }
  // Losing these only costs a wait for a session to expire and an incomplete file that stays.
  const mark = await openSessionMark(join(folder, 'session.json'))
  const targets = await openJsonFile(join(folder, 'targets.json'), targetsFile, 1)
  const left = mark.value?.sessions.filter(({ isLeft }) => isLeft) ?? []
  if (left.length > 0) {
    const agents = left.flatMap(({ agentIds }) => agentIds).join(', ')
    notices.add('left-signed-in', { agents })
  }
  return {
    settings,
    managed,
    isManagedWhole: isWhole,
    trust: createTrustStore(trusted, options.wall, managedPin(managed)),
    secrets,
    rosters,
    formerAlerts,
    mark,
    targets,
    settled: () =>
      Promise.all(
        [settings, trusted, secrets, rosters, mark, copy, targets].map((file) => file.settled()),
      ),
  }
}
