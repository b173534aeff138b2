const two = (value: number) => String(value).padStart(2, '0')

/**
 * The local time of day as `15:49`, with its date where that is not today: `2026-11-28 15:49`.
 * @param at epoch ms
 * @param now epoch ms
 */
export function clockTime(at: number, now: number): string {
  const then = new Date(at)
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`
  if (then.toDateString() === new Date(now).toDateString()) return time
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())} ${time}`
}
