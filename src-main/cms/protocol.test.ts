import { describe, expect, it } from 'vitest'
import {
  agentCallsOf,
  agentNamesOf,
  agentStatesOf,
  callDetailsOf,
  readCmsReply,
  tenantsOf,
} from './protocol.ts'

const read = (body: unknown) => readCmsReply(JSON.stringify(body))
const calls = (result: unknown, ...queried: string[]) => {
  const all = agentCallsOf(result, new Set(queried))
  return all && Object.fromEntries(all.observations)
}
const held = (callId: string, callStatus: unknown = 6) => ({
  callId,
  callStatus,
  callInOut: 0,
  mediaType: 5,
})
const seen = (callId: string) => ({
  callId,
  callFeature: null,
  caller: '',
  called: '',
  skill: '',
})
const holding = (...callIds: string[]) => ({
  kind: 'holding',
  calls: callIds.map(seen),
  malformed: 0,
})

describe('a reply', () => {
  it('has its code as text, a number with its leading zero', () => {
    expect(read({ resultCode: '0100000', resultDesc: [] })?.retcode).toBe('0100000')
    expect(read({ resultCode: 100_000, resultDesc: [] })?.retcode).toBe('0100000')
    expect(read({ resultCode: '0100002', result: '0' })?.retcode).toBe('0100002')
  })

  it('of an earlier version succeeds with result 0', () => {
    expect(read({ result: '0', resultDatas: [1] })).toMatchObject({
      retcode: '0100000',
      result: [1],
    })
    expect(read({ result: 0, resultDatas: [1] })?.retcode).toBe('0100000')
    expect(read({ result: '7' })?.retcode).toBe('7')
  })

  it.each([
    ['the newer list', { resultDesc: [1], resultDatas: [2] }, [1]],
    ['the older one beside a text', { resultDesc: 'success', resultDatas: [2] }, [2]],
    ['the older one beside an object', { resultDesc: {}, resultDatas: [2] }, [2]],
    ['an object', { resultDesc: { callingNum: '1' } }, { callingNum: '1' }],
  ])('has as its result %s', (_name, fields, result) => {
    expect(read({ resultCode: '0100000', ...fields })?.result).toEqual(result)
  })

  it.each(['', 'null', '7', '[]', '{}', '{"retcode":"0"}', '<html>', '{"resultCode":[]}'])(
    'is not one: %s',
    (body) => {
      expect(readCmsReply(body)).toBeNull()
    },
  )

  it.each([
    [{ resultCode: '0300008', resultDesc: '' }, true],
    [{ resultCode: '0300012', resultDesc: '' }, true],
    [{ resultCode: '0301008', resultDesc: '' }, undefined],
    [{ resultCode: '0100999', resultDesc: 'Request frequency exceeds the limit' }, true],
    [{ resultCode: '0100001', resultDesc: '访问过于频繁' }, true],
    [{ resultCode: '0100001', resultDesc: 'call failed' }, undefined],
    [{ resultCode: '0100000', resultDesc: 'frequency' }, undefined],
  ])('%j asks for a pause: %s', (body, asksForPause) => {
    expect(read(body)?.asksForPause).toBe(asksForPause)
  })
})

describe('the calls of agents', () => {
  it('are held with status 6 alone', () => {
    const statuses = [0, 1, 2, 3, 4, 5, 7, 8, 9, 42]
    const list = statuses.map((status) => held(`1-${status}`, status))
    expect(calls([{ agentId: 1031, callList: list }], '1031')).toEqual({ 1031: { kind: 'none' } })
    expect(calls([{ agentId: 1031, callList: [...list, held('1-6')] }], '1031')).toEqual({
      1031: holding('1-6'),
    })
  })

  it('are judged one by one', () => {
    const callList = [held('1-1'), held('1-2', 5), held('1-3')]
    expect(calls([{ agentId: 1, callList }], '1')).toEqual({ 1: holding('1-1', '1-3') })
  })

  it('may have texts for numbers', () => {
    expect(calls([{ agentId: '1031', callList: [held('1-1', '6')] }], '1031')).toEqual({
      1031: holding('1-1'),
    })
  })

  it('leave out who was not queried, and whoever is missing', () => {
    const result = [
      { agentId: 1, callList: [] },
      { agentId: 9, callList: [held('1-1')] },
    ]
    expect(calls(result, '1', '2')).toEqual({ 1: { kind: 'none' } })
  })

  it.each([undefined, null, []])('are none with the list %j', (callList) => {
    expect(calls([{ agentId: 1, callList }], '1')).toEqual({ 1: { kind: 'none' } })
  })

  it('may be one object in place of a list, and come in several parts', () => {
    const parts = [
      { agentId: 1, callList: held('1-1') },
      { agentId: 1, callList: [held('1-2')] },
    ]
    expect(calls(parts, '1')).toEqual({ 1: holding('1-1', '1-2') })
  })

  it('are unknown where their list is not one, even if another is', () => {
    const unknown = { kind: 'unknown', reason: 'bad-reply' }
    expect(calls([{ agentId: 1, callList: 'none' }], '1')).toEqual({ 1: unknown })
    const parts = [
      { agentId: 1, callList: [] },
      { agentId: 1, callList: 7 },
    ]
    expect(calls(parts, '1')).toEqual({ 1: unknown })
  })

  it.each([
    [{ callStatus: 6 }],
    [{ callId: ' ', callStatus: '6' }],
    [{ callId: '1-1' }],
    [{ callId: '1-1', callStatus: 'HOLD' }],
    [null],
  ])('are never none with an entry that may be a held call: %j', (entry) => {
    expect(calls([{ agentId: 1, callList: [entry] }], '1')).toEqual({
      1: { kind: 'holding', calls: [], malformed: 1 },
    })
  })

  it('are counted where their status is suspended or unknown', () => {
    const callList = [held('1-1', 7), held('1-2', 7), held('1-3', 42), held('1-4', 5)]
    const all = agentCallsOf([{ agentId: 1, callList }], new Set(['1']))
    expect([...(all?.otherStatuses ?? [])]).toEqual([
      [7, 2],
      [42, 1],
    ])
    expect(all?.callIds.get('1')).toEqual(['1-1', '1-2', '1-3', '1-4'])
  })

  it('are not there where the answer has no list', () => {
    expect(calls('success', '1')).toBeNull()
    expect(calls(undefined, '1')).toBeNull()
    expect(calls([null, 7, 'x'], '1')).toEqual({})
  })
})

describe('other answers', () => {
  it('are read as the details of a call', () => {
    const details = { callingNum: '0211234', calledNum: 400, callSkill: 12, callFeature: '7' }
    const expected = { callFeature: 7, caller: '0211234', called: '400', skill: '12' }
    expect(callDetailsOf(details)).toEqual(expected)
    expect(callDetailsOf([details])).toEqual(expected)
    expect(callDetailsOf({ callSkill: 'billing' })).toBeNull()
    expect(callDetailsOf('none')).toBeNull()
  })

  it('are read as states of agents, in which 6 is not hold', () => {
    const list = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, '1'].map((currentState, at) => ({
      agentId: 100 + at,
      currentState,
    }))
    expect([...(agentStatesOf(list)?.values() ?? [])]).toEqual([
      'signed-out',
      'idle',
      ...Array.from({ length: 4 }, () => 'talking'),
      'wrap-up',
      'busy',
      'rest',
      'rest',
      'unknown',
      'idle',
    ])
    expect(agentStatesOf({ count: 1, agents: list })?.size).toBe(12)
    expect(agentStatesOf('none')).toBeNull()
  })

  it('are read as names of agents, and as tenants', () => {
    expect(agentNamesOf([{ agentId: 1031, name: 'Ana ' }, { name: 'x' }])).toEqual(
      new Map([['1031', 'Ana']]),
    )
    expect(agentNamesOf(7)).toBeNull()
    expect(tenantsOf([{ ccId: '1', vdnId: 7 }])).toEqual(['1/7'])
    expect(tenantsOf('none')).toBeNull()
  })
})
