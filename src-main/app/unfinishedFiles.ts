import { readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { FileDialogs } from '../desktop/files.ts'
import type { JsonFile } from '../settings/jsonFile.ts'

/** Where this start of the app was told to write: a killed one leaves half a file beside it. */
export const targetsFile = z.object({ version: z.literal(1), paths: z.array(z.string()) })
export type TargetsFile = z.infer<typeof targetsFile>

/** What a file is called until it is whole. */
const partOf = /\.[0-9a-f]{8}\.part$/

/** The dialogs, with what they answer kept before anything is written there. */
export function keepingTargets(dialogs: FileDialogs, file: JsonFile<TargetsFile>): FileDialogs {
  const keep = async (path: string | null) => {
    const known = file.value?.paths ?? []
    if (path !== null && !known.includes(path)) {
      // Without it the file is written all the same.
      await file.save({ version: 1, paths: [...known, path] }).catch(() => {})
    }
    return path
  }
  return {
    ...dialogs,
    saveCsv: async (name) => keep(await dialogs.saveCsv(name)),
    saveText: async (name) => keep(await dialogs.saveText(name)),
  }
}

/**
 * Removes what an earlier start left unfinished: beside those files, and in the app's own folder. Never rejects.
 * @param begin of this start, epoch ms: what is younger is being written
 */
export async function removeUnfinished(
  folder: string,
  file: JsonFile<TargetsFile>,
  begin: number,
): Promise<void> {
  const paths = file.value?.paths ?? []
  if (paths.length > 0) file.save({ version: 1, paths: [] }).catch(() => {})
  await Promise.all([
    removeParts(folder, () => true, begin),
    ...paths.map((path) => removeParts(dirname(path), (name) => name === basename(path), begin)),
  ])
}

async function removeParts(
  folder: string,
  isOurs: (target: string) => boolean,
  begin: number,
): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const parts = names.filter((name) => partOf.test(name) && isOurs(name.replace(partOf, '')))
  for (const part of parts.map((name) => join(folder, name))) {
    const about = await stat(part).catch(() => null)
    if (about !== null && about.mtimeMs < begin) await rm(part, { force: true }).catch(() => {})
  }
}
