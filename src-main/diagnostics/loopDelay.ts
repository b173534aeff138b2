import type { SetTimer } from '../base/timers.ts'

const everyMs = 500
/** A minute of samples. */
const samplesKept = 120
/** It needs a timer, so it only runs while it is being read. */
const lookedAtForMs = 15_000

/** How late the timers of this process run: the effect of a busy main process on everything else. */
export class LoopDelay {
  readonly #now: () => number
  readonly #setTimer: SetTimer
  #samples: number[] = []
  #isRunning = false
  #lookedAt = 0

  /** @param now monotonic ms */
  constructor(now: () => number, setTimer: SetTimer) {
    this.#now = now
    this.#setTimer = setTimer
  }

  /** For the last minute of measurement; null before the first sample. */
  read(): { medianMs: number; worstMs: number } | null {
    this.#lookedAt = this.#now()
    if (!this.#isRunning) {
      this.#isRunning = true
      this.#samples = []
      this.#sample()
    }
    const sorted = this.#samples.toSorted((one, other) => one - other)
    const worstMs = sorted.at(-1)
    if (worstMs === undefined) return null
    return { medianMs: sorted[Math.floor(sorted.length / 2)] ?? worstMs, worstMs }
  }

  #sample(): void {
    const due = this.#now() + everyMs
    this.#setTimer(everyMs, () => {
      this.#samples.push(Math.max(0, this.#now() - due))
      if (this.#samples.length > samplesKept) this.#samples.shift()
      this.#isRunning = this.#now() - this.#lookedAt < lookedAtForMs
      if (this.#isRunning) this.#sample()
    })
  }
}
