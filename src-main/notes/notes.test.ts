import { describe, expect, it } from 'vitest'
import { RequestError } from '../base/requestError.ts'
import type { NoteAnswer, NoteSession } from './noteSession.ts'
import { Notes } from './notes.ts'

const accepted: NoteAnswer = { kind: 'accepted' }
const hold = { holdId: '10401/1-1#1', agentId: '10401', number: '02155501234' }

/** Notes over a session that answers as a test says, by a clock that it turns. */
function start() {
  const hands = {
    now: 1_000_000,
    isOn: true,
    session: true,
    ownId: '10301' as string | null,
    answer: (): NoteAnswer | Promise<NoteAnswer> => accepted,
    changes: 0,
  }
  const sent: [string, string][] = []
  const recorded: unknown[] = []
  const session: NoteSession = {
    get ownId() {
      return hands.ownId
    },
    sendNote: async (agentId, text) => {
      sent.push([agentId, text])
      return hands.answer()
    },
  }
  const notes = new Notes({
    now: () => hands.now,
    isOn: () => hands.isOn,
    session: () => (hands.session ? session : null),
    onSent: (holdId, note) => (retcode) => void recorded.push({ holdId, ...note, retcode }),
    onChange: () => (hands.changes += 1),
  })
  const failure = (work: Promise<void>) =>
    work.then(
      () => null,
      (error: unknown) => {
        if (error instanceof RequestError) return error.appError
        throw error
      },
    )
  return {
    hands,
    notes,
    sent,
    recorded,
    send: (text: string) => failure(notes.send(hold, text)),
    test: (text: string) => failure(notes.sendTest(text)),
  }
}

describe('a note about a hold', () => {
  it('goes to its agent as one line, and is known and recorded as accepted', async () => {
    const { hands, notes, sent, recorded, send } = start()
    expect(await send('Please\r\ngo back')).toBeNull()
    const note = { text: 'Please go back', by: '10301', at: 1_000_000, retcode: '0' }
    expect(sent).toEqual([['10401', 'Please go back']])
    expect(recorded).toEqual([{ holdId: hold.holdId, ...note }])
    expect(notes.of(hold.holdId)).toEqual([note])
    expect(notes.acceptedAt(hold.holdId)).toBe(1_000_000)
    expect(hands.changes).toBe(1)
  })

  it.each<[NoteAnswer, string | null, object]>([
    [
      { kind: 'refused', retcode: '100-006' },
      '100-006',
      { code: 'note-agent-signed-out', params: { agent: '10401', retcode: '100-006' } },
    ],
    [
      { kind: 'refused', retcode: '100-007' },
      '100-007',
      { code: 'note-agent-unknown', params: { agent: '10401', retcode: '100-007' } },
    ],
    [
      { kind: 'refused', retcode: '100-001' },
      '100-001',
      { code: 'note-refused', params: { agent: '10401', retcode: '100-001' } },
    ],
    [
      { kind: 'unanswered', reason: 'timeout', mayHaveArrived: true },
      null,
      { code: 'note-unanswered', params: { agent: '10401' } },
    ],
    [
      { kind: 'unanswered', reason: 'signed-out', mayHaveArrived: false },
      null,
      { code: 'note-not-sent', params: { agent: '10401' } },
    ],
  ])(
    'that is answered %j is recorded, and never called accepted',
    async (answer, retcode, error) => {
      const { hands, notes, recorded, send } = start()
      hands.answer = () => answer
      expect(await send('x')).toEqual(error)
      expect(recorded).toMatchObject([{ retcode }])
      expect(notes.acceptedAt(hold.holdId)).toBeNull()
    },
  )

  it.each([
    ['off', { isOn: false }, 'notes-off'],
    ['without a session', { session: false }, 'note-no-session'],
  ])('is not sent while notes are %s', async (_, change, code) => {
    const { hands, sent, recorded, send } = start()
    Object.assign(hands, change)
    expect(await send('x')).toMatchObject({ code })
    expect([sent, recorded]).toEqual([[], []])
  })

  it('is not sent with the caller’s number in it', async () => {
    const { sent, send } = start()
    expect(await send('Call 021-55501234')).toMatchObject({ code: 'note-has-number' })
    expect(sent).toEqual([])
  })
})

describe('to each agent', () => {
  it('at most one note goes a minute', async () => {
    const { hands, sent, send } = start()
    await send('one')
    hands.now += 59_999
    expect(await send('two')).toEqual({
      code: 'note-too-soon',
      params: { seconds: 1, agent: '10401' },
    })
    hands.now += 1
    expect(await send('two')).toBeNull()
    expect(sent).toHaveLength(2)
  })

  it('no second one goes while the first is on its way', async () => {
    const { hands, sent, send } = start()
    const { promise, resolve } = Promise.withResolvers<NoteAnswer>()
    hands.answer = () => promise
    const first = send('one')
    expect(await send('two')).toMatchObject({ code: 'note-too-soon' })
    resolve(accepted)
    await first
    expect(sent).toHaveLength(1)
  })

  it.each<[NoteAnswer, string | null]>([
    [{ kind: 'unanswered', reason: 'timeout', mayHaveArrived: true }, 'note-too-soon'],
    [{ kind: 'unanswered', reason: 'unreachable', mayHaveArrived: false }, null],
    [{ kind: 'refused', retcode: '100-006' }, null],
  ])('one that ended with %j counts only if it may have arrived', async (answer, code) => {
    const { hands, send } = start()
    hands.answer = () => answer
    await send('one')
    hands.answer = () => accepted
    expect((await send('two'))?.code ?? null).toBe(code)
  })
})

describe('a test note', () => {
  it('goes to the account itself, also while notes are off, and is no note about a hold', async () => {
    const { hands, sent, recorded, test } = start()
    hands.isOn = false
    expect(await test('Test')).toBeNull()
    expect(sent).toEqual([['10301', 'Test']])
    expect(recorded).toEqual([])
  })

  it('needs an account that is signed in', async () => {
    const { hands, sent, test } = start()
    hands.ownId = null
    expect(await test('Test')).toMatchObject({ code: 'note-no-session' })
    expect(sent).toEqual([])
  })
})

it('what was sent before a restart is known again', () => {
  const { notes } = start()
  const note = { text: 'x', by: '10301', at: 5, retcode: '0' }
  notes.restore(new Map([[hold.holdId, [note, { ...note, at: 9, retcode: null }]]]))
  expect(notes.acceptedAt(hold.holdId)).toBe(5)
})
