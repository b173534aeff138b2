import type { Time } from '../base/timers.ts'
import { createInspectorReader, type NodeReader } from './inspectorReader.ts'
import type { ReaderOptions } from './reader.ts'

/** One inspector account of a cluster, with its session. */
export class ClusterAccount {
  /** Empty where there is no account yet. */
  agentId: string
  readonly reader: NodeReader
  /** Whether the gateway confirms the inspector right; null where that is not known. */
  hasRight: boolean | null = null
  /** The number of its current sign-in, among those of all accounts; null where it is not signed in. */
  signedInAs: number | null = null
  /** Could not be signed in at a node of its own. */
  isSpare = false
  /** Is being signed in again and again to reach one. */
  isSpreading = false
  readonly #time: Time
  #isClosed = false
  #endWait = () => {}

  constructor(agentId: string, options: ReaderOptions) {
    this.agentId = agentId
    this.reader = createInspectorReader(options)
    this.#time = options.time
  }

  /** Begins anew with this account. */
  assign(agentId: string): void {
    this.agentId = agentId
    this.hasRight = null
    this.#isClosed = false
  }

  get isLive(): boolean {
    return !this.#isClosed && this.reader.state.kind === 'signed-in'
  }

  /** The node that it is signed in at, or a name for it where the gateway tells none; null where it is not signed in. */
  get node(): string | null {
    return this.isLive ? (this.reader.node ?? `account ${this.agentId}`) : null
  }

  /** Resolves after so many ms, or when it is closed. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#time.schedule(ms, resolve)
      this.#endWait = () => {
        cancel()
        resolve()
      }
    })
  }

  close(): Promise<string[]> {
    this.#isClosed = true
    this.#endWait()
    return this.reader.close()
  }
}
