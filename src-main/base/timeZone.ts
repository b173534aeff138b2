import type { SetTimer } from './timers.ts'

/**
 * The system's current time zone, by name; dates of this thread follow it from then on. Node reads the zone once and
 * caches it, separately in each thread; accessing the variable, which need not exist, makes it read the zone again. In
 * another thread that only works if the environment is shared (`SHARE_ENV`).
 */
export function readTimeZone(): string {
  const { TZ: chosen } = process.env
  if (chosen === undefined) delete process.env['TZ']
  else process.env['TZ'] = chosen
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** There is no event for a change of the time zone: it is checked this often, ms. */
const lookEveryMs = 60_000

/** Keeps the dates of this thread in the system's time zone, and tells when it is another; answers what ends that. */
export function followTimeZone(setTimer: SetTimer, onChange: () => void): () => void {
  let zone = readTimeZone()
  let cancel = () => {}
  const look = () => {
    const before = zone
    zone = readTimeZone()
    lookLater()
    if (zone !== before) onChange()
  }
  const lookLater = () => {
    cancel = setTimer(lookEveryMs, look)
  }
  lookLater()
  return () => {
    cancel()
  }
}
