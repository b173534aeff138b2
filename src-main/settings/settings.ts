import { z } from 'zod'
import { setupDraft, way } from '../../src-preload/contract/index.ts'
import type { SetupDraft } from '../../src-preload/contract/index.ts'
import { type JsonFile, openJsonFile } from './jsonFile.ts'

const settingsVersion = 1

/** What is kept between starts. Secrets lie elsewhere (secrets.ts), open holds too. */
export const settings = z.object({
  version: z.literal(settingsVersion),
  draft: setupDraft,
  /** The gateway that is watched once the set-up has come that far. */
  gateway: z
    .object({
      origin: z.string(),
      way: way,
      inspectorId: z.string(),
      phone: z.string(),
      withoutLicence: z.boolean(),
    })
    .nullable(),
  agents: z.array(z.object({ agentId: z.string(), name: z.string() })),
})
export type Settings = z.infer<typeof settings>

export const emptyDraft: SetupDraft = {
  address: '',
  way: 'inspector',
  credential: 'guid',
  inspectorId: '',
  phone: '',
  withoutLicence: true,
  agents: '',
}

export const defaultSettings: Settings = {
  version: settingsVersion,
  draft: emptyDraft,
  gateway: null,
  agents: [],
}

export function openSettings(path: string): Promise<JsonFile<Settings>> {
  return openJsonFile(path, settings, settingsVersion)
}
