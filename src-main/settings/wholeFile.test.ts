import type { FileHandle } from 'node:fs/promises'
import {
  chmod,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Disk, writeWhole } from './wholeFile.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
  path = join(folder, 'file.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const refused = (code: string) => Object.assign(new Error(code), { code })
const wait = () => Promise.resolve()
const real: Disk = { open, rename, wait }

/** Accepts this many bytes in all, at most 100 at once, and then fails as full. */
function small(room: number): Disk {
  let left = room
  return {
    rename,
    wait,
    async open(...asked: Parameters<typeof open>) {
      const file: FileHandle = await open(...asked)
      const write = file.write.bind(file) as (b: Buffer, at: number, n: number) => Promise<unknown>
      Object.assign(file, {
        write: (bytes: Buffer, at: number, length: number) => {
          const taken = Math.min(length, left, 100)
          if (taken === 0) return Promise.reject(refused('ENOSPC'))
          left -= taken
          return write(bytes, at, taken)
        },
      })
      return file
    },
  }
}

it('a disk that writes in pieces ends with the whole file', async () => {
  await writeWhole(path, 'x'.repeat(1_234), { disk: small(2_000) })
  expect(await readFile(path, 'utf8')).toHaveLength(1_234)
})

it('a full disk preserves the old file, reports the error, and has no leftovers', async () => {
  await writeFile(path, 'old')
  const writing = writeWhole(path, 'x'.repeat(1_234), { disk: small(1_000) })
  await expect(writing).rejects.toMatchObject({ code: 'ENOSPC' })
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['file.json'])
})

it.each(['EPERM', 'EBUSY', 'EACCES'])(
  'a scanner that holds it for a while (%s) is waited for',
  async (code) => {
    let tries = 0
    const disk: Disk = {
      ...real,
      rename: (from, to) => (++tries < 10 ? Promise.reject(refused(code)) : rename(from, to)),
    }
    await writeWhole(path, 'new', { disk })
    expect(tries).toBe(10)
    expect(await readFile(path, 'utf8')).toBe('new')
  },
)

it('a rename that fails permanently is reported, and leaves no other file', async () => {
  const disk: Disk = { ...real, rename: () => Promise.reject(refused('EPERM')) }
  await expect(writeWhole(path, 'new', { disk })).rejects.toMatchObject({ code: 'EPERM' })
  expect(await readdir(folder)).toEqual([])
})

it.skipIf(process.platform === 'win32')(
  'follows a link, and keeps the rights of what is there',
  async () => {
    const target = join(folder, 'elsewhere.json')
    await writeFile(target, 'old')
    await chmod(target, 0o640)
    await symlink(target, path)
    await writeWhole(path, 'new')
    expect(await readFile(target, 'utf8')).toBe('new')
    expect((await stat(target)).mode & 0o777).toBe(0o640)
    expect((await readdir(folder)).sort()).toEqual(['elsewhere.json', 'file.json'])
  },
)
