import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  eventsOf,
  heldCallOf,
  observationOf,
  passwordNews,
  readReply,
  agentDirectoryOf,
  yesOrNo,
} from './protocol.ts'

const read = (reply: unknown) => {
  const envelope = readReply(JSON.stringify(reply))
  if (envelope === null) throw new Error('not an envelope')
  return envelope
}
const parsedReply = (reply: unknown) => observationOf(read(reply))
const call = { callfeature: 7, callid: '1-2', caller: '4008000', called: '0139', callskill: 's' }
const seen = { callId: '1-2', callFeature: 7, caller: '4008000', called: '0139', skill: 's' }

describe('the hold in an agent’s own snapshot', () => {
  const at = 1_760_000_200_000
  const snapshot = (agentStateInfo: unknown, retcode = '0') =>
    heldCallOf(read({ retcode, result: { agentStateInfo } }))
  const hold = { holdCallId: '1-2', beginHoldTime: String(at), currentTime: String(at + 130_000) }

  it('is its duration by the gateway’s own clock, from strings or numbers', () => {
    expect(snapshot(hold)).toEqual({ callId: '1-2', heldMs: 130_000 })
    const numbers = { ...hold, beginHoldTime: at, currentTime: at }
    expect(snapshot(numbers)).toEqual({ callId: '1-2', heldMs: 0 })
  })

  it.each([
    ['no call', { holdCallId: '' }],
    ['no start', { beginHoldTime: null }],
    ['an empty start', { beginHoldTime: '' }],
    ['a start of 0', { beginHoldTime: '0' }],
    ['a start that is a date', { beginHoldTime: '2025-10-09 10:56:40' }],
    ['a start in the future', { beginHoldTime: String(at + 130_001) }],
    ['a hold longer than a day', { beginHoldTime: String(at - 86_400_000) }],
    ['seconds', { beginHoldTime: '1760000200', currentTime: '1760000330' }],
    ['a start in seconds', { beginHoldTime: '1760000200' }],
    ['no current time', { currentTime: undefined }],
  ])('is nothing with %s', (_, over) => {
    expect(snapshot({ ...hold, ...over })).toBeNull()
  })

  it('is null where the query was refused or the reply is not a snapshot', () => {
    expect(snapshot(hold, '000-003')).toBeNull()
    expect(snapshot(null)).toBeNull()
    expect(snapshot('busy')).toBeNull()
    expect(heldCallOf(read({ retcode: '0', result: [] }))).toBeNull()
  })
})

describe('the content of a hold list', () => {
  it.each([
    [{ retcode: '400-003', message: '' }],
    [{ retcode: '0' }],
    [{ retcode: 0, result: null }],
    [{ retcode: '0', result: [], extra: 1 }],
  ])('nothing is held: %j', (reply) => {
    expect(parsedReply(reply)).toEqual({ kind: 'none' })
  })

  it.each([
    ['100-007', 'gateway-error'],
    ['300-001', 'no-right'],
    ['300-002', 'not-visible'],
    ['900-002', 'no-right'],
    ['000-005', 'no-right'],
    ['100-006', 'signed-out'],
    ['977-123', 'gateway-error'],
    ['400-004', 'gateway-error'],
    ['', 'gateway-error'],
  ])('%s is unknown, never nothing', (retcode, reason) => {
    const reply = { retcode, message: '', result: [], event: null }
    expect(observationOf(reply)).toEqual({ kind: 'unknown', reason, retcode })
  })

  it.each([
    ['as documented', [call]],
    ['as one object', call],
    ['numbers for texts', [{ ...call, caller: 4008000 }]],
    ['texts for numbers', [{ ...call, callfeature: '7' }]],
    ['extra and unused fields', [{ ...call, begintime: null, new: {} }]],
    ['twice the same call', [call, call]],
  ])('reads a list %s', (_, result) => {
    expect(parsedReply({ retcode: 0, msg: 'x', result })).toEqual({
      kind: 'holding',
      calls: [seen],
      malformed: 0,
    })
  })

  it('includes the valid entries besides those without a call id', () => {
    const result = [
      { ...call, callid: '' },
      call,
      null,
      7,
      { caller: '1' },
      { ...call, callid: {} },
    ]
    expect(parsedReply({ retcode: '0', result })).toEqual({
      kind: 'holding',
      calls: [seen],
      malformed: 5,
    })
  })

  it('is not empty when every entry is malformed', () => {
    expect(parsedReply({ retcode: '0', result: [{}] })).toEqual({
      kind: 'holding',
      calls: [],
      malformed: 1,
    })
  })

  it.each([['text'], [7], [true], ['']])(
    'a result that is no list is a bad reply: %j',
    (result) => {
      expect(parsedReply({ retcode: '0', result })).toEqual({
        kind: 'unknown',
        reason: 'bad-reply',
      })
    },
  )

  it('treats unknown and missing call types alike', () => {
    const result = [
      { ...call, callfeature: 977 },
      { callid: 5, callfeature: 'x' },
    ]
    expect(parsedReply({ retcode: '0', result })).toMatchObject({
      calls: [{ callFeature: 977 }, { callId: '5', callFeature: null, caller: '', skill: '' }],
    })
  })

  it('preserves every digit of a number sent as a number', () => {
    const body = '{"retcode":"0","result":[{"callid":"1","caller":861234567890123456789012}]}'
    const reply = readReply(body)
    expect(reply && observationOf(reply)).toMatchObject({
      calls: [{ caller: '861234567890123456789012' }],
    })
  })

  it.each([
    [null],
    [''],
    ['<html>'],
    ['[]'],
    ['null'],
    ['{}'],
    ['{"retcode":null}'],
    ['{"retcode":'],
  ])('%j is no answer of a gateway', (body) => {
    expect(readReply(body)).toBeNull()
  })

  it('never throws for any input, and is "none" only in the two cases', () => {
    const result = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, undefined, [], {}, ''),
      fc.array(fc.oneof(fc.jsonValue(), fc.record({ callid: fc.jsonValue() }))),
    )
    const retcode = fc.oneof(
      fc.constantFrom('0', 0, '400-003', '100-006', ' 0', '00', '400-0030', 'constructor'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(retcode, result, (code, list) => {
        const reply = readReply(JSON.stringify({ retcode: code, result: list }))
        if (reply === null) return
        const observation = observationOf(reply)
        const empty =
          list === null || list === undefined || (Array.isArray(list) && list.length === 0)
        const nothing = reply.retcode === '400-003' || (reply.retcode === '0' && empty)
        expect(observation.kind === 'none').toBe(nothing)
        if (observation.kind !== 'holding') return
        const entries = Array.isArray(list) ? list.length : 1
        expect(observation.calls.length + observation.malformed).toBeLessThanOrEqual(entries)
        expect(observation.calls.length + observation.malformed).toBeGreaterThan(0)
        expect(observation.calls.every(({ callId }) => callId !== '')).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('the other replies', () => {
  it('reads rosters of each shape, with the state of table A or else B', () => {
    expect(
      agentDirectoryOf([
        { workno: '101', name: 'A', groupname: 'G', status: 7 },
        { workNo: 102, status: '2' },
        { workno: '103', ctiStatus: '8' },
        // Signed out and talking: one of the two tables is wrong.
        { workno: '105', status: 2, ctiStatus: 5 },
        { workno: '106', status: 2, ctiStatus: 0 },
        { workno: '104', status: 42 },
        { name: 'no id' },
        { workno: '101', status: 3 },
      ]),
    ).toEqual([
      { agentId: '101', name: 'A', group: 'G', state: 'talking' },
      { agentId: '102', name: '', group: '', state: 'signed-out' },
      { agentId: '103', name: '', group: '', state: 'rest' },
      { agentId: '105', name: '', group: '', state: 'unknown' },
      { agentId: '106', name: '', group: '', state: 'signed-out' },
      { agentId: '104', name: '', group: '', state: 'unknown' },
    ])
    expect(agentDirectoryOf(null)).toEqual([])
    expect(agentDirectoryOf('x')).toBeNull()
    expect(agentDirectoryOf([1, 2])).toBeNull()
  })

  it('reads the password state from the sign-in reply', () => {
    expect(passwordNews({ isForceChange: 'true', timeRemaining: '5' })).toEqual({
      mustChangePassword: true,
      passwordDaysLeft: 5,
    })
    const nothing = { mustChangePassword: false, passwordDaysLeft: null }
    expect(passwordNews({ isForceChange: false, timeRemaining: '' })).toEqual(nothing)
    expect(passwordNews(null)).toEqual(nothing)
  })

  it('reads yes, no and neither', () => {
    expect([true, 'true', 'FALSE', 0, null, {}].map(yesOrNo)).toEqual([
      true,
      true,
      false,
      false,
      null,
      null,
    ])
  })

  it('reads no, one and several events', () => {
    const event = { eventType: 'AgentEvent_Hold', workNo: 101, content: '1-2' }
    const expected = { type: 'AgentEvent_Hold', workNo: '101', content: '1-2', generatedAt: null }
    expect(eventsOf(undefined)).toEqual([])
    expect(eventsOf(event)).toEqual([expected])
    expect(eventsOf([event, null, { eventType: 5 }])).toEqual([expected])
  })

  it.each([
    [1_760_000_200_123, 1_760_000_200_123],
    ['1760000200123', 1_760_000_200_123],
    [1_760_000_200, null],
    [null, null],
    ['soon', null],
  ])('reads when an event happened from %j', (eventGenTime, generatedAt) => {
    expect(eventsOf({ eventType: 'AgentEvent_Hold', eventGenTime })).toMatchObject([
      { generatedAt },
    ])
  })
})
