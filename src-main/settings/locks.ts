import type { ManagedSettings } from './managed.ts'
import type { Settings } from './settings.ts'
import type { LockedPreferences } from './preferences.ts'

export type ManagedGateway = NonNullable<ManagedSettings['gateway']>

/** The preferences set by an administrator; limits for skills would override his limits. */
export function lockedPreferences(managed: ManagedSettings | null): LockedPreferences {
  const {
    limits,
    maskNumbers,
    privacyMode,
    keptNumbers,
    retentionDays,
    requestsPerSecond,
    requestsAtOnce,
    notes,
    noteTemplates,
  } = managed ?? {}
  return {
    ...(limits && {
      limits: {
        amberMs: limits.amberSeconds * 1_000,
        redMs: limits.redSeconds * 1_000,
        criticalMs: limits.criticalSeconds * 1_000,
      },
      skillLimits: [],
    }),
    ...(maskNumbers !== undefined && { revealNumbers: !maskNumbers }),
    ...(privacyMode !== undefined && { privacyMode }),
    ...(keptNumbers !== undefined && { keptNumbers }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    ...(requestsAtOnce !== undefined && { requestsAtOnce }),
    ...(notes !== undefined && { notes }),
    ...(noteTemplates !== undefined && { noteTemplates }),
  }
}

/** The settings as far as the administrator's gateway allows them: another gateway counts as never set up. */
export function allowedSettings(settings: Settings, managed: ManagedGateway | null): Settings {
  if (managed === null) return settings
  const draft = {
    ...settings.draft,
    address: managed.origin,
    way: managed.way ?? settings.draft.way,
  }
  const { gateway } = settings
  const isAllowed =
    gateway?.origin === managed.origin && gateway.way === (managed.way ?? gateway.way)
  // No other gateway is allowed, as a further source either.
  const allowed = { ...settings, draft, sources: [] }
  return isAllowed ? allowed : { ...allowed, gateway: null, agents: [] }
}

/** The certificate that an administrator trusts; it cannot be forgotten, nor another trusted there. */
export interface ManagedPin {
  origin: string
  sha256: string
}

/** The certificate that is trusted without confirmation; null where there is none. */
export function managedPin(managed: ManagedSettings | null): ManagedPin | null {
  const { origin, sha256 } = managed?.gateway ?? {}
  return origin === undefined || sha256 === undefined ? null : { origin, sha256 }
}
