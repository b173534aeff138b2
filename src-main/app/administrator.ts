import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { JsonFile } from '../settings/jsonFile.ts'
import {
  judgeManaged,
  type Managed,
  type ManagedSettings,
  readManaged,
} from '../settings/managed.ts'
import type { Policies, PolicySource } from '../settings/policies.ts'
import type { Notices } from '../settings/notices.ts'

/** What the system's own place has said last, for a start at which it does not answer. */
export const policiesCopy = z.object({
  version: z.literal(1),
  policies: z.record(z.string(), z.unknown()),
})
type PoliciesCopy = z.infer<typeof policiesCopy>

export interface AdministratorOptions {
  managedFile: string
  policies: PolicySource | null
  copy: JsonFile<PoliciesCopy>
  notices: Notices
  onSaveFailed: (error: unknown) => void
}

/** Where nothing is known of what was decided, not even from before: nobody's number comes to light because of it. */
const unheard: ManagedSettings = { version: 1, maskNumbers: true }

export interface Administrator {
  settings: ManagedSettings | null
  /** False where something of what was decided could not be understood: what is not there may have been. */
  isWhole: boolean
}

/**
 * What an administrator has decided for this machine; no settings where that is nothing. Each key counts as the
 * system's own place has it, else as the file has it. Says what is wrong; never rejects.
 */
export async function readAdministrator(options: AdministratorOptions): Promise<Administrator> {
  const { managedFile, policies, notices } = options
  const say = ({ problem }: Managed, file: string) => {
    if (problem !== null) notices.say(`managed-${problem.why}`, { file, detail: problem.detail })
    return problem === null || problem.why === 'unknown'
  }
  const file = await readManaged(managedFile)
  const isFileWhole = say(file, managedFile)
  if (policies === null) return { settings: file.settings, isWhole: isFileWhole }
  const decided = await readPolicies(policies, options)
  // What the file says in so many words counts there too.
  if (decided === null) return { settings: { ...unheard, ...file.settings }, isWhole: false }
  if (Object.keys(decided).length === 0) return { settings: file.settings, isWhole: isFileWhole }
  const judged = judgeManaged({ version: 1, ...decided })
  const isWhole = say(judged, policies.where) && isFileWhole
  return { settings: { version: 1, ...file.settings, ...judged.settings }, isWhole }
}

/** What is decided now, or was when it could be read last; null where it never could. */
async function readPolicies(
  { where, read }: PolicySource,
  { copy, notices, onSaveFailed }: AdministratorOptions,
): Promise<Policies | null> {
  const before = copy.value?.policies ?? null
  try {
    const policies = await read()
    if (!isDeepStrictEqual(policies, before))
      copy.save({ version: 1, policies }).catch(onSaveFailed)
    return policies
  } catch (error) {
    notices.say('policies-unreadable', { where, detail: String(error) })
    return before
  }
}
