import { z } from 'zod'

/** A rectangle in device-independent pixels, as Electron counts them on every display. */
export const rect = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
})
export type Rect = z.infer<typeof rect>

/**
 * The window bounds chosen by the supervisor: unchanged even while their display is missing. Relative to the display's
 * work area, since displays change places when one is plugged in.
 */
export const savedWindowBounds = z.object({
  offsetX: z.number(),
  offsetY: z.number(),
  width: z.number(),
  height: z.number(),
  maximized: z.boolean(),
  /** Ids change on some systems when a display is plugged in again: label and size are used then. */
  display: z.object({
    id: z.number(),
    label: z.string(),
    width: z.number(),
    height: z.number(),
  }),
})
export type SavedWindowBounds = z.infer<typeof savedWindowBounds>
