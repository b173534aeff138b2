/** What is said of a hold's age. */
export interface Age {
  ageMs: number
  lowerBound: boolean
  /** Time went by in which a retrieve could not have been seen. */
  gap: boolean
}

/** `2:10`, `1:02:03`; `≥` for a lower bound, `~` where the call may have been retrieved meanwhile. */
export function ageText({ ageMs, lowerBound, gap }: Age): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1_000))
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  const time = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes)
  return `${gap ? '~' : lowerBound ? '≥ ' : ''}${time}:${two(seconds % 60)}`
}
