import { describe, expect, it } from 'vitest'
import { emptyRow, mergeRows, readLines, rowOf, toAgents } from './credentialRows.ts'

describe('pasted lines', () => {
  it('reads id and GUID, and returns lines that it cannot parse', () => {
    const read = readLines('10401 g-1\n\n10402\tg-2.AgentGateway0\nnonsense\n10403', 'guid')
    expect(read.rows.map(({ agentId, guid }) => [agentId, guid])).toEqual([
      ['10401', 'g-1'],
      ['10402', 'g-2.AgentGateway0'],
    ])
    expect(read.rejects).toEqual([
      { text: 'nonsense', why: 'no-number' },
      { text: '10403', why: 'no-secret' },
    ])
  })

  it('keeps commas in a password', () => {
    expect(readLines('10401 a,b;c 70021', 'password').rows[0]).toMatchObject({
      password: 'a,b;c',
      phone: '70021',
    })
  })

  it.each([
    ['10401,pass word,70021', 'pass word', '70021'],
    ['10401; a,b ;70021', 'a,b', '70021'],
    ['10401\tp w;\t70021', 'p w;', '70021'],
    ['１０４０１，secret，70021', 'secret', '70021'],
    ['10401；secret', 'secret', ''],
    ['\u202d10401\u202c,pass word,70021', 'pass word', '70021'],
    ['10401, secret,', 'secret', ''],
    ['10401 secret 70021', 'secret', '70021'],
  ])('separates %j by what stands after the id', (line, password, phone) => {
    expect(readLines(line, 'password').rows).toMatchObject([{ agentId: '10401', password, phone }])
  })

  it.each([
    ['id,password,phone', 'no-number'],
    ['1065000,x', 'out-of-range'],
    ['100 x', 'out-of-range'],
    ['10401', 'no-secret'],
    ['10401,,70021', 'no-secret'],
    ['10401,a,b,70021', 'too-many'],
    ['10401 secret, 70021', 'mixed'],
  ])('explains why %j is rejected', (line, why) => {
    expect(readLines(line, 'password')).toEqual({ rows: [], rejects: [{ text: line, why }] })
  })

  it('replaces and finds rows regardless of invisible characters in their ids', () => {
    const rows = mergeRows([emptyRow('\u202d10401')], [emptyRow('10401')])
    expect(rows).toHaveLength(1)
    const typed = [emptyRow('10401\u200b')]
    const error = { code: 'agent-id-invalid', field: 'agents', params: { text: '10401' } } as const
    expect(rowOf(error, typed)).toMatchObject({ part: 'id' })
    expect(toAgents(typed, 'guid')).toEqual([{ agentId: '10401', credential: null }])
  })

  it('replaces rows of the same id and empty ones', () => {
    const rows = mergeRows(
      [emptyRow(), emptyRow('1'), emptyRow('2')],
      [emptyRow('2'), emptyRow('3')],
    )
    expect(rows.map(({ agentId }) => agentId)).toEqual(['1', '2', '3'])
  })
})

describe('the data for the main process', () => {
  it('omits an empty credential, so that the stored one stays', () => {
    const rows = [emptyRow(' 1 '), { ...emptyRow('2'), guid: ' g ' }, emptyRow('')]
    expect(toAgents(rows, 'guid')).toEqual([
      { agentId: '1', credential: null },
      { agentId: '2', credential: { kind: 'guid', guid: 'g' } },
    ])
  })
})
