import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkAgentId, checkGuid, checkPassword, checkPhone, parseAgentList } from './agentId.ts'

it('invisible characters are removed from typed text', () => {
  expect(checkAgentId('\u202d10412\u202c')).toEqual({ ok: true, id: '10412' })
  expect(checkGuid('\u200babcdef0123456789.AgentGateway0')).toMatchObject({ ok: true })
  expect(checkPhone('\u200e70001')).toEqual({ ok: true, phone: '70001' })
  expect(parseAgentList('\uFEFF10401\n10402\u200b').ids).toEqual(['10401', '10402'])
})

describe('an agent id', () => {
  it.each(['101', '59999', '60000', '69999', '70000', '999999', ' 101 ', '１０１'])(
    '%j is one',
    (text) => {
      expect(checkAgentId(text)).toEqual({ ok: true, id: text.normalize('NFKC').trim() })
    },
  )

  it.each([
    ['', 'agent-id-empty'],
    ['　', 'agent-id-empty'],
    ['100', 'agent-id-out-of-range'],
    ['0', 'agent-id-out-of-range'],
    ['1000000', 'agent-id-out-of-range'],
    ['99999999999999999999999', 'agent-id-out-of-range'],
    ['00101', 'agent-id-invalid'],
    ['1e3', 'agent-id-invalid'],
    ['-101', 'agent-id-invalid'],
    ['101/../7', 'agent-id-invalid'],
    ['101 102', 'agent-id-invalid'],
  ])('%j is none: %s', (text, code) => {
    expect(checkAgentId(text)).toEqual({ ok: false, code })
  })
})

describe('a pasted list', () => {
  it('takes every separator, keeps the order, and lists the rejected pieces', () => {
    expect(
      parseAgentList(
        '205 101,102，103、104;105；106\r\n107\t１０８\n205 101 205 x 65000 70001 1000000 x',
      ),
    ).toEqual({
      ids: ['205', '101', '102', '103', '104', '105', '106', '107', '108', '65000', '70001'],
      duplicates: ['205', '101'],
      newRange: ['65000', '70001'],
      grouped: [],
      rejected: [
        { text: 'x', why: 'not-a-number' },
        { text: '1000000', why: 'out-of-range' },
      ],
    })
    expect(parseAgentList('"10401", <10402>; “10403” (10404)\n\'10405\'')).toMatchObject({
      ids: ['10401', '10402', '10403', '10404', '10405'],
      rejected: [],
    })
    expect(parseAgentList(' ,\n')).toEqual({
      ids: [],
      duplicates: [],
      newRange: [],
      grouped: [],
      rejected: [],
    })
  })

  it.each([
    ['10,401\n10,402', ['10,401', '10,402']],
    ['10.401', ['10.401']],
    ['10’401', ['10’401']],
    ["10'401", ["10'401"]],
    ['10\u202f401', ['10 401']],
    ['10\u00a0401', ['10 401']],
    ['１０，４０１', ['10,401']],
    ['10,401,10,402', ['10,401', '10,402']],
    ['101,102', ['101,102']],
  ])('takes no number with a thousands separator for two: %j', (text, grouped) => {
    const id = (one: string) => one.replace(/\D/, '')
    expect(parseAgentList(text)).toEqual({
      ids: [],
      duplicates: [],
      newRange: [],
      grouped: grouped.map((one) => ({ text: one, id: id(one) })),
      rejected: [],
    })
  })

  it.each([
    ['10, 401', ['401']],
    ['101 102', ['101', '102']],
    ['101,102,103', ['101', '102', '103']],
    ['10401,10402', ['10401', '10402']],
    ['10401,402', ['10401', '402']],
    ['10401 402', ['10401', '402']],
  ])('asks nothing where the numbers stand apart: %j', (text, ids) => {
    expect(parseAgentList(text)).toMatchObject({ ids, grouped: [] })
  })

  it('loses no piece', () => {
    const piece = fc.oneof(
      fc.integer({ min: 0, max: 1_000_100 }).map(String),
      fc.stringMatching(/^[a-z]{1,5}$/),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { ids, grouped, rejected } = parseAgentList(pieces.join(' '))
        const questions = grouped.flatMap(({ text }) => text.split(' '))
        const named = [...ids, ...questions, ...rejected.map(({ text }) => text)]
        expect([...new Set(named)].sort()).toEqual([...new Set(pieces)].sort())
      }),
    )
  })
})

describe('credentials', () => {
  it('are limited to the gateway’s lengths', () => {
    expect(checkPassword('密'.repeat(32)).ok).toBe(true)
    expect(checkPassword('x'.repeat(33))).toEqual({ ok: false, code: 'password-too-long' })
    expect(checkPassword(' ａ ')).toEqual({ ok: true, password: ' ａ ' })
    expect(checkPhone(' ７0021 ')).toEqual({ ok: true, phone: '70021' })
    expect(checkPhone('1'.repeat(25))).toEqual({ ok: false, code: 'phone-too-long' })
  })

  it('accept a GUID with or without its prefix, and nothing that could break a header', () => {
    const guid = '0c1f22aa-1111-2222-3333-4444555577aa.AgentGateway1'
    expect(checkGuid(` JSESSIONID=${guid}\n`)).toEqual({ ok: true, guid })
    expect(checkGuid(guid)).toEqual({ ok: true, guid })
    for (const bad of [
      '',
      'short',
      `${guid}\r\nx: y`,
      `${guid} x`,
      `${guid};x`,
      '密'.repeat(20),
      'a'.repeat(300),
    ]) {
      expect(checkGuid(bad)).toEqual({ ok: false, code: 'guid-invalid' })
    }
  })
})
