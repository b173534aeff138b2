import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Library } from '../../src-shared/contract/index.ts'
import type { Handlers } from '../ipc/router.ts'
import type { FileDialogs } from '../ipc/fileDialogs.ts'

export interface AboutOptions {
  version: string
  dataFolder: string
  /** Beside each bundle, a list of its libraries, written by the build. */
  licenseFiles: readonly URL[]
  files: Pick<FileDialogs, 'openFolder'>
}

/** The format written by Vite (`build.license`). */
const bundled = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    identifier: z.string().nullish(),
    text: z.string().nullish(),
  }),
)

/** The information that the app shows about itself. */
export const createAboutHandlers = ({
  version,
  dataFolder,
  licenseFiles,
  files,
}: AboutOptions): Pick<Handlers, 'about.get' | 'about.open_data_folder'> => ({
  'about.get': async () => ({ version, dataFolder, libraries: await readLibraries(licenseFiles) }),
  'about.open_data_folder': async () => ({ opened: await files.openFolder(dataFolder) }),
})

/** Each library once, in order; a missing list counts as empty. */
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
    text: text || (identifier === 'MIT' ? mitText(name) : ''),
  }))
  const byName = new Map(libraries.map((one) => [`${one.name} ${one.version}`, one]))
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

/** The MIT license, for a library that names it but does not include its text. */
const mitText = (name: string) => `MIT License

Copyright (c) the authors of ${name}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`
