interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  /** Duration of the event, µs, and how much of it its thread was running. */
  dur?: number
  tdur?: number
}

/** The minimum: further tracing slows the page down. */
export const traceCategories = ['toplevel', 'blink.user_timing']

/**
 * The duration of the tasks in which the page set this mark, ms of the page's own thread: scripting with the microtasks
 * that follow it, without rendering, independent of other load.
 */
export function taskTimes(trace: Buffer, mark: string): number[] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] }
  const tasks = traceEvents.filter(({ name, ph }) => ph === 'X' && name.endsWith('::RunTask'))
  return traceEvents
    .filter(({ name }) => name === mark)
    .map(({ pid, tid, ts }) => {
      const task = tasks.find(
        (one) =>
          one.pid === pid && one.tid === tid && one.ts <= ts && one.ts + (one.dur ?? 0) >= ts,
      )
      if (task?.tdur === undefined) throw new Error(`no task around the mark at ${ts}`)
      return task.tdur / 1_000
    })
}
