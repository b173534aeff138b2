import { join } from 'node:path'
// The Node variant: the other one depends on the page, which has no log of its own here.
import log from 'electron-log/node'

/** Maximum size of the log file, bytes; one older file is kept in addition. */
const maxSize = 2 * 1024 * 1024

/** The log's files below this folder, oldest first; electron-log names the older one. */
export function logFilesIn(folder: string): string[] {
  return ['holdwatch.old.log', 'holdwatch.log'].map((name) => join(folder, 'logs', name))
}

/** Opens the log below this folder; entries are already redacted (base/log.ts). */
export function openLogFile(folder: string): (line: string) => void {
  const { file, console } = log.transports
  file.resolvePathFn = () => logFilesIn(folder)[1] ?? ''
  file.maxSize = maxSize
  file.format = '{text}'
  // A terminal gets the same lines, but on stderr.
  console.level = false
  // A closed terminal is no reason to stop.
  process.stderr.on('error', () => {})
  return (line) => {
    log.info(line)
    process.stderr.write(`${line}\n`)
  }
}
