import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textCell, textOfCell } from './csv.ts'

describe('a cell of text', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1', '\t=1', '\r=1', "'=1"])(
    'that begins like a formula is marked: %j',
    (text) => {
      expect(textCell(text)).toMatch(/^"?'/)
    },
  )

  it.each([';', ',', '\t', '|', '\n'])(
    'that is cut in two at %j makes no formula of its second half',
    (separator) => {
      for (const between of ['', ' ', '"', '""', ' "']) {
        const cell = textCell(`Chen${separator}${between}=HYPERLINK(1)`)
        expect(cell).not.toMatch(/[,;\t|\n]["\s]*=/)
      }
    },
  )

  it('is unchanged where no spreadsheet would calculate', () => {
    for (const text of ['Chen Wei', 'a-b', 'a; b', 'one=two', "O'Neill", '']) {
      expect(textCell(text)).toBe(text)
    }
    expect(textCell('Lopez, "Maria"')).toBe('"Lopez, ""Maria"""')
  })

  it('is read back unchanged', () => {
    const signs = fc.constantFrom('=', "'", ';', ',', '"', ' ', '\t', '\n', '-', '＝', 'a', '1')
    fc.assert(
      fc.property(fc.string({ unit: signs, maxLength: 12 }), (text) => {
        // Before digits alone the apostrophe is the spreadsheet's own.
        fc.pre(!/^'\d+$/.test(text))
        const cell = textCell(text)
        const bare = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
        expect(textOfCell(bare)).toBe(text)
      }),
    )
  })
})
