import type { EventEmitter } from 'node:events'
import type { Logger } from '../base/log.ts'

/**
 * An uncaught error does not end the watch: it is logged with its stack and cause, and reported, once.
 * @param source the process
 */
export function followFaults(
  source: Pick<EventEmitter, 'on'>,
  log: Pick<Logger, 'error'>,
  tell: () => void,
): void {
  const logAs = (kind: string) => (error: unknown) => {
    log.error(kind, error)
    tell()
  }
  source.on('uncaughtException', logAs('An error that nothing caught'))
  source.on('unhandledRejection', logAs('A failure that nothing waited for'))
}
