import { isInDoubt } from './doubt.ts'

/** The parts of a hold's age as text. */
export interface Age {
  ageMs: number
  /** The hold may have lasted this much longer; infinite where nothing is known about its start. */
  doubtMs: number
  /** There is a gap in which a retrieve would have gone unnoticed. */
  gap: boolean
}

/** `2:10`, `1:02:03`; `≥` for a lower bound, `~` where the call may have been retrieved in between. */
export function ageText({ ageMs, doubtMs, gap }: Age): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1_000))
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  const time = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes)
  const sign = gap ? '~' : isInDoubt(doubtMs, () => ageMs) ? '≥ ' : ''
  return `${sign}${time}:${two(seconds % 60)}`
}
