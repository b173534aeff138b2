import { redact, redactText } from './redact.ts'

/** The log for parts without their own error handling; secrets and callers' numbers must never be passed to it. */
export type Log = Omit<Logger, 'error'>

/** The log of the app. Every entry is redacted before it is written. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, error?: unknown): void
}

/** One line of text for each entry, passed to `write` without its line end. */
export function createLogger(write: (line: string) => void, verbose: boolean): Logger {
  const report = (level: string) => (message: string, details?: unknown) => {
    const tail = details === undefined ? '' : ` ${JSON.stringify(redact(details))}`
    write(`${new Date().toISOString()} ${level} ${redactText(message)}${tail}`)
  }
  return {
    debug: verbose ? report('debug') : () => {},
    info: report('info'),
    warn: report('warn'),
    error: report('error'),
  }
}
