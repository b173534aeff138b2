import type { Log } from '../base/log.ts'
import type { Time } from '../base/timers.ts'
import type { Transport } from './transport.ts'

export interface ReaderOptions {
  transport: Transport
  time: Time
  log: Log
  /** 0 to 1, for the spread of the back-off. */
  random?: () => number
  /** Requests a second that may currently be sent; without it there is no limit. */
  perSecond?: () => number
  /** The gateway rejected this account's password: it must not be sent again by any caller. */
  onPasswordRefused?: (refused: { agentId: string; password: string; retcode: string }) => void
}
