import type { ErrorCode } from '../../src-shared/contract/index.ts'
import { ruleOf } from './resultCodes.ts'
import type { SessionCheck } from './sessionState.ts'
import type { SessionState, Trouble } from '../monitor/reader.ts'
import { backOff } from '../base/backOff.ts'

/** The activities of a session; always one at a time, and a new one replaces the previous one. */
export type Activity =
  | { kind: 'sign-in'; force: boolean }
  /** Checks without password or GUID whether a gateway responds at all. */
  | { kind: 'knock' }
  | { kind: 'poll' }
  | { kind: 'check' }
  | { kind: 'log-out' }
  | { kind: 'wait'; ms: number }
  | { kind: 'rest' }

export type SessionEvent =
  /** Requested by the user: `once` gives up at the first rejection; `lingers`: there is a stale session of ours. */
  | { kind: 'asked-in'; once: boolean; force: boolean; hasStaleSession: boolean }
  | { kind: 'asked-out' }
  /** Signs out and in again, so that a balancer chooses another node. */
  | { kind: 'asked-again' }
  /** The user asks for a retry. */
  | { kind: 'retry' }
  /** The machine was asleep or locked: connections may be dead. The user did not ask for a password to be sent. */
  | { kind: 'woke' }
  // Results of the activity:
  | { kind: 'signed-in' }
  | { kind: 'sign-in-refused'; retcode: string }
  | { kind: 'sign-in-unanswered'; trouble: Trouble; mayHaveArrived: boolean }
  | { kind: 'knock-answered' }
  | { kind: 'knock-unanswered'; trouble: Trouble }
  /** `isRenewed`: the reply contained a new GUID. */
  | { kind: 'poll-answered'; hasEvents: boolean; isRenewed: boolean; ms: number }
  | { kind: 'poll-failed'; trouble: Trouble; mayHaveArrived: boolean; leastMs?: number }
  /** A code that only the user can resolve; a single one may be a glitch. */
  | { kind: 'poll-odd'; retcode: string }
  /** The GUID was not accepted. */
  | { kind: 'poll-refused'; retcode: string }
  | { kind: 'checked'; check: SessionCheck }
  | { kind: 'logged-out'; isAccepted: boolean }
  | { kind: 'waited' }
  // Possible results of any request:
  | { kind: 'lost'; retcode?: string }
  | { kind: 'untrusted' }

/** The progress of a sign-in. All times are clock ms. */
interface Entry {
  /** Gives up at the first rejection. */
  once: boolean
  force: boolean
  /** Attempts in a row that did not arrive, or that the gateway asked to retry later. */
  failures: number
  /** Attempts that may have arrived and got no response. */
  unanswered: number
  /** In a row: another sign-in of this agent is in progress. */
  busy: number
  /** Sessions in a row that were lost before they had proven stable. */
  unproven: number
  /** Until then "signed in elsewhere" may mean a session of our own. */
  staleUntil: number
}

/** The event poll, which keeps the session alive (gateway protocol §3.3). */
export interface Heartbeat {
  /** When a poll or the sign-in last got a response, clock ms. */
  answeredAt: number
  failures: number
  /** When it signed in, clock ms. */
  since: number
  /** Sessions in a row, including this one, without a poll answered after their first minute. */
  unproven: number
  /** Polls refused although the session is valid. */
  refusals: number
  oddCodes: number
  /** A poll got no response: the lost one may have contained a new GUID. */
  mayMissGuid: boolean
  trouble: Trouble | null
  /** The refusal that is being checked. */
  refusedWith: string | null
}

export type Machine =
  | { phase: 'out'; trouble: Trouble | null; hasStaleSession: boolean }
  | {
      phase: 'entering'
      entry: Entry
      activity: 'sign-in' | 'knock' | 'wait'
      /** After the wait. */
      next: 'sign-in' | 'knock'
      /** Why it is not signed in yet; null at the first attempt. */
      trouble: Trouble | null
      nextTryAt: number | null
    }
  | { phase: 'in'; heartbeat: Heartbeat }
  /** Logs out with a GUID that still works, to sign in again. */
  | { phase: 'renewing'; unproven: number }
  /** Only the user can help; then it continues with `back`, or never with this password. */
  | { phase: 'stopped'; trouble: Trouble; back: Entry | Heartbeat | null }
  | { phase: 'leaving' }

export interface Step {
  machine: Machine
  /** Null: the current activity continues. */
  start: Activity | null
  /** The code with which the password was rejected: it must not be sent again. */
  refusedWith: string | null
}

/** An agent without polls is signed out after two minutes (gateway protocol §3.3). */
const lapseMs = 120_000
/** After this long a session of ours has expired, including a safety margin, ms. */
const staleSessionMs = 150_000
const staleSessionWaitMs = 10_000
const pause = { first: 500, last: 10_000, spread: [0.5, 1] } as const
/** 100-021, another sign-in of this agent is in progress; 000-007, asked too often. */
const busyWaitMs = 2_000
const busyAllowed = 2
const unansweredAllowed = 1
const oddCodesAllowed = 2
const oddCodeWaitMs = 10_000
const refusalsAllowed = 2
/**
 * After this long and more than one unanswered poll, the session is at risk; in any case after half of the timeout, ms.
 */
const riskMs = 20_000
const surelyRiskMs = 60_000
/** A session whose polls still get responses after this long is not part of a sign-in loop, ms. */
const provenMs = 60_000
const unprovenAllowed = 1
/** An empty response sooner than this does not come from a long poll, ms. */
const earlyMs = 5_000
const elsewhere = '100-002'

export const untrusted: Trouble = { reason: 'untrusted-certificate' }

export const initialState: Machine = { phase: 'out', trouble: null, hasStaleSession: false }

/**
 * Determines what a session does next; a pure function.
 * @param at `now` in clock ms; `random` from 0 to 1, for the spread of delays
 */
export function step(
  machine: Machine,
  event: SessionEvent,
  at: { now: number; random: () => number },
): Step {
  const next = transition(machine, event, at)
  return { refusedWith: null, ...(next ?? go(machine, null)) }
}

type Next = Pick<Step, 'machine' | 'start'> & Partial<Step>
type Moment = Parameters<typeof step>[2]

/** Null where the event changes nothing. */
function transition(machine: Machine, event: SessionEvent, at: Moment): Next | null {
  switch (machine.phase) {
    case 'out':
      return whenOut(machine, event, at)
    case 'entering':
      return whenEntering(machine, event, at)
    case 'in':
      return whenIn(machine, event, at)
    case 'renewing':
      if (event.kind === 'asked-out') return go({ phase: 'leaving' }, null)
      if (event.kind !== 'logged-out') return null
      // The session was valid a moment ago, and the gateway may need a while to end it after the log-out.
      return signIn(newEntry({ unproven: machine.unproven, staleUntil: staleUntilFrom(at) }))
    case 'stopped':
      return whenStopped(machine, event, at)
    case 'leaving':
      return whenLeaving(event)
  }
}

function whenOut(machine: Machine & { phase: 'out' }, event: SessionEvent, at: Moment) {
  if (event.kind === 'asked-out') return go({ ...machine, trouble: null }, null)
  if (event.kind !== 'asked-in') return null
  const { once, force, hasStaleSession: lingers } = event
  return signIn(
    newEntry({ once, force, staleUntil: lingers ? staleUntilFrom(at) : -Infinity }),
    null,
  )
}

function whenEntering(
  machine: Machine & { phase: 'entering' },
  event: SessionEvent,
  at: Moment,
): Next | null {
  const { entry, activity: doing, next, trouble } = machine
  switch (event.kind) {
    case 'asked-out':
      // A sign-in in flight must be answered before it can be undone (gateway protocol §2.4).
      return doing === 'sign-in' ? go({ phase: 'leaving' }, null) : out(null, mayBeIn(entry, at))
    case 'signed-in':
      return poll(newHeartbeat({ now: at.now, since: at.now, unproven: entry.unproven + 1 }))
    case 'sign-in-refused':
      return afterRefusal(entry, event.retcode, at)
    case 'sign-in-unanswered':
      return afterSilence(entry, event, at)
    case 'untrusted':
      return doing === 'sign-in' ? null : stop(untrusted, entry)
    case 'knock-answered':
      return signIn(entry, trouble)
    case 'knock-unanswered': {
      const failed = { ...entry, failures: entry.failures + 1 }
      if (event.trouble.reason === untrusted.reason) return stop(untrusted, entry)
      return wait(failed, event.trouble, pauseAfter(failed.failures, at.random), 'knock', at)
    }
    case 'waited':
      return next === 'knock'
        ? go({ ...machine, activity: 'knock', nextTryAt: null }, { kind: 'knock' })
        : signIn(entry, trouble)
    case 'retry':
      return doing === 'sign-in' ? null : signIn({ ...entry, unanswered: 0 }, trouble)
    case 'woke':
      // Only where the last attempt did not arrive.
      return doing === 'wait' && entry.unanswered === 0 && trouble?.retcode === undefined
        ? signIn(entry, trouble)
        : null
    default:
      return null
  }
}

/** The gateway has responded to a sign-in, but not with success. */
function afterRefusal(entry: Entry, retcode: string, at: Moment): Next {
  const rule = ruleOf(retcode)
  const trouble: Trouble = { reason: rule.reason ?? 'gateway-error', retcode }
  if (rule.action === 'slow-down' && entry.busy < busyAllowed) {
    return wait({ ...entry, busy: entry.busy + 1 }, null, busyWaitMs, 'sign-in', at)
  }
  const refusedWith = isPasswordRefused(retcode) ? retcode : null
  if (entry.once) return { ...out(trouble), refusedWith }
  if (retcode === elsewhere && at.now < entry.staleUntil) {
    return wait(entry, trouble, staleSessionWaitMs, 'sign-in', at)
  }
  if (refusedWith !== null) return { ...stop(trouble, null), refusedWith }
  if (!['retry-later', 'slow-down'].includes(rule.action)) return stop(trouble, entry)
  const failed = { ...entry, busy: 0, failures: entry.failures + 1 }
  return wait(failed, trouble, pauseAfter(failed.failures, at.random), 'sign-in', at)
}

/** No gateway has responded to a sign-in. */
function afterSilence(
  entry: Entry,
  { trouble, mayHaveArrived }: SessionEvent & { kind: 'sign-in-unanswered' },
  at: Moment,
): Next {
  if (entry.once) return out(trouble, mayHaveArrived)
  if (trouble.reason === untrusted.reason) return stop(untrusted, entry)
  if (!mayHaveArrived) {
    const failed = { ...entry, failures: entry.failures + 1 }
    return wait(failed, trouble, pauseAfter(failed.failures, at.random), 'sign-in', at)
  }
  // The gateway may count every password it receives: without a response, a password is not sent twice in a row.
  const unanswered = entry.unanswered + 1
  const nextEntry = { ...entry, failures: 0, unanswered, staleUntil: staleUntilFrom(at) }
  if (unanswered > unansweredAllowed) return stop(trouble, nextEntry)
  return wait(nextEntry, trouble, lapseMs, 'knock', at)
}

function whenIn(machine: Machine & { phase: 'in' }, event: SessionEvent, at: Moment): Next | null {
  const { heartbeat } = machine
  switch (event.kind) {
    case 'asked-out':
      return go({ phase: 'leaving' }, { kind: 'log-out' })
    case 'asked-again':
      // Its session ends because we want it to: that does not make the next one less reliable.
      return go(
        { phase: 'renewing', unproven: Math.max(0, heartbeat.unproven - 1) },
        { kind: 'log-out' },
      )
    case 'poll-answered': {
      const isEarly = !event.hasEvents && !event.isRenewed && event.ms < earlyMs
      // 200 to 500 ms after each response (gateway protocol §7.1); a gateway that does not wait must not be polled in a
      // tight loop.
      const ms = event.hasEvents ? 200 : isEarly ? earlyMs * (1 + at.random()) : 500
      const { since } = heartbeat
      const unproven = at.now - since < provenMs ? heartbeat.unproven : 0
      const nextHeartbeat = newHeartbeat({ now: at.now, since, unproven })
      return go({ phase: 'in', heartbeat: nextHeartbeat }, { kind: 'wait', ms })
    }
    case 'poll-failed': {
      if (event.trouble.reason === untrusted.reason) return stop(untrusted, heartbeat)
      const { trouble, mayHaveArrived, leastMs = 0 } = event
      const mayMissGuid = heartbeat.mayMissGuid || mayHaveArrived
      return pollLater({ ...heartbeat, oddCodes: 0, mayMissGuid }, trouble, leastMs, at)
    }
    case 'poll-odd': {
      const trouble: Trouble = { reason: 'gateway-error', retcode: event.retcode }
      const oddCodes = heartbeat.oddCodes + 1
      if (oddCodes > oddCodesAllowed) return stop(trouble, { ...heartbeat, oddCodes: 0 })
      return pollLater({ ...heartbeat, oddCodes }, trouble, oddCodeWaitMs, at)
    }
    case 'poll-refused': {
      const refusedWith = event.retcode
      return go({ phase: 'in', heartbeat: { ...heartbeat, refusedWith } }, { kind: 'check' })
    }
    case 'checked':
      return afterCheck(heartbeat, event.check, at)
    case 'lost':
      return enterAgain(heartbeat, event.retcode, at)
    case 'untrusted':
      return stop(untrusted, { ...heartbeat, mayMissGuid: true })
    case 'waited':
      return poll(heartbeat)
    case 'retry':
    case 'woke':
      // The poll in flight may hang on a dead connection.
      return poll({ ...heartbeat, mayMissGuid: true })
    default:
      return null
  }
}

/** A poll was refused; this is the result of the session check. */
function afterCheck(heartbeat: Heartbeat, check: SessionCheck, at: Moment): Next {
  const { refusedWith } = heartbeat
  const trouble: Trouble = {
    reason: 'signed-out',
    ...(refusedWith !== null && { retcode: refusedWith }),
  }
  if (check.kind === 'lost') return enterAgain(heartbeat, check.retcode, at)
  if (check.kind === 'unknown') {
    const { reason, retcode } = check
    if (reason === untrusted.reason) return stop(untrusted, heartbeat)
    return pollLater(heartbeat, { reason, ...(retcode !== undefined && { retcode }) }, 0, at)
  }
  // A session that is valid but whose polls are refused will expire soon. If a new one is no better, it is used until
  // it expires.
  const refusals = heartbeat.refusals + 1
  const { unproven } = heartbeat
  if (refusals > refusalsAllowed && unproven <= unprovenAllowed) {
    return go({ phase: 'renewing', unproven }, { kind: 'log-out' })
  }
  return pollLater({ ...heartbeat, oddCodes: 0, refusals }, trouble, 0, at)
}

function enterAgain(heartbeat: Heartbeat, retcode: string | undefined, at: Moment): Next {
  const { mayMissGuid, unproven } = heartbeat
  const entry = newEntry({ unproven, staleUntil: mayMissGuid ? staleUntilFrom(at) : -Infinity })
  const trouble: Trouble = { reason: 'signed-out', ...(retcode !== undefined && { retcode }) }
  // A gateway that accepts the password and then rejects the session must not cause a tight loop.
  if (unproven <= unprovenAllowed) return signIn(entry, trouble)
  return wait(entry, trouble, pauseAfter(unproven, at.random), 'sign-in', at)
}

function whenStopped(
  machine: Machine & { phase: 'stopped' },
  event: SessionEvent,
  at: Moment,
): Next | null {
  const { back } = machine
  if (back === null) return event.kind === 'asked-out' ? out(null) : null
  const hasHeartbeat = 'answeredAt' in back
  if (event.kind === 'asked-out') {
    return hasHeartbeat
      ? go({ phase: 'leaving' }, { kind: 'log-out' })
      : out(null, mayBeIn(back, at))
  }
  if (event.kind !== 'retry') return null
  return hasHeartbeat ? poll(back) : signIn({ ...back, failures: 0, unanswered: 0, busy: 0 }, null)
}

function whenLeaving(event: SessionEvent): Next | null {
  switch (event.kind) {
    case 'signed-in':
      return go({ phase: 'leaving' }, { kind: 'log-out' })
    case 'sign-in-refused':
      return out(null)
    case 'sign-in-unanswered':
      return out(null, event.mayHaveArrived)
    case 'logged-out':
      return out(null, !event.isAccepted)
    default:
      return null
  }
}

/** An unanswered sign-in may have been executed, and its session may not have expired yet. */
const mayBeIn = ({ unanswered, staleUntil: lingersUntil }: Entry, { now }: Moment): boolean =>
  unanswered > 0 && now < lingersUntil

/** Milliseconds to wait after this many failures in a row. */
const pauseAfter = (failures: number, random: () => number): number =>
  Math.round(backOff(failures, pause, random()))
const staleUntilFrom = ({ now }: Moment) => now + staleSessionMs
const go = (machine: Machine, start: Activity | null): Next => ({ machine, start })

const out = (trouble: Trouble | null, hasStaleSession = false): Next =>
  go({ phase: 'out', trouble, hasStaleSession }, { kind: 'rest' })

const stop = (trouble: Trouble, back: Entry | Heartbeat | null): Next =>
  go({ phase: 'stopped', trouble, back }, { kind: 'rest' })

const poll = (heartbeat: Heartbeat): Next =>
  go({ phase: 'in', heartbeat: { ...heartbeat, refusedWith: null } }, { kind: 'poll' })

const newEntry = (values: Partial<Entry>): Entry => ({
  once: false,
  force: false,
  failures: 0,
  unanswered: 0,
  busy: 0,
  unproven: 0,
  staleUntil: -Infinity,
  ...values,
})

const newHeartbeat = ({
  now,
  since,
  unproven,
}: Pick<Heartbeat, 'since' | 'unproven'> & { now: number }): Heartbeat => ({
  answeredAt: now,
  failures: 0,
  since,
  unproven,
  refusals: 0,
  oddCodes: 0,
  mayMissGuid: false,
  trouble: null,
  refusedWith: null,
})

/** If it was signed in before, `trouble` is the reason why it no longer is. */
const signIn = (entry: Entry, trouble: Trouble | null = { reason: 'signed-out' }): Next =>
  go(
    { phase: 'entering', entry, activity: 'sign-in', next: 'sign-in', trouble, nextTryAt: null },
    { kind: 'sign-in', force: entry.force },
  )

function wait(
  entry: Entry,
  trouble: Trouble | null,
  ms: number,
  next: 'sign-in' | 'knock',
  { now }: Moment,
): Next {
  const nextTryAt = trouble === null ? null : now + ms
  return go(
    { phase: 'entering', entry, activity: 'wait', next, trouble, nextTryAt },
    {
      kind: 'wait',
      ms,
    },
  )
}

function pollLater(heartbeat: Heartbeat, trouble: Trouble, leastMs: number, at: Moment): Next {
  const failures = heartbeat.failures + 1
  const silentMs = at.now - heartbeat.answeredAt
  const isAtRisk = silentMs >= surelyRiskMs || (failures > 1 && silentMs >= riskMs)
  const ms = Math.max(leastMs, pauseAfter(failures, at.random))
  return go(
    { phase: 'in', heartbeat: { ...heartbeat, failures, trouble: isAtRisk ? trouble : null } },
    { kind: 'wait', ms },
  )
}

/** Whether there is a GUID that was not rejected: held calls can be queried with it. */
export const hasSession = (machine: Machine): boolean => machine.phase === 'in'

/** Whether the GUID is still needed, if only to log out. */
export const keepsGuid = (machine: Machine): boolean =>
  machine.phase === 'in' ||
  machine.phase === 'renewing' ||
  machine.phase === 'leaving' ||
  (machine.phase === 'stopped' && machine.back !== null && 'answeredAt' in machine.back)

/** The state that is visible to others. */
export function stateOf(machine: Machine): SessionState {
  switch (machine.phase) {
    case 'out':
      return { kind: 'signed-out', ...machine.trouble }
    case 'leaving':
      return { kind: 'signed-out' }
    case 'entering': {
      const { trouble, nextTryAt } = machine
      if (trouble === null) return { kind: 'signing-in' }
      return { kind: 'interrupted', ...trouble, ...(nextTryAt !== null && { nextTryAt }) }
    }
    case 'renewing':
      return { kind: 'interrupted', reason: 'signed-out' }
    case 'in': {
      const { trouble, answeredAt } = machine.heartbeat
      return { kind: 'signed-in', ...(trouble && { atRisk: { ...trouble, since: answeredAt } }) }
    }
    case 'stopped':
      return { kind: 'stopped', ...machine.trouble }
  }
}

const refusals = new Set<ErrorCode>(['wrong-password', 'password-expired', 'account-locked'])

/** The password or the account is rejected: 100-004, 100-020, 110-016. */
export const isPasswordRefused = (retcode: string): boolean =>
  refusals.has(ruleOf(retcode).error ?? 'not-signed-in')
