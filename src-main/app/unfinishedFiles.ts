import { readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { FileDialogs } from '../ipc/fileDialogs.ts'
import type { JsonFile } from '../settings/jsonFile.ts'

/**
 * The target files of this run of the app, and of earlier ones that could not be checked since: a killed run leaves an
 * incomplete file beside its target.
 */
export const targetsFile = z.object({ version: z.literal(1), paths: z.array(z.string()) })
export type TargetsFile = z.infer<typeof targetsFile>

/** A share that is gone for good is dropped once there are this many others. */
const mostPaths = 50

/** The name of a file until it is complete. */
const partOf = /\.[0-9a-f]{8}\.part$/

/** The dialogs, with their results recorded before anything is written there. */
export function keepingTargets(dialogs: FileDialogs, file: JsonFile<TargetsFile>): FileDialogs {
  const targets = new Set<string>()
  const keep = async (path: string | null) => {
    const paths = file.value?.paths ?? []
    // A leftover of an earlier run has its own entry.
    if (path !== null && !targets.has(path)) {
      targets.add(path)
      // The file is written even if this fails.
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
 * Removes unfinished files of earlier runs: beside those targets, and in the app's own folder. What cannot be reached
 * or removed now is tried again at a later start. Never rejects.
 * @param begin of this run, epoch ms: later files are being written
 */
export async function removeUnfinished(
  folder: string,
  file: JsonFile<TargetsFile>,
  begin: number,
): Promise<void> {
  const paths = file.value?.paths ?? []
  await removeParts(folder, () => true, begin).catch(() => {})
  // One after the other: a share that does not respond takes its time, and other parts wait for the disk as well.
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

/** Rejects if one of them remains, or that cannot be determined. */
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
