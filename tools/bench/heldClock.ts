/** The controls of the page's clock: see holdTheClock. */
export interface HeldClock {
  /** Runs one function, with all that it queues, in a task of its own. */
  run(what: 'tick' | 'patch' | 'nothing', round: number): Promise<void>
  ticks: number
  /** Hides the page for this long; returns what ran meanwhile, and the timers pending at the end. */
  hide(ms: number): Promise<{ ran: number; pending: number }>
}

/**
 * Takes control of the page's clock, so that minutes need not pass, and counts what the page runs by itself. Runs in
 * the page before anything else, so it only uses the page itself.
 */
export function holdTheClock(): void {
  const later = window.setTimeout.bind(window)
  const cancel = window.clearTimeout.bind(window)
  const second = 1_000
  let now = 5 * second
  let ran = 0
  const pending = new Map<number, { run: () => void; isClock: boolean }>()
  performance.now = () => now

  // The board's clock waits for the next whole second of a stopped clock: for 1002 ms.
  window.setTimeout = ((run: () => void, ms = 0) => {
    const isClock = ms === second + 2
    const fire = (): void => {
      pending.delete(id)
      ran += 1
      run()
    }
    const id = later(isClock ? () => {} : fire, isClock ? 2_000_000_000 : ms)
    pending.set(id, { run: fire, isClock })
    return id
  }) as typeof window.setTimeout
  window.clearTimeout = (id) => {
    pending.delete(Number(id))
    cancel(id)
  }
  const counted =
    <T extends unknown[]>(run: (...args: T) => void) =>
    (...args: T): void => {
      ran += 1
      run(...args)
    }
  const { requestAnimationFrame, requestIdleCallback, setInterval } = window
  window.requestAnimationFrame = (run) => requestAnimationFrame(counted(run))
  window.requestIdleCallback = (run, options) => requestIdleCallback(counted(run), options)
  window.setInterval = ((run: () => void, ms?: number) => {
    const id = setInterval(counted(run), ms)
    pending.set(id, { run, isClock: false })
    return id
  }) as typeof window.setInterval
  const { clearInterval } = window
  window.clearInterval = (id) => {
    pending.delete(Number(id))
    clearInterval(id)
  }

  const clock: HeldClock = {
    ticks: 0,
    run: (what, round) =>
      new Promise((done) => {
        later(() => {
          // Identifies the task in the trace.
          performance.mark(`bench ${what}`)
          if (what === 'tick') {
            now += second
            const due = [...pending.values()].find(({ isClock }) => isClock)
            due?.run()
            if (due) clock.ticks += 1
          }
          if (what === 'patch') {
            const send = Reflect.get(window, 'send') as (name: string, data: unknown) => void
            send('board.patch', (Reflect.get(window, 'patches') as unknown[])[round])
          }
          // Rendered before the next one, like in real use.
          requestAnimationFrame(() => later(done, 0))
        }, 0)
      }),
    hide: (ms) =>
      new Promise((done) => {
        Object.defineProperty(document, 'hidden', { value: true, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
        // Work in progress when the page was hidden may end.
        later(() => {
          ran = 0
          later(() => done({ ran, pending: pending.size }), ms)
        }, 500)
      }),
  }
  Object.assign(window, { clock })
}
