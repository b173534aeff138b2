import type { SQLOutputValue } from 'node:sqlite'
import type { PastHold, SentNote } from '../../src-shared/contract/index.ts'
import { callTypes } from '../../src-shared/callTypes.ts'
import { textCell } from '../base/csv.ts'
import type { PhoneNumberCipher } from './phoneNumberCipher.ts'
import type { ExportOrder } from './storeApi.ts'
import { decrypt, pastHoldOf } from './pages.ts'

const columns = [
  'agent_id',
  'agent_name',
  'call_id',
  'customer',
  'skill',
  'call_type',
  'call_type_name',
  'not_before',
  'started_at',
  'last_seen_at',
  'ended_by',
  'duration_s',
  'duration_at_most_s',
  'gap',
  'level',
  'hold_number',
  'earlier_s',
  'handled',
  'handled_by',
  'handled_at',
  'note_sent_at',
  'note_by',
  'note_result',
  'note_text',
]
/** RFC 4180: lines end with CR LF. The names are not translated: other programs read them. */
export const header = `${columns.join()}\r\n`

/** Whole seconds: a lower bound is rounded down… */
const atLeastSeconds = (ms: number): number => Math.floor(ms / 1_000)
/** …and an upper bound up. */
const atMostSeconds = (ms: number): number => Math.ceil(ms / 1_000)

/** The columns read of each row: only those shown in a cell. */
const rowColumns = [
  'id',
  'agent_id',
  'agent_name',
  'call_id',
  'customer',
  'skill',
  'call_feature',
  'started_at',
  'doubt_ms',
  'held_ms',
  'end_ms',
  'gap',
  'level',
  'hold_number',
  'earlier_ms',
  'handled_kind',
  'handled_by',
  'handled_ms',
  'notes',
]
export const csvColumns = (numbers: ExportOrder['numbers']): string =>
  [...rowColumns, ...(numbers === 'whole' ? ['number'] : [])].join()

type Row = Record<string, SQLOutputValue>

/** In English, like everything here that another program may read. */
const typeNames: Readonly<Record<string, string>> = callTypes

/** Stands for a number that must be hidden completely: it shows that there was one. */
const hiddenNumber = '••••'

/** Converts rows of `past_holds` to lines. */
export function createCsvLine(
  keys: PhoneNumberCipher,
  numbers: ExportOrder['numbers'],
  time = createLocalTime(),
): (row: Row) => string {
  const customerOf = (row: Row, masked: string) => {
    if (numbers === 'hidden') return masked === '' ? '' : hiddenNumber
    // Rows stored while numbers were masked have no full number.
    return (numbers === 'whole' && decrypt(row['number'], keys)) || masked
  }
  return (row) => {
    const hold = pastHoldOf(row, keys)
    return lineOf(row, hold, customerOf(row, hold.customer), time)
  }
}

function lineOf(row: Row, hold: PastHold, customer: string, time: (at: number) => string): string {
  const timeCell = (at: number | null | undefined) => (typeof at === 'number' ? time(at) : '')
  const { notBefore, endedBy, handled, notes } = hold
  // Several notes stand one below the other, in each of the cells.
  const noteCell = (of: (note: SentNote) => string) => textCell(notes.map(of).join('\n'))
  // Both bounds must be known to compute the longest possible duration.
  const atMostMs = notBefore === null || endedBy === null ? null : endedBy - notBefore
  return `${[
    textCell(hold.agentId),
    textCell(hold.agentName),
    textCell(hold.callId),
    textCell(customer),
    textCell(hold.skill),
    hold.callFeature ?? '',
    typeNames[String(hold.callFeature)] ?? '',
    timeCell(notBefore),
    timeCell(hold.startedAt),
    timeCell(hold.lastSeenAt),
    timeCell(endedBy),
    atLeastSeconds(hold.durationMs),
    atMostMs === null ? '' : atMostSeconds(atMostMs),
    hold.gap ? 'yes' : 'no',
    hold.level,
    hold.holdNumber,
    atLeastSeconds(Number(row['earlier_ms'])),
    handled?.kind ?? '',
    textCell(handled?.by ?? ''),
    timeCell(handled?.at),
    noteCell(({ at }) => time(at)),
    noteCell(({ by }) => by),
    noteCell(({ retcode }) => noteResult(retcode)),
    noteCell(({ text }) => text),
  ].join()}\r\n`
}

/** Accepted is all that a gateway says: not that anybody has read it. */
const noteResult = (retcode: string | null): string => {
  if (retcode === null) return 'no answer'
  return retcode === '0' ? 'accepted' : `refused ${retcode}`
}

const two = (value: number) => String(value).padStart(2, '0')

/**
 * Epoch ms as ISO 8601 in local time with its offset, to the second. Day, hour and offset are computed once for each
 * quarter of an hour, which is where time zones change: they would take most of the time.
 */
export function createLocalTime(): (at: number) => string {
  const quarterMs = 15 * 60_000
  let quarter = NaN
  let firstMinute = 0
  let prefix = ''
  let suffix = ''
  const moveTo = (next: number) => {
    quarter = next
    const minutes = -new Date(next).getTimezoneOffset()
    const local = new Date(next + minutes * 60_000).toISOString()
    prefix = local.slice(0, 'YYYY-MM-DDTHH:'.length)
    firstMinute = Number(local.slice(prefix.length, prefix.length + 2))
    const distance = Math.abs(minutes)
    suffix = `${minutes < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}:${two(distance % 60)}`
  }
  return (at) => {
    const next = Math.floor(at / quarterMs) * quarterMs
    if (next !== quarter) moveTo(next)
    const ms = Math.trunc(at - next)
    const minute = firstMinute + Math.floor(ms / 60_000)
    const second = Math.floor((ms % 60_000) / 1_000)
    return `${prefix}${two(minute)}:${two(second)}${suffix}`
  }
}
