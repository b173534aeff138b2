import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeProvision } from './provision.ts'

const good = {
  version: 1,
  origin: 'https://gw:8043',
  sha256: 'AA',
  way: 'inspector',
  agentId: '9001',
  password: 'secret',
  phone: '',
  withoutLicence: true,
  agents: ['1001'],
  accounts: [],
}
let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
  path = join(folder, 'provision.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))
const isThere = () =>
  access(path).then(
    () => true,
    () => false,
  )

it.each([
  ['UTF-8', Buffer.from(JSON.stringify(good))],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${JSON.stringify(good)}`)],
  [
    'UTF-16, as older PowerShells write it',
    Buffer.from(`\uFEFF${JSON.stringify(good)}`, 'utf16le'),
  ],
])('%s is taken, and removed', async (_, bytes) => {
  await writeFile(path, bytes)
  expect(await takeProvision(path)).toEqual(good)
  expect(await isThere()).toBe(false)
})

it('an invalid file is removed all the same if it contains a password', async () => {
  await writeFile(path, JSON.stringify({ ...good, agents: [] }))
  expect(await takeProvision(path)).toBeNull()
  expect(await isThere()).toBe(false)
})

it('an invalid file with a secret key is removed, too', async () => {
  await writeFile(path, JSON.stringify({ way: 'cms', secretKey: 'secret' }))
  expect(await takeProvision(path)).toBeNull()
  expect(await isThere()).toBe(false)
})

it('any other file is left in place', async () => {
  await writeFile(path, '{"name":"a package"}')
  expect(await takeProvision(path)).toBeNull()
  expect(await isThere()).toBe(true)
})
