import { join } from 'node:path'
// The Node flavour: the other one reaches for the page, which here has no log of its own.
import log from 'electron-log/node'

/** One file of this size and the one before it are kept, bytes. */
const maxSize = 2 * 1024 * 1024

/** Opens the log below this folder; what is written was redacted before (log/log.ts). */
export function openLogFile(folder: string): (line: string) => void {
  const { file, console } = log.transports
  file.resolvePathFn = () => join(folder, 'logs', 'holdwatch.log')
  file.maxSize = maxSize
  file.format = '{text}'
  // A terminal gets the same lines, but on the stream for messages.
  console.level = false
  return (line) => {
    log.info(line)
    process.stderr.write(`${line}\n`)
  }
}
