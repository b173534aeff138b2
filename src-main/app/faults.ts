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
  const logAs = (kind: string) => (error: unknown) => {
    log.error(kind, error)
    tell()
  }
  source.on('uncaughtException', logAs('An error that nothing caught'))
  source.on('unhandledRejection', logAs('A failure that nothing waited for'))
}
