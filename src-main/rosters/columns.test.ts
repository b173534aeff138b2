import { describe, expect, it } from 'vitest'
import { chooseColumns } from './columns.ts'
import { readTable } from './table.ts'

const columns = (text: string, choice = {}) => {
  const { headings, id, name } = chooseColumns(readTable(text).rows, choice)
  return { line: headings?.line ?? null, id, name }
}

describe('the columns of a table', () => {
  it.each<[string, number | null, number | null, number | null]>([
    ['id,name\n10401,Chen', 1, 0, 1],
    ['10401,Chen', null, 0, 1],
    ['Chen,10401', null, 1, 0],
    ['10401', null, 0, null],
    ['Name;Agent ID\nChen;10401', 1, 1, 0],
    ['who,whom\n10401,Chen', 1, 0, 1],
    ['Early shift\nid,name\n10401,Chen', 2, 0, 1],
    ['Early shift,,\nAgent ID,Name,Extension\n10401,Chen Wei,4412', 2, 0, 1],
    ['Extension,Agent ID,Name\n4412,10401,Chen', 1, 1, 2],
    ['Name,Extension,Login\nChen,4412,10401', 1, 2, 0],
    ['Nebenstelle;Kennung;Name\n4412;10401;Chen Wei', 1, 1, 2],
    ['班组名称,工号,姓名\n一班,10401,陈伟', 1, 1, 2],
    ['座席,工号\n陈伟,10401', 1, 1, 0],
    ['座席,姓名\n10401,陈伟', 1, 0, 1],
    ['Agent,Extension\n10401,4412', 1, 0, null],
    ['分机,座席\n4412,10401', 1, 1, null],
    ['No.,Agent\n1,10401\n2,10402', 1, 1, null],
    ['id,agent\n1,10401\n2,10402', 1, 1, null],
    ['编号,座席,姓名\n10401,4412,陈伟', 1, 0, 2],
    ['Team,4501\nAgent ID,Name\n10401,Chen', 2, 0, 1],
    ['Team,Agent ID,Agent name\nBilling,10401,Chen\nBilling,10402,Li', 1, 1, 2],
    ['Agent ID,Skill\n10401,Billing', 1, 0, null],
    ['Billing,10401,Chen\nBilling,10402,Li', null, 1, 2],
    ['1,10401,Chen\n2,10402,Li', null, 1, 2],
    [Array.from({ length: 900 }, (_, i) => `${i + 1},${10_401 + i},Chen`).join('\n'), null, 1, 2],
    // The title identifies the id column, even if its values are invalid.
    ['Agent ID,Extension\nA17,4412', 1, 0, null],
    ['id,name\nx7,y\n10412,陈伟', 1, 0, 1],
    ['10,401;Chen\n10,402;Li', null, 0, 1],
    ['10401,10402,10403\n10404,10405', null, null, null],
    ['nobody,nothing', null, null, 0],
  ])('are found in %j', (text, line, id, name) => {
    expect(columns(text)).toEqual({ line, id, name })
  })

  it('are the chosen ones', () => {
    const text = 'id,name,ext\n10401,Chen,4412'
    expect(columns(text, { idColumn: 2 })).toEqual({ line: 1, id: 2, name: 1 })
    expect(columns(text, { nameColumn: 2 })).toEqual({ line: 1, id: 0, name: 2 })
    expect(columns(text, { nameColumn: null })).toEqual({ line: 1, id: 0, name: null })
    expect(columns(text, { idColumn: null })).toEqual({ line: 1, id: null, name: 1 })
  })
})
