import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'

export interface ReadLog {
  /** Names of the existing files, oldest first. */
  files: string[]
  /** Their lines, oldest first. */
  lines: string[]
}

/** Reads the log's files, the older one first; a missing file counts as empty. */
export async function readLog(paths: readonly string[]): Promise<ReadLog> {
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => null)))
  const files = paths.filter((_, index) => texts[index] !== null).map((path) => basename(path))
  const lines = texts.flatMap((text) => text?.split(/\r?\n/) ?? []).filter((line) => line !== '')
  return { files, lines }
}
