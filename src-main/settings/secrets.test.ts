import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSecrets, type Vault } from './secrets.ts'

const origin = 'https://gw:8043'
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdwatch-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const vault = (isProtected: boolean, key = 'k'): Vault => ({
  isProtected: async () => isProtected,
  encrypt: async (text) => Buffer.from(`${key}${text}`).toString('base64'),
  async decrypt(base64) {
    const text = Buffer.from(base64, 'base64').toString()
    if (!text.startsWith(key)) throw new Error('another key')
    return text.slice(key.length)
  },
})
const begin = (using: Vault) => openSecrets(join(folder, 'secrets.json'), using)
const open = async (using: Vault) => {
  const secrets = await begin(using)
  await secrets.opened
  return secrets
}

describe('a password', () => {
  it('to be remembered is available after a restart, and not readable on disk', async () => {
    await (await open(vault(true))).setAccountPassword(origin, '1042', 'hunter2', true)
    expect((await open(vault(true))).accountPassword(origin, '1042')).toBe('hunter2')
    expect(await readFile(join(folder, 'secrets.json'), 'utf8')).not.toContain('hunter2')
  })

  it('not to be remembered lives as long as the app, and an older one is removed from disk', async () => {
    const secrets = await open(vault(true))
    await secrets.setAccountPassword(origin, '1042', 'old', true)
    await secrets.setAccountPassword(origin, '1042', 'new', false)
    expect(secrets.accountPassword(origin, '1042')).toBe('new')
    expect((await open(vault(true))).accountPassword(origin, '1042')).toBeNull()
  })

  it('is never written to disk where the system cannot protect it', async () => {
    const secrets = await open(vault(false))
    await secrets.setAccountPassword(origin, '1042', 'hunter2', true)
    expect(secrets.canRemember).toBe(false)
    expect(secrets.accountPassword(origin, '1042')).toBe('hunter2')
    expect(await readdir(folder)).toEqual([])
  })

  it('stays when another gateway is tried without remembering', async () => {
    const secrets = await open(vault(true))
    await secrets.setAccountPassword(origin, '1042', 'hunter2', true)
    await secrets.setAccountPassword('https://tried:1', '1042', 'x', false)
    await secrets.setAgentCredentials('https://tried:1', new Map(), false)
    expect((await open(vault(true))).accountPassword(origin, '1042')).toBe('hunter2')
  })

  it('that was rejected is stored but not returned, until it is set again', async () => {
    const secrets = await open(vault(true))
    await secrets.setAccountPassword(origin, '1042', 'hunter2', true)
    const refused = { origin, agentId: '1042', password: 'hunter2', retcode: '100-004' }
    await secrets.markRefused({ ...refused, password: 'another' })
    expect(secrets.accountPassword(origin, '1042')).toBe('hunter2')
    await secrets.markRefused(refused)
    expect(secrets.accountPassword(origin, '1042')).toBeNull()
    expect((await open(vault(true))).accountPassword(origin, '1042')).toBeNull()
    await secrets.setAccountPassword(origin, '1042', 'hunter2', true)
    expect((await open(vault(true))).accountPassword(origin, '1042')).toBe('hunter2')
  })

  it('that was rejected is marked on the disk once all is settled, even if nothing waits for it', async () => {
    const secrets = await open(vault(true))
    await secrets.setAccountPassword(origin, '1042', 'hunter2', true)
    void secrets.markRefused({ origin, agentId: '1042', password: 'hunter2', retcode: '100-004' })
    await secrets.settled()
    expect((await open(vault(true))).accountPassword(origin, '1042')).toBeNull()
  })

  it('of an agent that was rejected is marked after a restart', async () => {
    const secrets = await open(vault(true))
    const credential = { kind: 'password', password: 'p', phone: '7' } as const
    await secrets.setAgentCredentials(origin, new Map([['101', credential]]), true)
    await secrets.markRefused({ origin, agentId: '101', password: 'p', retcode: '100-020' })
    const refusedWith = '100-020'
    expect((await open(vault(true))).agentCredentials(origin).get('101')).toEqual({
      ...credential,
      refusedWith,
    })
  })

  it('is returned for its own gateway and account only', async () => {
    const secrets = await open(vault(true))
    await secrets.setAccountPassword(origin, '1042', 'hunter2', true)
    expect(secrets.accountPassword('https://gw:8044', '1042')).toBeNull()
    expect(secrets.accountPassword(origin, '1043')).toBeNull()
  })

  it('behind a locked key ring is requested again, and not lost once the ring opens', async () => {
    const credential = { kind: 'guid', guid: 'g' } as const
    await (
      await open(vault(true))
    ).setAgentCredentials(origin, new Map([['1042', credential]]), true)
    let isOpen = false
    const ring = vault(true)
    const secrets = await open({
      ...ring,
      async decrypt(base64) {
        if (!isOpen) throw new Error('the key ring is locked')
        return ring.decrypt(base64)
      },
    })
    expect(secrets.isLocked).toBe(true)
    isOpen = true
    await secrets.setAccountPassword(origin, '1042', 'typed', true)
    expect(secrets.isLocked).toBe(false)
    const after = await open(vault(true))
    expect(after.accountPassword(origin, '1042')).toBe('typed')
    expect(after.agentCredentials(origin).get('1042')).toEqual(credential)
  })

  it('entered while the key ring waits is used, and does not remove any stored secret', async () => {
    const credential = { kind: 'guid', guid: 'g' } as const
    const first = await open(vault(true))
    await first.setAccountPassword(origin, '1042', 'kept', true)
    await first.setAgentCredentials(origin, new Map([['1043', credential]]), true)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const secrets = await begin({ ...vault(true), isProtected: () => promise })
    expect(secrets).toMatchObject({ isWaiting: true, isLocked: false, canRemember: false })
    expect(secrets.accountPassword(origin, '1042')).toBeNull()
    // Signing in continues meanwhile.
    await secrets.setAccountPassword(origin, '1042', 'typed', false)
    resolve(true)
    await secrets.settled()
    expect(secrets).toMatchObject({ isWaiting: false, isLocked: false, canRemember: true })
    expect(secrets.accountPassword(origin, '1042')).toBe('typed')
    expect(secrets.agentCredentials(origin).get('1043')).toEqual(credential)
    const after = await open(vault(true))
    expect(after.accountPassword(origin, '1042')).toBeNull()
    expect(after.agentCredentials(origin).get('1043')).toEqual(credential)
  })

  it('of two that are stored at once the later one stays', async () => {
    const slow = Promise.withResolvers<undefined>()
    const ring = vault(true)
    let isFirst = true
    const secrets = await open({
      ...ring,
      async encrypt(text) {
        if (isFirst) {
          isFirst = false
          await slow.promise
        }
        return ring.encrypt(text)
      },
    })
    const stored = [
      secrets.setAccountPassword(origin, '1042', 'one', true),
      secrets.setAccountPassword(origin, '1042', 'two', true),
    ]
    slow.resolve(undefined)
    await Promise.all(stored)
    expect((await open(vault(true))).accountPassword(origin, '1042')).toBe('two')
  })

  it('that a new key ring cannot decrypt counts as missing', async () => {
    await (await open(vault(true))).setAccountPassword(origin, '1042', 'hunter2', true)
    expect((await open(vault(true, 'other'))).accountPassword(origin, '1042')).toBeNull()
  })
})
