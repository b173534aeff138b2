import { type ErrorCode, type GroupedNumber, type ParsedList } from './contract/index.ts'
import { normalizeTyped } from './typedText.ts'

type Refused = { ok: false; code: ErrorCode }

/** Gateways before 2025 end here (gateway protocol §4.3). */
const lastOldId = 59_999

/**
 * 101–59999, and up to 999999 at newer gateways (gateway protocol §4.3). Which of these a site uses is for
 * the gateway to say; null for no number in its form.
 */
function rangeOf(text: string): 'old' | 'new' | 'outside' | null {
  // No leading zeros: the gateway's route has none, and dropping them would guess at what was meant.
  if (!/^(0|[1-9]\d*)$/.test(text)) return null
  const id = Number(text)
  if (id >= 101 && id <= lastOldId) return 'old'
  return id > lastOldId && id <= 999_999 ? 'new' : 'outside'
}

/** One agent id as it was typed, full-width digits and spaces around it included. */
export function checkAgentId(text: string): { ok: true; id: string } | Refused {
  const id = normalizeTyped(text)
  if (id === '') return { ok: false, code: 'agent-id-empty' }
  const range = rangeOf(id)
  if (range === null) return { ok: false, code: 'agent-id-invalid' }
  return range === 'outside' ? { ok: false, code: 'agent-id-out-of-range' } : { ok: true, id }
}

/** No part of a date, a time or a phone number. */
const groupedDigits = /(?<![\d:/-])([1-9]\d{0,2})([,.'’ ])(\d{3})(?!\d|[:/-]\d)/g

/**
 * Takes out of a text what may be one id with a thousands separator: `10,401` may be 10401, or 10 and 401.
 * @param text as it was meant
 */
export function withoutGrouped(text: string): { grouped: GroupedNumber[]; rest: string } {
  const grouped = new Map<string, GroupedNumber>()
  const rest = text.replace(
    groupedDigits,
    (found, first: string, sign: string, last, at: number) => {
      const id = `${first}${last}`
      const end = at + found.length
      const isChained =
        /\d[,.'’]$/.test(text.slice(Math.max(0, at - 2), at)) ||
        /^[,.'’]\d/.test(text.slice(end, end + 2))
      // Of a list of ids only the first number of a pair can be none.
      const isList = rangeOf(first) === 'old' && (sign === ' ' || isChained)
      if (isList || (isChained && sign !== ',')) return found
      grouped.set(found, { text: found, id })
      return ' '
    },
  )
  return { grouped: [...grouped.values()], rest }
}

/** A pasted list of agent ids, in its order; every piece that is not taken is named, once. */
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

/** At most 32 characters (gateway protocol §2.2), taken as typed; an empty one would only count as a failed try. */
export function checkPassword(password: string): { ok: true; password: string } | Refused {
  if (password === '') return { ok: false, code: 'password-empty' }
  return [...password].length > 32
    ? { ok: false, code: 'password-too-long' }
    : { ok: true, password }
}

/** At most 24 characters (gateway protocol §2.2); may be empty. */
export function checkPhone(text: string): { ok: true; phone: string } | Refused {
  const phone = normalizeTyped(text)
  return [...phone].length > 24 ? { ok: false, code: 'phone-too-long' } : { ok: true, phone }
}

/** A GUID given by an administrator, with or without `JSESSIONID=`: only what may stand in a header. */
export function checkGuid(text: string): { ok: true; guid: string } | Refused {
  const guid = normalizeTyped(text).replace(/^JSESSIONID=/i, '')
  return /^[A-Za-z0-9][A-Za-z0-9._-]{7,199}$/.test(guid)
    ? { ok: true, guid }
    : { ok: false, code: 'guid-invalid' }
}
