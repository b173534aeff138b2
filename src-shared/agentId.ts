import { type ErrorCode, type GroupedNumber, type ParsedList } from './contract/index.ts'
import { normalizeTyped } from './typedText.ts'

type Rejection = { ok: false; code: ErrorCode }

/** The maximum of gateways before 2025 (gateway protocol §4.3). */
const lastOldId = 59_999

/**
 * 101–59999, and up to 999999 at newer gateways (gateway protocol §4.3). The gateway decides which of these a site
 * uses; null for text that is not such a number.
 */
function rangeOf(text: string): 'old' | 'new' | 'outside' | null {
  // No leading zeros: the gateway's path has none, and dropping them would be a guess.
  if (!/^(0|[1-9]\d*)$/.test(text)) return null
  const id = Number(text)
  if (id >= 101 && id <= lastOldId) return 'old'
  return id > lastOldId && id <= 999_999 ? 'new' : 'outside'
}

/** Parses one typed agent id, including full-width digits and surrounding spaces. */
export function checkAgentId(text: string): { ok: true; id: string } | Rejection {
  const id = normalizeTyped(text)
  if (id === '') return { ok: false, code: 'agent-id-empty' }
  const range = rangeOf(id)
  if (range === null) return { ok: false, code: 'agent-id-invalid' }
  return range === 'outside' ? { ok: false, code: 'agent-id-out-of-range' } : { ok: true, id }
}

/** Not part of a date, a time or a phone number. */
const groupedDigits = /(?<![\d:/-])([1-9]\d{0,2})([,.'’ ])(\d{3})(?!\d|[:/-]\d)/g

/**
 * Extracts pieces that may be one id with a thousands separator: `10,401` may be 10401, or 10 and 401.
 * @param text normalized text
 */
export function withoutGrouped(text: string): { grouped: GroupedNumber[]; rest: string } {
  const grouped = new Map<string, GroupedNumber>()
  const rest = text.replace(
    groupedDigits,
    (match, first: string, sign: string, last, at: number) => {
      const id = `${first}${last}`
      const end = at + match.length
      const isChained =
        /\d[,.'’]$/.test(text.slice(Math.max(0, at - 2), at)) ||
        /^[,.'’]\d/.test(text.slice(end, end + 2))
      // In a list of ids only the first number of a pair can fail to be one.
      const isList = rangeOf(first) === 'old' && (sign === ' ' || isChained)
      if (isList || (isChained && sign !== ',')) return match
      grouped.set(match, { text: match, id })
      return ' '
    },
  )
  return { grouped: [...grouped.values()], rest }
}

/** Parses a pasted list of agent ids, in its order; every rejected piece is listed, once. */
export function parseAgentList(text: string): ParsedList {
  const ids = new Set<string>()
  const duplicates = new Set<string>()
  const newRange: string[] = []
  const rejected = new Map<string, ParsedList['rejected'][number]>()
  const { grouped, rest } = withoutGrouped(normalizeTyped(text))
  for (const quoted of rest.split(/[\s,;、，；]+/)) {
    const piece = quoted.replace(/^[<("'“‘«「]+|[>)"'”’»」]+$/g, '')
    if (piece === '') continue
    const range = rangeOf(piece)
    if (range === null || range === 'outside') {
      const why = range === null ? 'not-a-number' : 'out-of-range'
      rejected.set(piece, { text: piece, why })
    } else if (ids.has(piece)) {
      duplicates.add(piece)
    } else {
      ids.add(piece)
      if (range === 'new') newRange.push(piece)
    }
  }
  return {
    ids: [...ids],
    duplicates: [...duplicates],
    newRange,
    grouped,
    rejected: [...rejected.values()],
  }
}

/** At most 32 characters (gateway protocol §2.2), unchanged; an empty one would only count as a failed attempt. */
export function checkPassword(password: string): { ok: true; password: string } | Rejection {
  if (password === '') return { ok: false, code: 'password-empty' }
  return [...password].length > 32
    ? { ok: false, code: 'password-too-long' }
    : { ok: true, password }
}

/** At most 24 characters (gateway protocol §2.2); may be empty. */
export function checkPhone(text: string): { ok: true; phone: string } | Rejection {
  const phone = normalizeTyped(text)
  return [...phone].length > 24 ? { ok: false, code: 'phone-too-long' } : { ok: true, phone }
}

/** A GUID provided by an administrator, with or without `JSESSIONID=`: only characters that are valid in a header. */
export function checkGuid(text: string): { ok: true; guid: string } | Rejection {
  const guid = normalizeTyped(text).replace(/^JSESSIONID=/i, '')
  return /^[A-Za-z0-9][A-Za-z0-9._-]{7,199}$/.test(guid)
    ? { ok: true, guid }
    : { ok: false, code: 'guid-invalid' }
}
