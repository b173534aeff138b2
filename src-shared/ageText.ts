import { isInDoubt } from './doubt.ts'

/** What is said of a hold's age. */
export interface Age {
  ageMs: number
  /** It may be this much more; infinite where nothing is known of its beginning. */
  doubtMs: number
  /** Time went by in which a retrieve could not have been seen. */
  gap: boolean
}

/** `2:10`, `1:02:03`; `≥` for a lower bound, `~` where the call may have been retrieved meanwhile. */
export function ageText({ ageMs, doubtMs, gap }: Age): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1_000))
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  const time = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes)
  const sign = gap ? '~' : isInDoubt(doubtMs, () => ageMs) ? '≥ ' : ''
  return `${sign}${time}:${two(seconds % 60)}`
}
