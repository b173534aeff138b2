import { join } from 'node:path'
// The Node flavour: the other one reaches for the page, which here has no log of its own.
import log from 'electron-log/node'

/** One file of this size and the one before it are kept, bytes. */
const maxSize = 2 * 1024 * 1024

/** The log's files below this folder, oldest first; the one before has the name electron-log gives it. */
export function logFilesIn(folder: string): string[] {
  return ['holdwatch.old.log', 'holdwatch.log'].map((name) => join(folder, 'logs', name))
}

/** Opens the log below this folder; what is written was redacted before (log/log.ts). */
export function openLogFile(folder: string): (line: string) => void {
  const { file, console } = log.transports
  file.resolvePathFn = () => logFilesIn(folder)[1] ?? ''
  file.maxSize = maxSize
  file.format = '{text}'
  // A terminal gets the same lines, but on the stream for messages.
  console.level = false
  // Nobody reads it any more: no reason to stop.
  process.stderr.on('error', () => {})
  return (line) => {
    log.info(line)
    process.stderr.write(`${line}\n`)
  }
}
