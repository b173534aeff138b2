import type { Notice } from '../../src-shared/contract/index.ts'
import type { RejectedFields, QuarantinedFile } from './jsonFile.ts'

/** Notes come from other people: of these only the last few stay. */
const mostNotes = 5

/** Events that are not the response to a request, until the supervisor has read them. */
export class Notices {
  readonly #notices = new Map<string, Notice>()
  readonly #onNotice: (notice: Notice) => void
  #notes = 0

  constructor(onNotice: (notice: Notice) => void) {
    this.#onNotice = onNotice
  }

  get list(): Notice[] {
    return [...this.#notices.values()]
  }

  /** A repeated event remains one notice. */
  add(code: Notice['code'], params: Notice['params'] = {}): void {
    this.#put({ id: `${code} ${Object.values(params).join(' ')}`, code, params })
  }

  /**
   * A note arrived from another agent.
   * @param at epoch ms
   */
  addNote(
    { sender, senderName, text }: { sender: string; senderName: string; text: string | null },
    at: number,
  ): void {
    this.#notes += 1
    const id = `note ${this.#notes % mostNotes}`
    const from = [senderName, sender].filter(Boolean).join(' ') || '?'
    this.#notices.delete(id)
    if (text === null) this.#put({ id, code: 'note-without-text', params: { at: String(at) } })
    else this.#put({ id, code: 'note-received', params: { from, text, at: String(at) } })
  }

  #put(notice: Notice): void {
    this.#notices.set(notice.id, notice)
    this.#onNotice(notice)
  }

  /** An unreadable file was quarantined. */
  sayPutAside(
    source: 'settings' | 'trust' | 'rosters' | 'history',
    file: QuarantinedFile | null,
  ): void {
    if (file !== null) this.add(`${source}-${file.why}`, { file: file.file })
  }

  /** Some values of a file were invalid. */
  addRejectedFields(original: string, rejected: RejectedFields | null): void {
    if (rejected === null) return
    const { fields, file } = rejected
    const [first = '', ...more] = fields
    const fieldList = [first, ...more.slice(0, 9), ...(more.length > 9 ? ['…'] : [])].join(', ')
    this.add('fields-left-out', { original, fields: fieldList, file })
  }

  /** This version's own file is used again, instead of an older version's. */
  addReplaced(original: string, file: string | null): void {
    if (file !== null) this.add('older-replaced', { original, file })
  }

  dismiss(id: string): void {
    this.#notices.delete(id)
  }
}
