import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTable } from './table.ts'

const cells = (text: string) => readTable(text).rows.map((row) => row.cells)

describe('the cells of a text', () => {
  it.each([
    ['commas', '10412,陈伟\n10407,Maria'],
    ['semicolons', '10412;陈伟\n10407;Maria'],
    ['tabs', '10412\t陈伟\n10407\tMaria'],
    ['bars', '10412|陈伟\n10407|Maria'],
    ['Chinese commas', '10412，陈伟\n10407，Maria'],
    ['Chinese semicolons', '10412；陈伟\n10407；Maria'],
    ['what the first line states', 'sep=;\r\n10412;陈伟\r\n10407;Maria'],
    ['semicolons, with commas in the titles', 'a, b, c and d, all\n10412;陈伟\n10407;Maria'],
  ])('are separated by %s', (_kind, text) => {
    expect(cells(text).slice(-2)).toEqual([
      ['10412', '陈伟'],
      ['10407', 'Maria'],
    ])
  })

  it.each([
    ['10401;Lopez, Maria\n10402;Chen, Wei', ['10401', 'Lopez, Maria']],
    ['"Lopez, Maria",10401\n"Chen; Wei; Li",10402', ['Lopez, Maria', '10401']],
    ['10,401;Chen\n10,402;Li', ['10,401', 'Chen']],
    ['10,401\n10,402', ['10,401']],
    ['10401\n10402', ['10401']],
    ['10401,Chen\n10402,Li', ['10401', 'Chen']],
    ['10401\t\tChen', ['10401', '', 'Chen']],
    [' 10401 , "Chen Wei" ', ['10401', 'Chen Wei']],
    ['="10401",Chen', ['10401', 'Chen']],
    ["'10401,'=Chen", ['10401', '=Chen']],
    ['10401,"Lopez, ""Maria""\nvoice"', ['10401', 'Lopez, "Maria"\nvoice']],
  ])('are those that are meant: %j', (text, first) => {
    expect(cells(text)[0]).toEqual(first)
  })

  it('carry the line on which their row starts', () => {
    const { rows } = readTable(
      'sep=,\r\n\r\nid,name\r\n10401,"Lopez\r\nvoice"\r\n\r\n,,\r\n10402,Li',
    )
    expect(rows).toEqual([
      { line: 3, cells: ['id', 'name'] },
      { line: 4, cells: ['10401', 'Lopez\nvoice'] },
      { line: 8, cells: ['10402', 'Li'] },
    ])
  })

  it.each([
    ['never closed', 'id,name\r\n10401,"Chen Wei\r\n10402,Li Na\r\n10403,Tom\r\n', 2],
    ['closed in the next row', 'id,name\n10401,"Chen Wei\n10402,"Li Na"\n10403,Tom', 2],
    ['closed by that of another row', 'id,name\n10401,"Chen Wei\n10402,Li Na"\n10403,Tom', 2],
    ['not at the edge of a cell', 'id,name\n10401,Chen" Wei\n10402,Li Na\n10403,"Tom"', 2],
  ])('swallow no row where a quotation mark is %s', (_kind, text, line) => {
    const { rows, unmatchedQuote } = readTable(text)
    expect(rows.map((row) => row.cells)).toEqual([
      ['id', 'name'],
      ['10401', 'Chen Wei'],
      ['10402', 'Li Na'],
      ['10403', 'Tom'],
    ])
    expect(rows.map((row) => row.line)).toEqual([1, 2, 3, 4])
    expect(unmatchedQuote).toBe(line)
  })

  it('lose no digit, whatever the quotation marks and separators are', () => {
    const sign = fc.constantFrom(
      ...'0123456789a ,;\t|"\'='.split(''),
      '\n',
      '\r\n',
      '10401',
      '10,401',
    )
    const digits = (text: string) => text.replace(/\D/g, '')
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 80 }), (text) => {
        expect(digits(cells(text).flat().join(''))).toBe(digits(text))
      }),
      { numRuns: 1_000 },
    )
  })

  it('are empty for an empty text', () => {
    expect(readTable('')).toEqual({ rows: [], unmatchedQuote: null })
    expect(readTable('\r\n \r\n,,\r\n').rows).toEqual([])
  })
})
