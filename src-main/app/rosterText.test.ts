import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText, readCsv, readText, toCsv } from './rosterText.ts'

const chen = { agentId: '10412', name: '陈伟' }
const lopez = { agentId: '10407', name: 'Maria Lopez' }
const gbk = [0xb3, 0xc2, 0xce, 0xb0] // 陈伟
const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : part)),
  )

describe('the text of a file', () => {
  it.each([
    ['UTF-8', bytes('10412,陈伟')],
    ['UTF-8 with a byte order mark', bytes([0xef, 0xbb, 0xbf], '10412,陈伟')],
    ['GBK', bytes('10412,', gbk)],
    ['UTF-16', new Uint8Array(Buffer.from('\uFEFF10412,陈伟', 'utf16le'))],
    [
      'UTF-16 the other way round',
      new Uint8Array(Buffer.from('\uFEFF10412,陈伟', 'utf16le').swap16()),
    ],
  ])('is read from %s', (_encoding, file) => {
    expect(decodeText(file)).toBe('10412,陈伟')
  })
})

describe('agents in a CSV file', () => {
  it.each([
    ['with a header', 'id,name\r\n10412,陈伟\r\n10407,Maria Lopez\r\n'],
    ['without one', '10412,陈伟\n10407,Maria Lopez'],
    ['with the names first', 'Name;Agent ID\n陈伟;10412\nMaria Lopez;10407'],
    ['with a Chinese header', '姓名,座席工号,班组\n陈伟,10412,早班\nMaria Lopez,10407,早班'],
    ['with a header that nobody knows', 'who,whom\n10412,陈伟\n10407,Maria Lopez'],
    ['with tabs', '10412\t陈伟\n10407\tMaria Lopez'],
    ['with Chinese commas', '10412，陈伟\n10407，Maria Lopez'],
    ['with quotes, old line ends and empty lines', '"10412","陈伟"\r\r"10407","Maria Lopez"\r'],
    [
      'as a spreadsheet keeps digits from being reckoned with',
      '="10412",陈伟\n\'10407,Maria Lopez',
    ],
    ['with a row number before it', '1,10412,陈伟\n2,10407,Maria Lopez'],
    ['with a title above the header', 'Early shift\nid,name\n10412,陈伟\n10407,Maria Lopez'],
    ['with full-width digits', '１０４１２,陈伟\n10407,Maria Lopez'],
  ])('are found %s', (_form, text) => {
    expect(readCsv(text)).toMatchObject({ agents: [chen, lopez], rejectedCount: 0 })
  })

  it('may have commas, quotes and line ends in their names', () => {
    const name = 'Lopez, "Maria"\nvoice'
    expect(readCsv('id,name\n10407,"Lopez, ""Maria""\nvoice"').agents).toEqual([
      { agentId: '10407', name },
    ])
  })

  it('are each named once, and what is no id is named with the reason', () => {
    expect(readCsv('id,name\n10412,陈伟\n10412,\n99,x\nx7,y\n,nobody\n700001,Z')).toEqual({
      agents: [chen, { agentId: '700001', name: 'Z' }],
      duplicates: ['10412'],
      newRange: ['700001'],
      rejected: [
        { text: '99', why: 'out-of-range' },
        { text: 'x7', why: 'not-a-number' },
        { text: 'nobody', why: 'not-a-number' },
      ],
      rejectedCount: 3,
    })
  })

  it('are not invented: of a wrong file the first pieces are named, and all are counted', () => {
    const rows = Array.from({ length: 500 }, (_, i) => `x${i},y`)
    const { agents, rejected, rejectedCount } = readCsv(['id,name', ...rows].join('\n'))
    expect([agents.length, rejected.length, rejectedCount]).toEqual([0, 100, 500])
  })
})

describe('agents in any text', () => {
  it.each([
    ['a list', '10412, 10407', ['10412', '10407']],
    [
      'a mail',
      'Please watch Chen Wei (10412) and Maria (10407) from 14:30 on.',
      ['10412', '10407'],
    ],
    ['Chinese prose', '请监看工号10412和座席10407。', ['10412', '10407']],
    ['numbered lines', '1. 10412\n2. 10407', ['10412', '10407']],
  ])('are found in %s', (_form, text, ids) => {
    expect(readText(text).agents.map(({ agentId }) => agentId)).toEqual(ids)
  })

  it('are not the numbers of lines', () => {
    expect(readText('1. 10412\n99) 10407').rejectedCount).toBe(0)
  })

  it.each([
    ['10412 陈伟', '陈伟'],
    ['陈伟（工号：10412）', '陈伟'],
    ['1) Chen Wei - 10412', 'Chen Wei'],
    ['| 10412 | Chen Wei | early |', 'Chen Wei'],
    ['ID: 10412', ''],
    ['Chen Wei 10412, Maria 10407', ''],
  ])('take the name from a line of their own: %j', (line, name) => {
    expect(readText(line).agents[0]).toEqual({ agentId: '10412', name })
  })

  it('are no dates, times, phone numbers or parts of words, and numbers are named', () => {
    const found = readText('2026-03-02 14:30 021-5550-1234 x10412 10407abc 1065000 9.5')
    expect(found.agents).toEqual([])
    expect(found.rejected).toEqual([
      { text: '2026-03-02', why: 'not-a-number' },
      { text: '14:30', why: 'not-a-number' },
      { text: '021-5550-1234', why: 'not-a-number' },
      { text: '1065000', why: 'out-of-range' },
      { text: '9.5', why: 'not-a-number' },
    ])
  })
})

describe('the CSV that is written', () => {
  it('begins with a byte order mark and a header, and quotes what needs it', () => {
    const name = 'Lopez, "Maria"'
    expect(toCsv([chen, { agentId: '10407', name }])).toBe(
      '\uFEFFid,name\r\n10412,陈伟\r\n10407,"Lopez, ""Maria"""\r\n',
    )
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1', '\t=1'])(
    'makes no spreadsheet calculate %j',
    (name) => {
      expect(toCsv([{ agentId: '10412', name }])).toMatch(/,"?'/)
    },
  )

  it('is read back as it was, whatever the names', () => {
    const agent = fc.record({
      agentId: fc.integer({ min: 101, max: 59_999 }).map(String),
      name: fc
        .oneof(fc.string({ maxLength: 40 }), fc.constantFrom('=1+1', '@x', "'", '"', 'a,b', 'a;b'))
        // A name is trimmed, and an apostrophe before a formula cannot be told from the mark.
        .map((name) => name.replace(/^['\s\p{Cc}]+/u, '').trim()),
    })
    const roster = fc.uniqueArray(agent, { selector: ({ agentId }) => agentId, minLength: 1 })
    fc.assert(
      fc.property(roster, (agents) => {
        expect(readCsv(decodeText(Buffer.from(toCsv(agents)))).agents).toEqual(agents)
      }),
    )
  })
})
