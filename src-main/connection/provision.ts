import { readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { textOf } from '../settings/fileText.ts'

/**
 * A set-up provided by a launcher (`--provision=FILE`): the demo uses it to start with nothing to fill in. The file
 * contains a password or a secret key, so it is removed as soon as it is read.
 */
const account = z.object({
  agentId: z.string(),
  password: z.string(),
  phone: z.string(),
  withoutLicence: z.boolean(),
})
const source = z.object({
  version: z.literal(1),
  origin: z.url({ protocol: /^https$/ }),
  /** The certificate must be this one; otherwise nothing is pinned. */
  sha256: z.string(),
  agents: z.array(z.string()).min(1),
})
const provision = z.discriminatedUnion('way', [
  source.extend({
    way: z.literal('inspector'),
    ...account.shape,
    /** Further inspectors, for other nodes of a cluster. */
    accounts: z.array(account).default([]),
  }),
  source.extend({
    way: z.literal('cms'),
    accessKey: z.string(),
    secretKey: z.string(),
    ccId: z.number(),
    vdn: z.number(),
  }),
])
export type Provision = z.infer<typeof provision>
/** As a launcher writes it. */
export type ProvisionFile = z.input<typeof provision>

/**
 * Reads the file and removes it, also if it is invalid but contains a password, which must not stay on the disk. Null
 * if it cannot be used.
 */
export async function takeProvision(path: string): Promise<Provision | null> {
  const json = await readFile(path)
    .then((bytes): unknown => JSON.parse(textOf(bytes) ?? ''))
    .catch(() => null)
  const result = provision.safeParse(json)
  const holdsSecret =
    typeof json === 'object' && json !== null && ('password' in json || 'secretKey' in json)
  // If it cannot be removed, the launcher that wrote it still can.
  if (holdsSecret) await rm(path, { force: true }).catch(() => {})
  return result.success ? result.data : null
}
