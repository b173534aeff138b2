import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'

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

/** Reads the file and removes it; null, and nothing removed, where it is not one. */
export async function takeProvision(path: string): Promise<Provision | null> {
  const taken = await readFile(path, 'utf8')
    .then((text) => provision.parse(JSON.parse(text)))
    .catch(() => null)
  // Where it cannot be removed, the launcher that wrote it still can.
  if (taken !== null) await rm(path, { force: true }).catch(() => {})
  return taken
}
