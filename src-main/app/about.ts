import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Library } from '../../src-shared/contract/index.ts'
import type { Handlers } from '../ipc/router.ts'
import type { FileDialogs } from '../ipc/fileDialogs.ts'

export interface AboutOptions {
  version: string
  dataFolder: string
  /** Beside each bundle, a list of the libraries in it, made by the build. */
  licenseFiles: readonly URL[]
  files: Pick<FileDialogs, 'openFolder'>
}

/** As Vite writes it (`build.license`). */
const bundled = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    identifier: z.string().nullish(),
    text: z.string().nullish(),
  }),
)

/** What the app tells of itself. */
export const createAboutHandlers = ({
  version,
  dataFolder,
  licenseFiles,
  files,
}: AboutOptions): Pick<Handlers, 'about.get' | 'about.open_data_folder'> => ({
  'about.get': async () => ({ version, dataFolder, libraries: await readLibraries(licenseFiles) }),
  'about.open_data_folder': async () => ({ opened: await files.openFolder(dataFolder) }),
})

/** Each library once, in order; a list that is not there has none. */
async function readLibraries(licenseFiles: readonly URL[]): Promise<Library[]> {
  const lists = await Promise.all(
    licenseFiles.map((file) =>
      readFile(file, 'utf8')
        .then((text) => bundled.parse(JSON.parse(text)))
        .catch(() => []),
    ),
  )
  const libraries = lists.flat().map(({ name, version, identifier, text }) => ({
    name,
    version,
    license: identifier ?? '',
    text: text ?? '',
  }))
  const byName = new Map(libraries.map((one) => [`${one.name} ${one.version}`, one]))
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}
