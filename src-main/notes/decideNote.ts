import type { AppError } from '../../src-shared/contract/index.ts'
import { maxNoteBytes, noteBytes } from '../../src-shared/noteText.ts'

/** To one agent no more than one note in so many ms. */
export const noteEveryMs = 60_000
/** So many of a number's last digits give the caller away. */
const tellingDigits = 7
/** A shorter number is an extension, which a note may name. */
const shortestNumber = 5

/** All that decides whether a note may be sent. */
export interface NoteWish {
  /** Notes are switched on, or this one is there to find out whether they should be. */
  isAllowed: boolean
  /** There is a session of the supervisor's own to send it with. */
  hasSession: boolean
  /** One line (noteText.ts). */
  text: string
  /** The customer's whole number; empty where it is not known. */
  number: string
  /** Board-clock ms; -Infinity where this agent was sent none. */
  lastSentAt: number
  now: number
}

/** Why a note may not be sent; null where it may. */
export function noteRefusal(wish: NoteWish): AppError | null {
  const { isAllowed, hasSession, text, number, lastSentAt, now } = wish
  if (!isAllowed) return { code: 'notes-off' }
  if (!hasSession) return { code: 'note-no-session' }
  if (text === '') return { code: 'note-empty' }
  const bytes = noteBytes(text)
  if (bytes > maxNoteBytes) return { code: 'note-too-long', params: { bytes, most: maxNoteBytes } }
  if (hasNumber(text, number)) return { code: 'note-has-number' }
  const waitMs = lastSentAt + noteEveryMs - now
  if (waitMs > 0) return { code: 'note-too-soon', params: { seconds: Math.ceil(waitMs / 1_000) } }
  return null
}

/** Whether a text gives away a number, however its digits are written or grouped. */
function hasNumber(text: string, number: string): boolean {
  const digits = digitsOf(number).slice(-tellingDigits)
  if (digits.length < shortestNumber) return false
  const groups = text.normalize('NFKC').match(/\d(?:[\s\-–().+/]*\d)*/g) ?? []
  return groups.some((group) => digitsOf(group).includes(digits))
}

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '')
