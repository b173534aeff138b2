import { clock } from '../i18n/duration.ts'

export const shortestLimitMs = 1_000
export const longestLimitMs = 86_400_000

/** A length of time as one types it: `90`, `1:30` or `1:00:00`; null where it is none. */
export const parseTime = (text: string): number | null => {
  const parts = text.trim().replaceAll('：', ':').split(':')
  if (parts.length > 3 || !parts.every((part) => /^\d{1,5}$/.test(part))) return null
  const [first = 0, ...rest] = parts.map(Number)
  // Only the first part may be 60 or more: 1:75 is rather a slip than 2:15.
  if (rest.some((part) => part > 59)) return null
  return rest.reduce((sum, part) => sum * 60 + part, first) * 1000
}

/** The same the other way: `1:30`. */
export const timeText = (ms: number): string => clock(ms / 1000)
