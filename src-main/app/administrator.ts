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

/** The last response of the system's own place, for a start at which it does not respond. */
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

/**
 * The restrictions where nothing is known about the managed settings, not even from an earlier start: no number is
 * revealed because of that.
 */
const unheard: ManagedSettings = { version: 1, maskNumbers: true }

export interface Administrator {
  settings: ManagedSettings | null
  /** False if a part of the managed settings could not be parsed: a missing setting may have been in it. */
  isWhole: boolean
}

/**
 * The managed settings of this machine; none where an administrator has set nothing. For each key, the value in the
 * system's own place takes precedence over the one in the file. Reports errors; never rejects.
 */
export async function readAdministrator(options: AdministratorOptions): Promise<Administrator> {
  const { managedFile, policies, notices } = options
  const say = ({ problem }: Managed, file: string) => {
    if (problem !== null) notices.add(`managed-${problem.why}`, { file, detail: problem.detail })
    return problem === null || problem.why === 'unknown'
  }
  const file = await readManaged(managedFile)
  const isFileWhole = say(file, managedFile)
  if (policies === null) return { settings: file.settings, isWhole: isFileWhole }
  const decided = await readPolicies(policies, options)
  // An explicit value in the file applies there too.
  if (decided === null) return { settings: { ...unheard, ...file.settings }, isWhole: false }
  if (Object.keys(decided).length === 0) return { settings: file.settings, isWhole: isFileWhole }
  const judgement = judgeManaged({ version: 1, ...decided })
  const isWhole = say(judgement, policies.where) && isFileWhole
  return { settings: { version: 1, ...file.settings, ...judgement.settings }, isWhole }
}

/** The current values, or those last read successfully; null where they could never be read. */
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
    notices.add('policies-unreadable', { where, detail: String(error) })
    return before
  }
}
