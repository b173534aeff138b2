import type { Notice } from '../../src-shared/contract/index.ts'
import type { LeftOut, PutAside } from './jsonFile.ts'

/** What happened aside from any request, until the supervisor has read it. */
export class Notices {
  readonly #said = new Map<string, Notice>()
  readonly #onSaid: (notice: Notice) => void

  constructor(onSaid: (notice: Notice) => void) {
    this.#onSaid = onSaid
  }

  get list(): Notice[] {
    return [...this.#said.values()]
  }

  /** Said again, the same thing stays one notice. */
  say(code: Notice['code'], params: Notice['params'] = {}): void {
    const notice = { id: `${code} ${Object.values(params).join(' ')}`, code, params }
    this.#said.set(notice.id, notice)
    this.#onSaid(notice)
  }

  /** A file that could not be read was kept under another name. */
  sayPutAside(what: 'settings' | 'trust' | 'rosters' | 'history', aside: PutAside | null): void {
    if (aside !== null) this.say(`${what}-${aside.why}`, { file: aside.file })
  }

  /** Some values of a file could not be used. */
  sayLeftOut(original: string, leftOut: LeftOut | null): void {
    if (leftOut === null) return
    const { fields, file } = leftOut
    const [first = '', ...more] = fields
    const named = [first, ...more.slice(0, 9), ...(more.length > 9 ? ['…'] : [])].join(', ')
    this.say('fields-left-out', { original, fields: named, file })
  }

  /** This version's own file counts again, in place of an older version's. */
  sayReplaced(original: string, file: string | null): void {
    if (file !== null) this.say('older-replaced', { original, file })
  }

  dismiss(id: string): void {
    this.#said.delete(id)
  }
}
