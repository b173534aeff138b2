import { readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { FileDialogs } from '../ipc/fileDialogs.ts'
import type { JsonFile } from '../settings/jsonFile.ts'

/**
 * Where this start of the app was told to write, and earlier ones where that could not be looked at since: a killed one
 * leaves half a file beside it.
 */
export const targetsFile = z.object({ version: z.literal(1), paths: z.array(z.string()) })
export type TargetsFile = z.infer<typeof targetsFile>

/** A share that is gone for good is given up once there are so many others. */
const mostPaths = 50

/** What a file is called until it is whole. */
const partOf = /\.[0-9a-f]{8}\.part$/

/** The dialogs, with what they answer kept before anything is written there. */
export function keepingTargets(dialogs: FileDialogs, file: JsonFile<TargetsFile>): FileDialogs {
  const targets = new Set<string>()
  const keep = async (path: string | null) => {
    const paths = file.value?.paths ?? []
    // What an earlier start has left there is another matter.
    if (path !== null && !targets.has(path)) {
      targets.add(path)
      // Without it the file is written all the same.
      await file.save({ version: 1, paths: [...paths, path].slice(-mostPaths) }).catch(() => {})
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
 * Removes what an earlier start left unfinished: beside those files, and in the app's own folder. What cannot be
 * reached or removed now is tried again at a later start. Never rejects.
 * @param begin of this start, epoch ms: what is younger is being written
 */
export async function removeUnfinished(
  folder: string,
  file: JsonFile<TargetsFile>,
  begin: number,
): Promise<void> {
  const paths = file.value?.paths ?? []
  await removeParts(folder, () => true, begin).catch(() => {})
  // One after the other: a share that does not answer takes its time, and others wait for the disk as well.
  for (const path of paths) {
    try {
      await removeParts(dirname(path), (name) => name === basename(path), begin)
    } catch {
      continue
    }
    const remainingPaths = [...(file.value?.paths ?? [])]
    remainingPaths.splice(remainingPaths.indexOf(path), 1)
    file.save({ version: 1, paths: remainingPaths }).catch(() => {})
  }
}

/** Rejects where one of them stays, or nobody knows. */
async function removeParts(
  folder: string,
  isOurs: (target: string) => boolean,
  begin: number,
): Promise<void> {
  const names = await readdir(folder)
  const parts = names.filter((name) => partOf.test(name) && isOurs(name.replace(partOf, '')))
  for (const part of parts.map((name) => join(folder, name))) {
    if ((await stat(part)).mtimeMs < begin) await rm(part, { force: true })
  }
}
