import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { attention, level } from '../../src-shared/contract/index.ts'
import type { KeptMemory } from '../alerts/memory.ts'
import type { History } from '../history/history.ts'
import type { Moment } from '../base/clock.ts'
import type { SettingsStore } from '../settings/preferences.ts'

/** Ms between a moment and `savedAt`. */
const spanMs = z.number().nonnegative()

/** As the first versions kept it in a file of its own; today it lies with the open holds. */
const formerAlerts = z.object({
  version: z.literal(1),
  /** The gateway that the holds belong to. */
  origin: z.string(),
  /** Epoch ms. */
  savedAt: z.number(),
  /** How much was left of "snooze all"; null if it was off. */
  snoozedForMs: spanMs.nullable(),
  holds: z.array(
    z.object({
      holdId: z.string(),
      told: level,
      isSnoozeOver: z.boolean(),
      /** Since it was last alerted as critical; null if it never was. */
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

/** Null where there is none, or none that can be read: then a level may be alerted twice. */
export async function readFormerAlerts(path: string): Promise<FormerAlerts | null> {
  try {
    return formerAlerts.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

/** "Snooze all" lies in the settings today. */
export function takeOverSnooze(alerts: FormerAlerts | null, settings: SettingsStore): void {
  if (alerts === null || alerts.snoozedForMs === null) return
  settings.keep({ snoozedUntil: alerts.savedAt + alerts.snoozedForMs })
}

/** Takes the rest over into the history, once its open holds are there; then the file goes. */
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

/** What it says of its holds, with times that went on; a wall clock set back counts as no time. */
export function formerlyAlerted(
  { savedAt, holds }: FormerAlerts,
  { now, wall }: Moment,
): ReadonlyMap<string, KeptMemory> {
  const at = now - Math.max(0, wall - savedAt)
  return new Map(
    holds.map(({ holdId, told, isSnoozeOver, criticalMs, attention }) => [
      holdId,
      {
        told,
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
