import { noteLine } from '../../src-shared/noteText.ts'
import { RequestError } from '../base/requestError.ts'
import { noteEveryMs, noteRefusal } from './decideNote.ts'
import type { NoteAnswer, NoteSession } from './noteSession.ts'

/** A note about a hold, and what came of it. */
export interface SentNote {
  text: string
  by: string
  /** When it was sent, board-clock ms. */
  at: number
  /** The gateway's code, `0` where it accepted the note; null where it did not answer. */
  retcode: string | null
}

/** The hold that a note is about. */
export interface NotedHold {
  holdId: string
  agentId: string
  /** The customer's whole number, which no note may give away. */
  number: string
}

export interface NotesOptions {
  /** The board's clock, ms. */
  now: () => number
  isOn: () => boolean
  /** What a note to this agent is sent with; null stands for a note to the account itself. */
  session: (agentId: string | null) => NoteSession | null
  /** A note has left; the answer takes the gateway's code, null where it did not answer. */
  onSent: (holdId: string, note: Omit<SentNote, 'retcode'>) => (retcode: string | null) => void
  /** What is known of notes about holds is not as it was. */
  onChange: () => void
}

/** Codes that say no more of a refused note than themselves, with what the supervisor is told (gateway protocol §11.1). */
const refusals: Record<string, 'note-agent-signed-out' | 'note-agent-unknown'> = {
  '100-006': 'note-agent-signed-out',
  '100-007': 'note-agent-unknown',
}

/** Notes to the agents: sends them one at a time, and remembers what was answered. */
export class Notes {
  readonly #options: NotesOptions
  /** By hold, oldest first. */
  #byHold = new Map<string, readonly SentNote[]>()
  /** By agent, board-clock ms: when the last one was sent that may have arrived. */
  readonly #lastSentAt = new Map<string, number>()

  constructor(options: NotesOptions) {
    this.#options = options
  }

  /** What was sent about these holds before a restart. */
  restore(byHold: ReadonlyMap<string, readonly SentNote[]>): void {
    this.#byHold = new Map(byHold)
  }

  /** Oldest first. */
  of(holdId: string): readonly SentNote[] {
    return this.#byHold.get(holdId) ?? []
  }

  /** When the last note about this hold was sent that the gateway accepted, board-clock ms; null where none was. */
  acceptedAt(holdId: string): number | null {
    return this.of(holdId).findLast(({ retcode }) => retcode === '0')?.at ?? null
  }

  /** Sends a note about a hold to its agent; resolves where the gateway accepted it, else fails as a `RequestError`. */
  async send({ holdId, agentId, number }: NotedHold, typed: string): Promise<void> {
    const { isOn, session: current, onSent } = this.#options
    const { session, text } = this.#checked(agentId, number, typed, isOn(), current(agentId))
    const note = { text, by: session.ownId ?? '', at: this.#options.now() }
    const record = onSent(holdId, note)
    const answer = await this.#sendTo(session, agentId, text)
    const retcode = retcodeOf(answer)
    record(retcode)
    this.#byHold.set(holdId, [...this.of(holdId), { ...note, retcode }])
    this.#options.onChange()
    mustBeAccepted(answer, agentId)
  }

  /** Sends a note to the account itself, whether or not notes are on: to find out what the gateway makes of it. */
  async sendTest(typed: string): Promise<void> {
    const own = this.#options.session(null)
    const ownId = own?.ownId ?? ''
    const { session, text } = this.#checked(ownId, '', typed, true, ownId === '' ? null : own)
    mustBeAccepted(await this.#sendTo(session, ownId, text), ownId)
  }

  /** The text as it may be sent, and what with; fails where it may not. */
  #checked(
    agentId: string,
    number: string,
    typed: string,
    isAllowed: boolean,
    session: NoteSession | null,
  ): { session: NoteSession; text: string } {
    const text = noteLine(typed)
    const lastSentAt = this.#lastSentAt.get(agentId) ?? -Infinity
    const hasSession = session !== null
    const wish = { isAllowed, hasSession, text, number, lastSentAt, now: this.#options.now() }
    const refusal = noteRefusal(wish)
    if (refusal === null && hasSession) return { session, text }
    const { code, params } = refusal ?? { code: 'note-no-session' }
    throw new RequestError({ code, params: { ...params, agent: agentId } })
  }

  /** What is on its way counts as sent, so that no second one follows; what did not arrive counts no more. */
  async #sendTo(session: NoteSession, agentId: string, text: string): Promise<NoteAnswer> {
    const { now } = this.#options
    this.#forgetOld()
    const before = this.#lastSentAt.get(agentId)
    this.#lastSentAt.set(agentId, now())
    const answer = await session.sendNote(agentId, text)
    const mayHaveArrived =
      answer.kind === 'accepted' || (answer.kind === 'unanswered' && answer.mayHaveArrived)
    if (mayHaveArrived) return answer
    if (before === undefined) this.#lastSentAt.delete(agentId)
    else this.#lastSentAt.set(agentId, before)
    return answer
  }

  #forgetOld(): void {
    const now = this.#options.now()
    for (const [agentId, at] of this.#lastSentAt) {
      if (now - at >= noteEveryMs) this.#lastSentAt.delete(agentId)
    }
  }
}

const retcodeOf = (answer: NoteAnswer): string | null => {
  if (answer.kind === 'accepted') return '0'
  return answer.kind === 'refused' ? answer.retcode : null
}

function mustBeAccepted(answer: NoteAnswer, agent: string): void {
  if (answer.kind === 'accepted') return
  if (answer.kind === 'unanswered') {
    const code = answer.mayHaveArrived ? 'note-unanswered' : 'note-not-sent'
    throw new RequestError({ code, params: { agent } })
  }
  const { retcode } = answer
  const code = refusals[retcode] ?? 'note-refused'
  throw new RequestError({ code, params: { agent, retcode } })
}
