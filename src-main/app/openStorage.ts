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

export interface KeptOptions {
  folder: string
  /** The administrator's file; it need not be there. */
  managedFile: string
  /** The system's own place for what he decides; null where it has none. */
  policies: PolicySource | null
  vault: Vault
  /** Epoch ms. */
  wall: () => number
  notices: Notices
  onSaveFailed: (error: unknown) => void
}

/** Everything small that is kept between starts. */
export interface Kept {
  settings: JsonFile<Settings>
  managed: ManagedSettings | null
  /** False where an administrator wanted something that cannot be understood. */
  isManagedWhole: boolean
  trust: TrustStore
  secrets: Secrets
  rosters: JsonFile<RostersFile>
  /** What an earlier version kept of alerts, to be taken over and removed; null where it did not. */
  formerAlerts: { alerts: FormerAlerts | null; path: string }
  mark: JsonFile<SessionMark>
  targets: JsonFile<TargetsFile>
  /** Resolves once nothing waits to be written. */
  settled(): Promise<unknown>
}

/** Opens it, and says what could not be read. Never rejects: the app starts without it. */
export async function openKept(options: KeptOptions): Promise<Kept> {
  const { folder, notices } = options
  // Where not even the folder can be made, reading finds nothing and the first save says so.
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(options.onSaveFailed)
  const settings = await openSettings(join(folder, 'settings.json'))
  notices.sayPutAside('settings', settings.putAside)
  notices.sayLeftOut('settings.json', settings.leftOut)
  notices.sayReplaced('settings.json', settings.replacedOlder)
  const trusted = await openJsonFile(join(folder, 'trusted-gateways.json'), trustFile, 1, {
    standard: { version: 1, gateways: [] },
  })
  notices.sayPutAside('trust', trusted.putAside)
  notices.sayLeftOut('trusted-gateways.json', trusted.leftOut)
  notices.sayReplaced('trusted-gateways.json', trusted.replacedOlder)
  const copy = await openJsonFile(join(folder, 'policies.json'), policiesCopy, 1)
  const { settings: managed, isWhole } = await readAdministrator({ ...options, copy })
  const secrets = await openSecrets(join(folder, 'secrets.json'), options.vault)
  void secrets.opened.then(() => {
    if (secrets.isLocked) notices.say('key-ring-locked')
  })
  notices.sayReplaced('secrets.json', secrets.replacedOlder)
  const rosters = await openJsonFile(join(folder, 'rosters.json'), rostersFile, rostersVersion)
  notices.sayPutAside('rosters', rosters.putAside)
  notices.sayReplaced('rosters.json', rosters.replacedOlder)
  const formerPath = join(folder, 'alerts.json')
  const formerAlerts = { alerts: await readFormerAlerts(formerPath), path: formerPath }
  // Lost, these cost nobody more than a session waited out and half a file that stays.
  const mark = await openSessionMark(join(folder, 'session.json'))
  const targets = await openJsonFile(join(folder, 'targets.json'), targetsFile, 1)
  const left = mark.value?.session ?? null
  if (left?.isLeft) notices.say('left-signed-in', { agents: left.agentIds.join(', ') })
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
