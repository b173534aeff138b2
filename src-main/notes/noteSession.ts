import type { UnknownReason } from '../../src-shared/contract/index.ts'

/** What became of a note. None of it says that anybody has read it. */
export type NoteAnswer =
  | { kind: 'accepted' }
  /** The gateway's code. */
  | { kind: 'refused'; retcode: string }
  | { kind: 'unanswered'; reason: UnknownReason; mayHaveArrived: boolean }

/** A note that somebody sent to us: texts of strangers, one line each. */
export interface ReceivedNote {
  /** An agent's id; empty where the event does not say. */
  sender: string
  senderName: string
  /** Null where the event carries no text (gateway protocol §11.2). */
  text: string | null
}

/** A session of the supervisor's own, which notes can be sent with. */
export interface NoteSession {
  /** The account that is signed in; null where none is. */
  readonly ownId: string | null
  /** Sends a note to one agent; never throws. The text is one line that is not too long. */
  sendNote(agentId: string, text: string): Promise<NoteAnswer>
}
