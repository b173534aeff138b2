import { clock } from '../i18n/duration.ts'

export const shortestLimitMs = 1_000
export const longestLimitMs = 86_400_000

/** Parses a typed duration: `90`, `1:30` or `1:00:00`; null where it is none. */
export const parseTime = (text: string): number | null => {
  const parts = text.trim().replaceAll('：', ':').split(':')
  if (parts.length > 3 || !parts.every((part) => /^\d{1,5}$/.test(part))) return null
  const [first = 0, ...rest] = parts.map(Number)
  // Only the first part may be 60 or more: 1:75 is a typing mistake rather than 2:15.
  if (rest.some((part) => part > 59)) return null
  return rest.reduce((sum, part) => sum * 60 + part, first) * 1000
}

/** The inverse: `1:30`. */
export const timeText = (ms: number): string => clock(ms / 1000)
