import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** The update lists that an installed app reads from an administrator's server, and the files that each contains. */
const lists = [
  { list: 'latest.yml', names: /-win-(x64|arm64)-setup\.exe$/ },
  { list: 'latest-mac.yml', names: /-mac-(x64|arm64)\.zip$/ },
]

/**
 * The files for electron-updater's generic provider, by name; none for a system without an installer. JSON is valid
 * YAML.
 * @param folder contains the installers
 * @param names all files there
 */
export async function updateLists(
  folder: string,
  names: readonly string[],
  version: string,
): Promise<Record<string, string>> {
  const made: Record<string, string> = {}
  for (const { list, names: pattern } of lists) {
    const chosen = names.filter((name) => pattern.test(name)).sort()
    if (chosen.length === 0) continue
    const files = await Promise.all(chosen.map((name) => entryOf(folder, name)))
    made[list] = `${JSON.stringify({ version, files }, null, 2)}\n`
  }
  return made
}

async function entryOf(folder: string, url: string) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(join(folder, url)), hash)
  const { size } = await stat(join(folder, url))
  return { url, sha512: hash.digest('base64'), size }
}
