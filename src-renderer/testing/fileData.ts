import type { FilePreview } from '../../src-shared/contract/index.ts'

/** A file with a heading, an id, a name and an extension in each row. */
export const filePreview = (over: Partial<FilePreview> = {}): FilePreview => ({
  file: 'shift.csv',
  encoding: 'utf-8',
  columns: [
    { title: 'Agent ID', example: '10407' },
    { title: '', example: 'Maria Lopez' },
    { title: 'Extension', example: '4412' },
  ],
  idColumn: 0,
  nameColumn: 1,
  firstRows: [
    { line: 2, cells: ['10407', 'Maria Lopez', '4412'] },
    { line: 3, cells: ['10421', 'Tom'] },
  ],
  unmatchedQuote: null,
  agents: [
    { agentId: '10407', name: 'Maria Lopez' },
    { agentId: '10421', name: 'Tom' },
  ],
  newRange: [],
  grouped: [],
  leftOut: [],
  leftOutCount: 0,
  ...over,
})
