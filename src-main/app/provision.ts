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

/** Reads and removes the file; null where it is not one. */
export async function takeProvision(path: string): Promise<Provision | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  await rm(path, { force: true })
  try {
    return provision.parse(JSON.parse(text))
  } catch {
    return null
  }
}
