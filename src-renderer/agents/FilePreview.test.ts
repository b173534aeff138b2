// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import type { Envelope, FilePreview as Preview } from '../../src-shared/contract/index.ts'
import { type Imported, type ImportPurpose, useFileImport } from './fileImport.ts'
import { FakeBridge, fail, ok } from '../testing/fakeBridge.ts'
import { filePreview } from '../testing/fileData.ts'
import { render, settle } from '../testing/mount.ts'
import FilePreview from './FilePreview.vue'

let bridge: FakeBridge
beforeEach(() => {
  bridge = new FakeBridge().install()
})

const toNothing: ImportPurpose = { hasList: false, withNames: true }
const toList: ImportPurpose = { hasList: true, withNames: true }

/** The preview of this file, and its result. */
const open = async (preview: Preview, purpose = toNothing) => {
  bridge.answers['rosters.open_file'] = () => ok(preview)
  const page = render(FilePreview)
  const outcome: { imported?: Envelope<Imported | null> } = {}
  void useFileImport()
    .ask(purpose)
    .then((imported) => (outcome.imported = imported))
  await settle()
  return { page, outcome }
}
type Page = Awaited<ReturnType<typeof open>>['page']
const text = (page: Page) => page.text().replace(/\s+/g, ' ')
const press = async (page: Page, name: string) => {
  const button = page.findAll('button').find((one) => one.text() === name)
  if (!button) throw new Error(`no button ${name}`)
  await button.trigger('click')
  await settle()
}
const select = (page: Page, label: string) => {
  const id = page
    .findAll('label')
    .find((one) => one.text() === label)
    ?.attributes('for')
  return page.get<HTMLSelectElement>(`[id="${id}"]`)
}
const choose = async (page: Page, label: string, value: string) => {
  await select(page, label).setValue(value)
  await settle()
}
const inputs = () =>
  bridge.requests.filter(({ name }) => name === 'rosters.read_file').map(({ input }) => input)

describe('the preview of a file', () => {
  it('shows which columns are used, the first rows, and how many agents were found', async () => {
    const { page } = await open(filePreview())
    expect(page.get('h2').text()).toBe('Import shift.csv')
    const chosen = (label: string) => select(page, label).element.selectedOptions[0]?.textContent
    expect(chosen('Agent ID')).toBe('Agent ID: 10407')
    expect(chosen('Name')).toBe('Column 2: Maria Lopez')
    expect(chosen('Text encoding')).toBe('UTF-8')
    expect(page.findAll('th').map((one) => one.text().replace(/\s+/g, ' '))).toEqual([
      'Line',
      'Agent ID Agent ID',
      'Column 2 Name',
      'Extension',
    ])
    expect(
      page.findAll('tbody tr').map((row) => row.findAll('td').map((one) => one.text())),
    ).toEqual([
      ['2', '10407', 'Maria Lopez', '4412'],
      ['3', '10421', 'Tom', ''],
    ])
    expect(text(page)).toContain('2 agents were found. Maria Lopez 10407, Tom 10421')
  })

  it('lists every rejected line, and why', async () => {
    const { page } = await open(
      filePreview({
        leftOut: [
          { line: 1, text: 'Early shift', why: 'above-headings' },
          { line: 4, text: 'x7', why: 'not-a-number' },
        ],
        leftOutCount: 5,
        unmatchedQuote: 3,
        newRange: ['70001'],
      }),
    )
    expect(text(page)).toContain('5 lines were left out')
    expect(page.findAll('li').map((one) => one.text())).toEqual([
      'Line 1: “Early shift” is above the column headers',
      'Line 4: “x7” is not a number',
      'and 3 more',
    ])
    expect(text(page)).toContain('The quotation marks in line 3 do not match')
    expect(text(page)).toContain('Above 59999')
  })

  it('parses the file again with each choice, and keeps earlier choices', async () => {
    const { page } = await open(filePreview({ grouped: [{ text: '10,401', id: '10401' }] }))
    bridge.answers['rosters.read_file'] = () =>
      ok(filePreview({ idColumn: 2, agents: [{ agentId: '4412', name: '' }] }))
    expect(text(page)).toContain('Ignore the thousands separator: 10,401 → 10401')
    await page.get('input[type="checkbox"]').setValue(true)
    await choose(page, 'Agent ID', '2')
    await choose(page, 'Name', '')
    await choose(page, 'Text encoding', 'big5')
    await choose(page, 'Agent ID', '')
    const first = { joinGroups: true }
    expect(inputs()).toEqual([
      first,
      { ...first, idColumn: 2 },
      { ...first, idColumn: 2, nameColumn: null },
      { ...first, idColumn: 2, nameColumn: null, encoding: 'big5' },
      { ...first, idColumn: null, nameColumn: null, encoding: 'big5' },
    ])
    expect(text(page)).toContain('1 agent was found.')
  })

  it('only uses the response to the latest choice, and announces its result', async () => {
    const answers: ((answer: Envelope<Preview>) => void)[] = []
    const { page } = await open(filePreview())
    bridge.answers['rosters.read_file'] = () => new Promise((resolve) => answers.push(resolve))
    await choose(page, 'Agent ID', '2')
    await choose(page, 'Agent ID', '1')
    answers[1]?.(ok(filePreview({ agents: [] })))
    answers[0]?.(ok(filePreview({ agents: [{ agentId: '4412', name: '' }] })))
    await settle()
    expect(text(page)).toContain('No agents were found.')
    await choose(page, 'Text encoding', 'gbk')
    answers[2]?.(fail('file-without-ids', { params: { file: 'shift.csv' } }))
    await settle()
    expect(page.get('[role="alert"]').text()).toContain('No agent IDs were found in shift.csv.')
  })

  it('returns the agents found, to be used, added or to replace the list', async () => {
    const { agents, file } = filePreview()
    for (const [purpose, name, replaces] of [
      [toNothing, 'Use this list', false],
      [toList, 'Add to the list', false],
      [toList, 'Replace the list', true],
    ] as const) {
      const { page, outcome } = await open(filePreview(), purpose)
      await press(page, name)
      expect(outcome.imported).toEqual(ok({ file, agents, replaces }))
      expect(page.find('dialog[open]').exists()).toBe(false)
      page.unmount()
    }
  })

  it('returns nothing where it is closed, or where nothing was found', async () => {
    const { page, outcome } = await open(filePreview({ agents: [] }), toList)
    await press(page, 'Add to the list')
    await press(page, 'Replace the list')
    expect(outcome.imported).toBeUndefined()
    await press(page, 'Cancel')
    expect(outcome.imported).toEqual(ok(null))
  })

  it('offers no column of names where none are stored', async () => {
    const { page } = await open(filePreview(), { hasList: false, withNames: false })
    expect(page.findAll('label').map((one) => one.text())).not.toContain('Name')
    expect(text(page)).toContain('2 agents were found. 10407, 10421')
  })

  it('shows free text that contains ids', async () => {
    const { page } = await open(filePreview({ idColumn: null, nameColumn: null }))
    expect(select(page, 'Agent ID').element.selectedOptions[0]?.textContent).toContain('No column')
    expect(page.findAll('.has-role')).toHaveLength(0)
  })
})
