import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Whether a file from electron-builder is an installer. */
export const isInstaller = (name: string): boolean =>
  /\.(exe|msi|dmg|pkg|zip|AppImage|deb|rpm)$/.test(name) && !name.startsWith('.')

/** A list in the format of `sha256sum --check`, sorted by name. */
export async function sha256Sums(folder: string, names: readonly string[]): Promise<string> {
  const lines: string[] = []
  for (const name of [...names].sort()) {
    const hash = createHash('sha256')
    await pipeline(createReadStream(join(folder, name)), hash)
    lines.push(`${hash.digest('hex')}  ${name}\n`)
  }
  return lines.join('')
}
