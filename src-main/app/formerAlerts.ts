import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { attention, level } from '../../src-shared/contract/index.ts'
import type { KeptMemory } from '../alerts/memory.ts'
import type { History } from '../history/history.ts'
import type { Moment } from '../base/clock.ts'
import type { SettingsStore } from '../settings/preferences.ts'

/** Ms between a moment and `savedAt`. */
const spanMs = z.number().nonnegative()

/** The format of the first versions, which used a separate file; the state is now stored with the open holds. */
const formerAlerts = z.object({
  version: z.literal(1),
  /** The gateway of the holds. */
  origin: z.string(),
  /** Epoch ms. */
  savedAt: z.number(),
  /** How much was left of the snooze of all alerts; null if it was off. */
  snoozedForMs: spanMs.nullable(),
  holds: z.array(
    z.object({
      holdId: z.string(),
      told: level,
      isSnoozeOver: z.boolean(),
      /** Since the last alert as critical; null if there was none. */
      criticalMs: spanMs.nullable(),
      attention: z
        .object({
          kind: attention.shape.kind,
          sinceMs: spanMs,
          /** How much was left of a snooze; null for an acknowledgement. */
          leftMs: spanMs.nullable(),
        })
        .nullable(),
    }),
  ),
})
export type FormerAlerts = z.infer<typeof formerAlerts>

/** Null where there is none, or it cannot be read: then a level may be alerted twice. */
export async function readFormerAlerts(path: string): Promise<FormerAlerts | null> {
  try {
    return formerAlerts.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

/** The snooze of all alerts is now stored in the settings. */
export function takeOverSnooze(alerts: FormerAlerts | null, settings: SettingsStore): void {
  if (alerts === null || alerts.snoozedForMs === null) return
  settings.keep({ snoozedUntil: alerts.savedAt + alerts.snoozedForMs })
}

/** Imports the rest into the history once its open holds are loaded; then the file is removed. */
export async function takeOverAlerts(
  { alerts, path }: { alerts: FormerAlerts | null; path: string },
  history: History,
  moment: Moment,
): Promise<void> {
  const isKept =
    alerts === null ||
    (await history.takeOverAlerted(alerts.origin, formerlyAlerted(alerts, moment)))
  if (isKept) await rm(path, { force: true }).catch(() => {})
}

/** The state of its holds, with times that continued; a wall clock that was set back counts as no time. */
export function formerlyAlerted(
  { savedAt, holds }: FormerAlerts,
  { now, wall }: Moment,
): ReadonlyMap<string, KeptMemory> {
  const at = now - Math.max(0, wall - savedAt)
  return new Map(
    holds.map(({ holdId, told: alertedLevel, isSnoozeOver, criticalMs, attention }) => [
      holdId,
      {
        alertedLevel,
        isSnoozeOver,
        criticalAt: criticalMs === null ? null : at - criticalMs,
        attention: attention && {
          kind: attention.kind,
          at: at - attention.sinceMs,
          until: attention.leftMs === null ? null : at + attention.leftMs,
        },
      },
    ]),
  )
}
