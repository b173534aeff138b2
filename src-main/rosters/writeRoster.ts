import type { NamedAgent } from '../../src-shared/contract/index.ts'
import { byteOrderMark, textCell } from '../base/csv.ts'

/** A form that every spreadsheet opens: a byte order mark, quotes, and no formulas. */
export function toCsv(agents: readonly NamedAgent[]): string {
  const rows = agents.map(({ agentId, name }) => `${agentId},${textCell(name)}`)
  return `${byteOrderMark}${['id,name', ...rows].join('\r\n')}\r\n`
}
