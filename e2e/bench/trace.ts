interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  /** Length of the event, µs, and how much of it its thread really ran. */
  dur?: number
  tdur?: number
  args?: { data?: { message?: string } }
}

export const traceCategories = ['devtools.timeline', 'disabled-by-default-devtools.timeline']

/**
 * How long the tasks ran in which the page put down this time stamp, ms of the page's own thread:
 * scripting with the microtasks that follow it, without drawing, whatever else the machine does.
 */
export function taskTimes(trace: Buffer, stamp: string): number[] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] }
  const tasks = traceEvents.filter(({ name, ph }) => name === 'RunTask' && ph === 'X')
  return traceEvents
    .filter(({ name, args }) => name === 'TimeStamp' && args?.data?.message === stamp)
    .map(({ pid, tid, ts }) => {
      const task = tasks.find(
        (one) =>
          one.pid === pid && one.tid === tid && one.ts <= ts && one.ts + (one.dur ?? 0) >= ts,
      )
      if (task?.tdur === undefined) throw new Error(`no task around the time stamp at ${ts}`)
      return task.tdur / 1_000
    })
}
