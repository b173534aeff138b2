import { z } from 'zod'
import { attention, level } from '../../src-preload/contract/index.ts'
import type { Moment } from '../monitor/savedHolds.ts'
import { type AlertMemory, type HoldMemory, nothingYet } from './memory.ts'

/** Ms between a moment and `savedAt`: the board's clock ends with the process. */
const spanMs = z.number().nonnegative()

/** What was alerted and attended to, as it lies on disk beside the open holds. No numbers in it. */
export const savedAlerts = z.object({
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
export type SavedAlerts = z.infer<typeof savedAlerts>

export function saveAlerts(
  { holds, alerts }: AlertMemory,
  origin: string,
  { now, wall }: Moment,
): SavedAlerts {
  return {
    version: 1,
    origin,
    savedAt: wall,
    snoozedForMs: alerts.snoozedUntil === null ? null : Math.max(0, alerts.snoozedUntil - now),
    holds: [...holds].map(([holdId, { told, isSnoozeOver, criticalAt, attention }]) => ({
      holdId,
      told,
      isSnoozeOver,
      criticalMs: criticalAt === null ? null : now - criticalAt,
      attention: attention && {
        kind: attention.kind,
        sinceMs: now - attention.at,
        leftMs: attention.until === null ? null : Math.max(0, attention.until - now),
      },
    })),
  }
}

/**
 * What was remembered, with times that went on meanwhile; a wall clock set back counts as no time.
 * Levels that the holds reached in between are old news.
 */
export function restoreAlerts(saved: SavedAlerts, { now, wall }: Moment): AlertMemory {
  const savedAt = now - Math.max(0, wall - saved.savedAt)
  const holds = saved.holds.map(
    ({ holdId, told, isSnoozeOver, criticalMs, attention }): [string, HoldMemory] => [
      holdId,
      {
        told,
        missed: 'old-news',
        isSnoozeOver,
        criticalAt: criticalMs === null ? null : savedAt - criticalMs,
        attention: attention && {
          kind: attention.kind,
          at: savedAt - attention.sinceMs,
          until: attention.leftMs === null ? null : savedAt + attention.leftMs,
        },
        alertId: null,
      },
    ],
  )
  const snoozedUntil = saved.snoozedForMs === null ? null : savedAt + saved.snoozedForMs
  return {
    ...nothingYet,
    holds: new Map(holds),
    alerts: { snoozedUntil, isQuiet: false },
  }
}
