import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createAboutHandlers } from './about.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

const handlers = async (...lists: object[]) => {
  const paths = [...lists.keys()].map((index) => join(folder, `${index}.json`))
  await Promise.all(paths.map((path, index) => writeFile(path, JSON.stringify(lists[index]))))
  const opened: string[] = []
  const licenseFiles = [...paths, join(folder, 'missing.json')].map((path) => pathToFileURL(path))
  const files = {
    openFolder: (path: string) => {
      opened.push(path)
      return Promise.resolve(true)
    },
  }
  const options = { version: '1.2.3', dataFolder: '/data', licenseFiles, files }
  return { ...createAboutHandlers(options), opened }
}

it('names every library of all bundles once, with its license', async () => {
  const zod = { name: 'zod', version: '4.0.0', identifier: 'MIT', text: 'MIT License' }
  const vue = { name: 'vue', version: '3.5.0', identifier: null }
  const one = await handlers([zod], [vue, zod])
  expect(await one['about.get'](null)).toEqual({
    version: '1.2.3',
    dataFolder: '/data',
    libraries: [
      { name: 'vue', version: '3.5.0', license: '', text: '' },
      { name: 'zod', version: '4.0.0', license: 'MIT', text: 'MIT License' },
    ],
  })
})

it('contains the text of the MIT license where a library only names it', async () => {
  const one = await handlers([{ name: 'small', version: '1.0.0', identifier: 'MIT' }])
  const { libraries } = await one['about.get'](null)
  expect(libraries[0]?.text).toMatch(/^MIT License\n\nCopyright \(c\) the authors of small\n/)
})

it('contains no libraries of a list that cannot be read', async () => {
  expect(await (await handlers({ not: 'a list' }))['about.get'](null)).toMatchObject({
    libraries: [],
  })
})

it('opens the data folder, and no other', async () => {
  const one = await handlers()
  expect(await one['about.open_data_folder'](null)).toEqual({ opened: true })
  expect(one.opened).toEqual(['/data'])
})
