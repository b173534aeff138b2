import { normalizeTyped } from '../../src-shared/typedText.ts'
import { withoutGrouped } from '../../src-shared/agentId.ts'
import type { Finding } from './findings.ts'
import { readIdCell } from './idCell.ts'

/**
 * Finds agents in any text. If a line contains one agent, the words next to the id are the name. Numbers of one or two
 * digits are line numbers rather than agents, so they are ignored.
 */
export function findInText(text: string): Finding[] {
  return text.split(/\r\n|\r|\n/).flatMap((own, index) => {
    const line = normalizeTyped(own)
    if (line === '') return []
    const { grouped, rest } = withoutGrouped(line)
    const pieces = rest.match(numberLike)?.filter((piece) => piece.length > 2) ?? []
    const cells = [...grouped.map((one) => one.text), ...pieces].map((piece) => ({
      read: readIdCell(piece),
      text: piece,
    }))
    if (cells.length === 0) cells.push({ read: { kind: 'none', why: 'no-id' }, text: own.trim() })
    const isAlone = cells.filter(({ read }) => read.kind !== 'none').length === 1
    const name = isAlone ? nameBeside(rest) : ''
    return cells.map((cell) => ({ ...cell, line: index + 1, name }))
  })
}

/** A separate number, with the characters that would make it a date, a time or a phone number. */
const numberLike = /(?<![A-Za-z\d_@.])\d(?:[\d\-/:.]*\d)?(?![A-Za-z\d_@])/g
const labels = /^(agent|id|no|name|ext|工号|座席|坐席|姓名|分机)$/i

/** The first words that are not a label; surrounding punctuation is not part of the name. */
function nameBeside(line: string): string {
  const pieces = line
    .replace(numberLike, '\t')
    .split(/[\t,;、|()[\]{}<>:"【】]+/)
    .map((piece) => piece.replace(/^[^\p{L}]+|[^\p{L}\p{N}.]+$/gu, ''))
  return pieces.find((piece) => piece !== '' && !labels.test(piece)) ?? ''
}
