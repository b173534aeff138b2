import type { NamedAgent } from '../../src-shared/contract/index.ts'
import { byteOrderMark, textCell } from '../base/csv.ts'

/** As a spreadsheet opens it in any language: a byte order mark, quotes, and nothing that calculates. */
export function toCsv(agents: readonly NamedAgent[]): string {
  const rows = agents.map(({ agentId, name }) => `${agentId},${textCell(name)}`)
  return `${byteOrderMark}${['id,name', ...rows].join('\r\n')}\r\n`
}
