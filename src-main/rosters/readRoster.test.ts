import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FileChoice } from '../../src-shared/contract/index.ts'
import { readRosterFile, readRosterText } from './readRoster.ts'
import { toCsv } from './writeRoster.ts'

const chen = { agentId: '10412', name: '陈伟' }
const lopez = { agentId: '10407', name: 'Maria Lopez' }

const read = (content: string | Buffer, choice: FileChoice = {}) => {
  const result = readRosterFile(new Uint8Array(Buffer.from(content)), choice)
  if (result === null) throw new Error('nothing in it')
  return result
}

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
    ['with full-width digits', '１０４１２,陈伟\n10407,Maria Lopez'],
    ['with characters that nobody sees', '\u202d10412\u202c,陈伟\n10407\u200b,Maria Lopez'],
  ])('are found %s', (_form, text) => {
    expect(read(text)).toMatchObject({ agents: [chen, lopez], leftOutCount: 0 })
  })

  it.each([
    [
      'Early shift,,\r\nAgent ID,Name,Extension\r\n10401,Chen Wei,4412\r\n',
      [{ agentId: '10401', name: 'Chen Wei' }],
      [{ line: 1, text: 'Early shift', why: 'above-headings' }],
    ],
    [
      'sep=;\r\nAgent ID;Name;Extension\r\n10401;Chen Wei;4412\r\n',
      [{ agentId: '10401', name: 'Chen Wei' }],
      [],
    ],
    [
      'id,name\r\n10401,"Chen Wei\r\n10402,Li Na\r\n10403,Tom\r\n',
      [
        { agentId: '10401', name: 'Chen Wei' },
        { agentId: '10402', name: 'Li Na' },
        { agentId: '10403', name: 'Tom' },
      ],
      [],
    ],
    ['班组名称,工号,姓名\r\n一班,10401,陈伟\r\n', [{ agentId: '10401', name: '陈伟' }], []],
    ['座席,工号\r\n陈伟,10401\r\n', [{ agentId: '10401', name: '陈伟' }], []],
    [
      'Nebenstelle;Kennung;Name\r\n4412;10401;Chen Wei\r\n',
      [{ agentId: '10401', name: 'Chen Wei' }],
      [],
    ],
    [
      Buffer.from('Agent-ID;Name\r\n10401;Jörg Müller\r\n10402;André\r\n', 'latin1'),
      [
        { agentId: '10401', name: 'Jörg Müller' },
        { agentId: '10402', name: 'André' },
      ],
      [],
    ],
    [Buffer.from('id,name\r\n10401,陈伟\r\n', 'utf16le'), [{ agentId: '10401', name: '陈伟' }], []],
    [
      '10401,Chen\n\nid,name\n10402,Li Na\n',
      [
        { agentId: '10401', name: 'Chen' },
        { agentId: '10402', name: 'Li Na' },
      ],
      [],
    ],
    ['Queue,Agent ID\r\nBilling,10401\r\n', [{ agentId: '10401', name: '' }], []],
  ])('are those that are meant, by the names they have: %j', (content, agents, leftOut) => {
    expect(read(content)).toMatchObject({ agents, leftOut })
  })

  it('are each listed once, and every rejected line is listed with its reason', () => {
    const text = 'Shift A\nid,name\n10412,陈伟\n10412,\n99,x\nx7,y\n,nobody\n\n700001,Z\n10,401,V'
    expect(read(text.replace('10,401', '"10,401"'))).toMatchObject({
      agents: [chen, { agentId: '700001', name: 'Z' }],
      newRange: ['700001'],
      grouped: [{ text: '10,401', id: '10401' }],
      leftOut: [
        { line: 1, text: 'Shift A', why: 'above-headings' },
        { line: 4, text: '10412', why: 'named-twice' },
        { line: 5, text: '99', why: 'out-of-range' },
        { line: 6, text: 'x7', why: 'not-a-number' },
        { line: 7, text: 'nobody', why: 'no-id' },
        { line: 10, text: '10,401', why: 'grouped' },
      ],
      leftOutCount: 6,
    })
  })

  it('are not invented: of a wrong file the first lines are listed, and all are counted', () => {
    const rows = Array.from({ length: 500 }, (_, i) => `x${i},y`)
    const { agents, leftOut, leftOutCount } = read(['id,name', ...rows].join('\n'))
    expect([agents.length, leftOut.length, leftOutCount]).toEqual([0, 100, 500])
  })

  it('are parsed as chosen', () => {
    const text = 'id,name,ext\n10401,Chen,4412\n"10,402",Li,4413'
    expect(read(text, { idColumn: 2, nameColumn: null }).agents).toEqual([
      { agentId: '4412', name: '' },
      { agentId: '4413', name: '' },
    ])
    expect(read(text, { joinGroups: true })).toMatchObject({
      agents: [
        { agentId: '10401', name: 'Chen' },
        { agentId: '10402', name: 'Li' },
      ],
      leftOut: [],
    })
    const anyText = read('Agent,Note\n10401,call 10402', { idColumn: null })
    expect(anyText).toMatchObject({ idColumn: null, nameColumn: null })
    expect(anyText.agents.map(({ agentId }) => agentId)).toEqual(['10401', '10402'])
    expect(read(Buffer.from([0xb3, 0xc2]), { encoding: 'gbk', idColumn: 0 }).firstRows).toEqual([
      { line: 1, cells: ['陈'] },
    ])
  })

  it('are returned with the content of the columns and the first rows', () => {
    const rows = Array.from({ length: 9 }, (_, i) => `${10401 + i},${i === 0 ? '' : `N${i}`}`)
    expect(
      read(['Agents', '', 'Agent ID;Name', ...rows].join('\n').replaceAll(',', ';')),
    ).toMatchObject({
      encoding: 'utf-8',
      columns: [
        { title: 'Agent ID', example: '10401' },
        { title: 'Name', example: 'N1' },
      ],
      idColumn: 0,
      nameColumn: 1,
      firstRows: [
        { line: 4, cells: ['10401', ''] },
        { line: 5, cells: ['10402', 'N1'] },
        { line: 6, cells: ['10403', 'N2'] },
        { line: 7, cells: ['10404', 'N3'] },
        { line: 8, cells: ['10405', 'N4'] },
      ],
    })
  })

  it('are found in a file of free text too, and its other lines are listed', () => {
    expect(read('Early shift\nChen Wei (10412)\nMaria: 10407, 10408')).toMatchObject({
      idColumn: null,
      agents: [
        { agentId: '10412', name: 'Chen Wei' },
        { agentId: '10407', name: '' },
        { agentId: '10408', name: '' },
      ],
      leftOut: [{ line: 1, text: 'Early shift', why: 'no-id' }],
    })
  })

  it.each(['nobody, nothing\n', '', 'PK\u0003\u0004\0\0 10412 10407'])('are none in %j', (text) => {
    expect(readRosterFile(new Uint8Array(Buffer.from(text)), {})).toBeNull()
  })

  it('that were exported are read back unchanged, whatever the names', () => {
    const agent = fc.record({
      agentId: fc.integer({ min: 101, max: 59_999 }).map(String),
      // A name is trimmed, and before digits the apostrophe is the spreadsheet's own.
      name: fc
        .oneof(
          fc.string({ maxLength: 40 }),
          fc.constantFrom('=1+1', '@x', "'", '"', 'a,b', 'a;b', "'=1", 'a;=1', 'a\n=1'),
        )
        .map((name) => name.trim().replace(/^'(?=\d+$)/, '')),
    })
    const roster = fc.uniqueArray(agent, { selector: ({ agentId }) => agentId, minLength: 1 })
    fc.assert(
      fc.property(roster, (agents) => {
        const choice = { idColumn: 0, nameColumn: 1 }
        expect(read(toCsv(agents), choice).agents).toEqual(agents)
      }),
    )
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
    [
      'a text with characters that nobody sees',
      '\u202d10412\u202c 10\u200b407',
      ['10412', '10407'],
    ],
  ])('are found in %s', (_form, text, ids) => {
    expect(readRosterText(text).agents.map(({ agentId }) => agentId)).toEqual(ids)
  })

  it('are not line numbers', () => {
    expect(readRosterText('1. 10412\n99) 10407').rejectedCount).toBe(0)
  })

  it('are not accepted before the thousands separator is known', () => {
    expect(readRosterText('Chen 10,401\nMaria 10402')).toMatchObject({
      agents: [{ agentId: '10402', name: 'Maria' }],
      grouped: [{ text: '10,401', id: '10401' }],
      rejectedCount: 0,
    })
  })

  it('are each listed once', () => {
    expect(readRosterText('10412\n10412 Chen\n10412\n700001')).toEqual({
      agents: [
        { agentId: '10412', name: 'Chen' },
        { agentId: '700001', name: '' },
      ],
      duplicates: ['10412'],
      newRange: ['700001'],
      grouped: [],
      rejected: [],
      rejectedCount: 0,
    })
  })

  it.each([
    ['10412 陈伟', '陈伟'],
    ['陈伟（工号：10412）', '陈伟'],
    ['1) Chen Wei - 10412', 'Chen Wei'],
    ['| 10412 | Chen Wei | early |', 'Chen Wei'],
    ['ID: 10412', ''],
    ['Chen Wei 10412, Maria 10407', ''],
  ])('take the name from a line of their own: %j', (line, name) => {
    expect(readRosterText(line).agents[0]).toEqual({ agentId: '10412', name })
  })

  it('are not dates, times, phone numbers or parts of words, and numbers are listed', () => {
    const result = readRosterText('2026-03-02 14:30 021-5550-1234 x10412 10407abc 1065000 9.5')
    expect(result.agents).toEqual([])
    expect(result.rejected).toEqual([
      { text: '2026-03-02', why: 'not-a-number' },
      { text: '14:30', why: 'not-a-number' },
      { text: '021-5550-1234', why: 'not-a-number' },
      { text: '1065000', why: 'out-of-range' },
      { text: '9.5', why: 'not-a-number' },
    ])
  })
})

describe('the CSV that is written', () => {
  it('starts with a byte order mark and a header, and quotes where necessary', () => {
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
})
