import type { Notice } from '../../src-shared/contract/index.ts'
import type { RejectedFields, QuarantinedFile } from './jsonFile.ts'

/** Events that are not the response to a request, until the supervisor has read them. */
export class Notices {
  readonly #notices = new Map<string, Notice>()
  readonly #onNotice: (notice: Notice) => void

  constructor(onNotice: (notice: Notice) => void) {
    this.#onNotice = onNotice
  }

  get list(): Notice[] {
    return [...this.#notices.values()]
  }

  /** A repeated event remains one notice. */
  add(code: Notice['code'], params: Notice['params'] = {}): void {
    const notice = { id: `${code} ${Object.values(params).join(' ')}`, code, params }
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
