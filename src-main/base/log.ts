import { redact, redactText } from './redact.ts'

/** Where parts report that know no failure of their own; nothing secret and no caller's number is ever handed over. */
export type Log = Omit<Logger, 'error'>

/** What the parts of the app report to. Whatever they hand over is redacted before it is written. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, error?: unknown): void
}

/** One line of text for each report, given to `write` without its line end. */
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
