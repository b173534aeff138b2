import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { textOf } from '../settings/fileText.ts'

/**
 * A set-up provided by a launcher (`--provision=FILE`): the demo uses it to start with nothing to fill in. The file
 * contains a password, so it is removed as soon as it is read.
 */
const provision = z.object({
  version: z.literal(1),
  origin: z.url({ protocol: /^https$/ }),
  /** The certificate must be this one; otherwise nothing is pinned. */
  sha256: z.string(),
  way: z.literal('inspector'),
  agentId: z.string(),
  password: z.string(),
  phone: z.string(),
  withoutLicence: z.boolean(),
  agents: z.array(z.string()).min(1),
})
export type Provision = z.infer<typeof provision>

/**
 * Reads the file and removes it, also if it is invalid but contains a password, which must not stay on the disk. Null
 * if it cannot be used.
 */
export async function takeProvision(path: string): Promise<Provision | null> {
  const json = await readFile(path)
    .then((bytes): unknown => JSON.parse(textOf(bytes) ?? ''))
    .catch(() => null)
  const result = provision.safeParse(json)
  const holdsPassword = typeof json === 'object' && json !== null && 'password' in json
  // If it cannot be removed, the launcher that wrote it still can.
  if (holdsPassword) await rm(path, { force: true }).catch(() => {})
  return result.success ? result.data : null
}
