import { describe, expect, it } from 'vitest'
import { initialState, type Machine, type SessionEvent, stateOf, step } from './sessionStep.ts'

const at = { now: 1_000_000, random: () => 1 }
const timeout = { reason: 'timeout' } as const

/** Every event, with its data. */
const events = {
  'asked-in': { kind: 'asked-in', once: false, force: false, hasStaleSession: false },
  'asked-in-once': { kind: 'asked-in', once: true, force: true, hasStaleSession: false },
  'asked-out': { kind: 'asked-out' },
  'asked-again': { kind: 'asked-again' },
  retry: { kind: 'retry' },
  woke: { kind: 'woke' },
  'signed-in': { kind: 'signed-in' },
  'refused-password': { kind: 'sign-in-refused', retcode: '100-004' },
  'refused-elsewhere': { kind: 'sign-in-refused', retcode: '100-002' },
  'refused-later': { kind: 'sign-in-refused', retcode: '100-003' },
  'refused-busy': { kind: 'sign-in-refused', retcode: '100-021' },
  'refused-for-good': { kind: 'sign-in-refused', retcode: '100-012' },
  unanswered: { kind: 'sign-in-unanswered', trouble: timeout, mayHaveArrived: true },
  unsent: { kind: 'sign-in-unanswered', trouble: timeout, mayHaveArrived: false },
  'knock-answered': { kind: 'knock-answered' },
  'knock-unanswered': { kind: 'knock-unanswered', trouble: timeout },
  events: { kind: 'poll-answered', hasEvents: true, isRenewed: false, ms: 10 },
  empty: { kind: 'poll-answered', hasEvents: false, isRenewed: false, ms: 10_000 },
  renewed: { kind: 'poll-answered', hasEvents: false, isRenewed: true, ms: 10 },
  early: { kind: 'poll-answered', hasEvents: false, isRenewed: false, ms: 10 },
  'poll-failed': { kind: 'poll-failed', trouble: timeout, mayHaveArrived: true },
  'poll-odd': { kind: 'poll-odd', retcode: '000-001' },
  'poll-refused': { kind: 'poll-refused', retcode: '100-006' },
  fine: { kind: 'checked', check: { kind: 'fine' } },
  'no-session': { kind: 'checked', check: { kind: 'lost' } },
  'not-known': { kind: 'checked', check: { kind: 'unknown', reason: 'timeout' } },
  'logged-out': { kind: 'logged-out', isAccepted: true },
  'log-out-refused': { kind: 'logged-out', isAccepted: false },
  waited: { kind: 'waited' },
  lost: { kind: 'lost', retcode: '105-005' },
  untrusted: { kind: 'untrusted' },
} satisfies Record<string, SessionEvent>
type EventName = keyof typeof events

/** The machine after these events, starting signed out. */
const after = (...names: EventName[]): Machine =>
  names.reduce((machine, name) => step(machine, events[name], at).machine, initialState)

/** `phase → started activity`, a dash where the current activity continues, and the data to store. */
function told(machine: Machine, name: EventName): string {
  const { machine: next, start, refusedWith } = step(machine, events[name], at)
  const ms = start?.kind === 'wait' ? ` ${start.ms}` : ''
  const refused = refusedWith === null ? '' : ', password refused'
  const left = next.phase === 'out' && next.hasStaleSession ? ', left behind' : ''
  return `${next.phase} → ${start?.kind ?? '-'}${ms}${refused}${left}`
}

const signIn = 'entering → sign-in'
const stopped = 'stopped → rest'
const left = 'out → rest, left behind'
type Moves = Partial<Record<EventName, string>>
/** For the first sign-in; a later one differs in some fields. */
const signingIn: Moves = {
  'asked-out': 'leaving → -',
  'signed-in': 'in → poll',
  'refused-password': 'stopped → rest, password refused',
  'refused-elsewhere': stopped,
  'refused-later': 'entering → wait 500',
  'refused-busy': 'entering → wait 2000',
  'refused-for-good': stopped,
  unanswered: 'entering → wait 120000',
  unsent: 'entering → wait 500',
}
/** For a session without any failure yet. */
const polling: Moves = {
  'asked-out': 'leaving → log-out',
  'asked-again': 'renewing → log-out',
  retry: 'in → poll',
  woke: 'in → poll',
  events: 'in → wait 200',
  empty: 'in → wait 500',
  renewed: 'in → wait 500',
  early: 'in → wait 10000',
  'poll-failed': 'in → wait 500',
  'poll-odd': 'in → wait 10000',
  'poll-refused': 'in → check',
  lost: signIn,
  untrusted: stopped,
  waited: 'in → poll',
  fine: 'in → wait 500',
  'no-session': signIn,
  'not-known': 'in → wait 500',
}
/** The transition of each state for each event that can occur in it; any other event changes nothing. */
const table: Record<string, [Machine, Moves]> = {
  'signed out': [
    initialState,
    { 'asked-in': signIn, 'asked-in-once': signIn, 'asked-out': 'out → -' },
  ],
  'signing in': [after('asked-in'), signingIn],
  'signing in once': [
    after('asked-in-once'),
    {
      ...signingIn,
      'refused-password': 'out → rest, password refused',
      'refused-elsewhere': 'out → rest',
      'refused-later': 'out → rest',
      'refused-for-good': 'out → rest',
      unanswered: left,
      unsent: 'out → rest',
    },
  ],
  'signing in a third time beside another': [
    after('asked-in', 'refused-busy', 'waited', 'refused-busy', 'waited'),
    { ...signingIn, 'refused-busy': 'entering → wait 500' },
  ],
  'waiting to sign in': [
    after('asked-in', 'unsent'),
    {
      'asked-out': 'out → rest',
      retry: signIn,
      woke: signIn,
      waited: signIn,
      untrusted: stopped,
    },
  ],
  'put off by the gateway': [
    after('asked-in', 'refused-later'),
    { 'asked-out': 'out → rest', retry: signIn, waited: signIn, untrusted: stopped },
  ],
  'waiting for a lapse': [
    after('asked-in', 'unanswered'),
    {
      'asked-out': left,
      retry: signIn,
      waited: 'entering → knock',
      untrusted: stopped,
    },
  ],
  knocking: [
    after('asked-in', 'unanswered', 'waited'),
    {
      'asked-out': left,
      retry: signIn,
      'knock-answered': signIn,
      'knock-unanswered': 'entering → wait 500',
      untrusted: stopped,
    },
  ],
  'signing in for the second and last time': [
    after('asked-in', 'unanswered', 'waited', 'knock-answered'),
    {
      ...signingIn,
      // Our first sign-in may have been executed after all.
      'refused-elsewhere': 'entering → wait 10000',
      unanswered: stopped,
    },
  ],
  polling: [after('asked-in', 'signed-in'), polling],
  'polling, after one failure and two odd answers': [
    after('asked-in', 'signed-in', 'poll-failed', 'poll-odd', 'poll-odd'),
    {
      ...polling,
      'poll-failed': 'in → wait 4000',
      'poll-odd': stopped,
      fine: 'in → wait 4000',
      'not-known': 'in → wait 4000',
    },
  ],
  'polls refused twice although the session stands': [
    after('asked-in', 'signed-in', 'poll-refused', 'fine', 'poll-refused', 'fine', 'poll-refused'),
    {
      ...polling,
      'poll-failed': 'in → wait 2000',
      fine: 'renewing → log-out',
      'not-known': 'in → wait 2000',
    },
  ],
  'logging out to sign in anew': [
    after(
      'asked-in',
      'signed-in',
      ...(['poll-refused', 'fine', 'poll-refused', 'fine', 'poll-refused', 'fine'] as const),
    ),
    { 'asked-out': 'leaving → -', 'logged-out': signIn, 'log-out-refused': signIn },
  ],
  'stopped by a certificate': [
    after('asked-in', 'signed-in', 'untrusted'),
    { 'asked-out': 'leaving → log-out', retry: 'in → poll' },
  ],
  'stopped by a refusal that may pass': [
    after('asked-in', 'refused-for-good'),
    { 'asked-out': 'out → rest', retry: signIn },
  ],
  'stopped by two sign-ins that nobody answered': [
    after('asked-in', 'unanswered', 'waited', 'knock-answered', 'unanswered'),
    { 'asked-out': left, retry: signIn },
  ],
  'stopped by a refused password': [
    after('asked-in', 'refused-password'),
    { 'asked-out': 'out → rest' },
  ],
  'leaving while signing in': [
    after('asked-in', 'asked-out'),
    {
      'signed-in': 'leaving → log-out',
      'refused-password': 'out → rest',
      'refused-elsewhere': 'out → rest',
      'refused-later': 'out → rest',
      'refused-busy': 'out → rest',
      'refused-for-good': 'out → rest',
      unanswered: left,
      unsent: 'out → rest',
      'logged-out': 'out → rest',
      'log-out-refused': left,
    },
  ],
}

/** The possible results of an activity; in a state without that activity, the event cannot occur. */
const doneBy: Record<string, EventName[]> = {
  'sign-in': [
    'signed-in',
    'refused-password',
    'refused-elsewhere',
    'refused-later',
    'refused-busy',
    'refused-for-good',
    'unanswered',
    'unsent',
  ],
  knock: ['knock-answered', 'knock-unanswered'],
  poll: ['events', 'empty', 'renewed', 'early', 'poll-failed', 'poll-odd', 'poll-refused'],
  check: ['fine', 'no-session', 'not-known'],
  'log-out': ['logged-out', 'log-out-refused'],
  wait: ['waited'],
}
const ends = new Set(Object.values(doneBy).flat())

describe.each(Object.entries(table))('%s', (_, [machine, moves]) => {
  const names = Object.keys(events) as EventName[]
  it.each(Object.entries(moves))('%s: %s', (name, expected) => {
    expect(told(machine, name as EventName)).toBe(expected)
  })
  it('does not change on late or unrelated events', () => {
    for (const name of names.filter((one) => !(one in moves) && !ends.has(one))) {
      expect(step(machine, events[name], at), name).toEqual({
        machine,
        start: null,
        refusedWith: null,
      })
    }
  })
})

describe('100-002', () => {
  const now = (machine: Machine, name: EventName, ms: number) =>
    step(machine, events[name], { ...at, now: ms }).machine

  it('after a poll without a response is our own session, until it must have expired', () => {
    const again = after('asked-in', 'signed-in', 'poll-failed', 'waited', 'lost')
    expect(told(again, 'refused-elsewhere')).toBe('entering → wait 10000')
    expect(now(again, 'refused-elsewhere', at.now + 149_999).phase).toBe('entering')
    expect(now(again, 'refused-elsewhere', at.now + 150_000).phase).toBe('stopped')
  })

  it('after a poll with a response is another client', () => {
    const again = after('asked-in', 'signed-in', 'poll-failed', 'waited', 'empty', 'lost')
    expect(told(again, 'refused-elsewhere')).toBe(stopped)
  })

  it.each(['logged-out', 'log-out-refused'] as const)(
    'after our own session was %s is that one',
    (name) => {
      const [renewing] = table['logging out to sign in anew'] ?? []
      const { machine } = step(renewing ?? initialState, events[name], at)
      expect(told(machine, 'refused-elsewhere')).toBe('entering → wait 10000')
    },
  )
})

it('does not hold it against a session that the one before it was ended on purpose', () => {
  const again = after('asked-in', 'signed-in', 'asked-again', 'logged-out', 'signed-in')
  expect(again).toEqual(after('asked-in', 'signed-in'))
})

it('leaves no stale session once an unanswered sign-in has expired', () => {
  const silent = after('asked-in', 'unanswered')
  const later = { ...at, now: at.now + 150_000 }
  expect(step(silent, events['asked-out'], later).machine).toMatchObject({ hasStaleSession: false })
})

it('never sends a password because of a resume, except where the last one did not arrive', () => {
  for (const [name, [machine]] of Object.entries(table)) {
    const sends = step(machine, events.woke, at).start?.kind === 'sign-in'
    expect(sends, name).toBe(name === 'waiting to sign in')
  }
})

it('reports what it does', () => {
  const states = Object.entries(table).map(([name, [machine]]) => [name, stateOf(machine).kind])
  expect(Object.fromEntries(states)).toEqual({
    'signed out': 'signed-out',
    'signing in': 'signing-in',
    'signing in once': 'signing-in',
    'signing in a third time beside another': 'signing-in',
    'waiting to sign in': 'interrupted',
    'put off by the gateway': 'interrupted',
    'waiting for a lapse': 'interrupted',
    knocking: 'interrupted',
    'signing in for the second and last time': 'interrupted',
    polling: 'signed-in',
    'polling, after one failure and two odd answers': 'signed-in',
    'polls refused twice although the session stands': 'signed-in',
    'logging out to sign in anew': 'interrupted',
    'stopped by a certificate': 'stopped',
    'stopped by a refusal that may pass': 'stopped',
    'stopped by two sign-ins that nobody answered': 'stopped',
    'stopped by a refused password': 'stopped',
    'leaving while signing in': 'signed-out',
  })
})
