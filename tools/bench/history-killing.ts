/** Kills an app repeatedly while holds begin and end, and checks its history afterwards. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pass } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** What the app records before it reports to its history. `at` is epoch ms, ages are ms by call. */
export type Note =
  | {
      what: 'restored'
      at: number
      ages: Record<string, number>
      /** Calls known to have been alerted. */
      alerted: string[]
      past: number
    }
  | { what: 'began' | 'ended' | 'alerted'; callId: string; at: number }
  | { what: 'shown'; at: number; ages: Record<string, number> }
  | { what: 'asked'; at: number }
  | { what: 'written'; upTo: number }

export interface KillResult {
  kills: number
  /** Before the app had restored anything. */
  killedAtStart: number
  began: number
  ended: number
  /** Open holds that were restored, and those of them that had been alerted. */
  takenUp: number
  alerted: number
  /** Shown when the app was killed, but not long enough to be on the disk. */
  tooShort: number
  /** The longest that one of those had been shown, ms. */
  longestTooShortMs: number
  /** The largest error of a duration after a restart, ms. */
  worstClockMs: number
  /** Violations. */
  faults: string[]
}

/** A hold shown for longer than this must be on the disk, on a busy machine too, ms. */
export const writtenWithinMs = 1_000
/** What an app records in its first second or two. */
const storyBytes = 4_000
/** Rounding, and the time between two readings of two clocks, ms. */
const toleranceMs = 25

interface Known {
  beganAt: number
  endedAt: number | null
  alertedAt: number | null
  /** Certainly written: that it began, that it ended. */
  isBeginningSafe: boolean
  isEndSafe: boolean
  isAlertSafe: boolean
  shownMs: number
}

/** @param random 0 inclusive to 1 exclusive */
export async function killAgainAndAgain(
  folder: string,
  kills: number,
  random: () => number,
): Promise<KillResult> {
  const calls = new Map<string, Known>()
  const result: KillResult = {
    kills: 0,
    killedAtStart: 0,
    began: 0,
    ended: 0,
    takenUp: 0,
    alerted: 0,
    tooShort: 0,
    longestTooShortMs: 0,
    worstClockMs: 0,
    faults: [],
  }
  for (let life = 1; life <= kills + 1; life += 1) {
    const notes = await live(folder, life, random, life > kills)
    const [restored, ...rest] = notes
    if (restored?.what === 'restored') compare(restored, calls, result)
    else result.killedAtStart += 1
    if (life > kills) break
    result.kills += 1
    follow(rest, calls, result)
  }
  compareRows(folder, calls, result)
  return result
}

/** One run, up to the kill; the last one ends as soon as it has restored the open holds. */
async function live(
  folder: string,
  life: number,
  random: () => number,
  isLast: boolean,
): Promise<Note[]> {
  const notes = join(folder, `life-${life}.jsonl`)
  const script = fileURLToPath(new URL('history-killed.ts', import.meta.url))
  const child = spawn(process.execPath, [script, join(folder, 'data'), notes, String(life)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const isOver = once(child, 'exit')
  const beginsEarly = !isLast && random() < 0.15
  const size = () => statSync(notes, { throwIfNoEntry: false })?.size ?? 0
  const hasBegun = () => size() > 0
  if (beginsEarly) {
    await pass(random() * 800)
  } else {
    // By its progress, however long a busy machine takes for it.
    const enough = 1 + (isLast ? 0 : random() * storyBytes)
    while (size() < enough && child.exitCode === null) await pass(5)
  }
  child.kill('SIGKILL')
  await isOver
  if (!hasBegun()) return []
  const lines = (await readFile(notes, 'utf8')).split('\n')
  // Text after the last line end was cut off by the kill.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Note)
}

/** Applies what the app recorded until it was killed. */
function follow(notes: Note[], calls: Map<string, Known>, result: KillResult): void {
  const diedAt = Math.max(0, ...notes.map((note) => ('at' in note ? note.at : 0)))
  for (const note of notes) {
    if (note.what === 'began') {
      result.began += 1
      const call = { beganAt: note.at, endedAt: null, alertedAt: null, shownMs: 0 }
      const unsafe = { isBeginningSafe: false, isEndSafe: false, isAlertSafe: false }
      calls.set(note.callId, { ...call, ...unsafe })
    } else if (note.what === 'ended') {
      result.ended += 1
      const call = calls.get(note.callId)
      if (call !== undefined) call.endedAt = note.at
    } else if (note.what === 'alerted') {
      const call = calls.get(note.callId)
      if (call !== undefined) call.alertedAt ??= note.at
    }
  }
  // Read between two changes of the same ms, it may apply to either of them.
  const safeBefore = Math.max(
    diedAt - writtenWithinMs,
    ...notes.map((note) => (note.what === 'written' ? note.upTo : 0)),
  )
  for (const call of calls.values()) {
    call.shownMs = diedAt - call.beganAt
    call.isBeginningSafe ||= call.beganAt < safeBefore
    call.isEndSafe ||= call.endedAt !== null && call.endedAt < safeBefore
    call.isAlertSafe ||= call.alertedAt !== null && call.alertedAt < safeBefore
  }
  for (const note of notes) {
    if (note.what !== 'shown') continue
    for (const [callId, ageMs] of Object.entries(note.ages)) {
      const call = calls.get(callId)
      if (call !== undefined) call.shownMs = Math.max(call.shownMs, ageMs)
    }
  }
}

/** Compares the restored holds with those that had been shown. */
function compare(
  restored: Extract<Note, { what: 'restored' }>,
  calls: Map<string, Known>,
  result: KillResult,
): void {
  const restoredAges = new Map(Object.entries(restored.ages))
  const alerted = new Set(restored.alerted)
  result.takenUp += restoredAges.size
  result.alerted += alerted.size
  for (const [callId, ageMs] of restoredAges) {
    const call = calls.get(callId)
    if (call === undefined) result.faults.push(`${callId} was taken up and never began`)
    else if (call.isEndSafe) result.faults.push(`${callId} was taken up and had ended`)
    else {
      // It may have ended at the last moment: then it is open again until the next query.
      call.endedAt = null
      call.isBeginningSafe = true
      if (call.isAlertSafe && !alerted.has(callId)) {
        result.faults.push(`${callId} was alerted and would be again`)
      }
      if (alerted.has(callId) && call.alertedAt === null) {
        result.faults.push(`${callId} was never alerted and would not be`)
      }
      // The same applies to an alert at the last moment.
      if (!alerted.has(callId)) call.alertedAt = null
      const offMs = ageMs - (restored.at - call.beganAt)
      result.worstClockMs = Math.max(result.worstClockMs, Math.abs(offMs))
      if (ageMs < call.shownMs - toleranceMs) {
        result.faults.push(`${callId} was shown for ${call.shownMs} ms, now for ${ageMs} ms`)
      }
      if (Math.abs(offMs) > toleranceMs) result.faults.push(`${callId} is ${offMs} ms off`)
    }
  }
  for (const [callId, call] of calls) {
    if (restoredAges.has(callId) || call.isEndSafe) continue
    if (call.endedAt !== null) {
      // It was on the disk as open and no longer is: then it must be there as past.
      if (call.isBeginningSafe) call.isEndSafe = true
      else calls.delete(callId)
      continue
    }
    if (call.isBeginningSafe) result.faults.push(`${callId} was open and was lost`)
    else {
      result.tooShort += 1
      result.longestTooShortMs = Math.max(result.longestTooShortMs, call.shownMs)
    }
    calls.delete(callId)
  }
}

/** Compares the rows of the file with all holds that ever ended. */
function compareRows(folder: string, calls: Map<string, Known>, result: KillResult): void {
  const db = new DatabaseSync(join(folder, 'data', 'history.db'), { readOnly: true })
  const past = db.prepare('SELECT call_id, count(*) AS n FROM past_holds GROUP BY call_id').all()
  const open = db.prepare('SELECT call_id FROM open_holds').all()
  const [check] = db.prepare('PRAGMA integrity_check').all()
  db.close()
  if (check?.['integrity_check'] !== 'ok') result.faults.push('the file is broken')
  const openCalls = new Set(open.map((row) => String(row['call_id'])))
  const rows = new Map(past.map((row) => [String(row['call_id']), Number(row['n'])]))
  for (const [callId, n] of rows) {
    if (n > 1) result.faults.push(`${callId} has ${n} rows`)
    if (openCalls.has(callId)) result.faults.push(`${callId} is past and open`)
  }
  for (const [callId, { isEndSafe }] of calls) {
    if (isEndSafe && !rows.has(callId)) result.faults.push(`${callId} ended and was lost`)
  }
}
