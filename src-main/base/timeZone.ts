import type { SetTimer } from './timers.ts'

/**
 * The system's time zone as it is now, by name; dates of this thread follow it from then on. Node asks the system once
 * and then keeps the answer, in each thread by itself; touching the variable, which need not be there, makes it ask
 * anew. In a thread of its own that works only if the environment is shared (`SHARE_ENV`).
 */
export function readTimeZone(): string {
  const { TZ: chosen } = process.env
  if (chosen === undefined) delete process.env['TZ']
  else process.env['TZ'] = chosen
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** No event tells of another time zone: it is looked for this often, ms. */
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
