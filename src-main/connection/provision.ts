import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { textOf } from '../settings/fileText.ts'

/**
 * A set-up handed over by a launcher (`--provision=FILE`): the demo's way to start with nothing to
 * fill in. It holds a password, so it is removed as soon as it is read.
 */
const provision = z.object({
  version: z.literal(1),
  origin: z.url({ protocol: /^https$/ }),
  /** The certificate must be this one; nothing is pinned otherwise. */
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
 * Reads the file and removes it, also where it is none but holds a password: that must not lie about. Null where it
 * cannot be used.
 */
export async function takeProvision(path: string): Promise<Provision | null> {
  const json = await readFile(path)
    .then((bytes): unknown => JSON.parse(textOf(bytes) ?? ''))
    .catch(() => null)
  const taken = provision.safeParse(json)
  const holdsPassword = typeof json === 'object' && json !== null && 'password' in json
  // Where it cannot be removed, the launcher that wrote it still can.
  if (holdsPassword) await rm(path, { force: true }).catch(() => {})
  return taken.success ? taken.data : null
}
