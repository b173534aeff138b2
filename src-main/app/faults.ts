import type { EventEmitter } from 'node:events'
import type { Logger } from '../base/log.ts'

/**
 * What nobody caught ends no watch: it is written down with its stack and cause, and told, once.
 * @param source the process
 */
export function followFaults(
  source: Pick<EventEmitter, 'on'>,
  log: Pick<Logger, 'error'>,
  tell: () => void,
): void {
  const take = (what: string) => (error: unknown) => {
    log.error(what, error)
    tell()
  }
  source.on('uncaughtException', take('An error that nothing caught'))
  source.on('unhandledRejection', take('A failure that nothing waited for'))
}
