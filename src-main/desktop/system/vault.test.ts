import type { SafeStorage } from 'electron'
import { afterEach, expect, it, vi } from 'vitest'
import { createVault, unlockWithinMs } from './vault.ts'

type Backend = ReturnType<SafeStorage['getSelectedStorageBackend']>

/** @param prefix what stands in front of whatever is encrypted */
function storageOf(prefix: string, backend: Backend = 'gnome_libsecret') {
  const lacking = () => {
    throw new Error('deprecated: it can hold up the whole process')
  }
  return {
    isEncryptionAvailable: lacking,
    encryptString: lacking,
    decryptString: lacking,
    setUsePlainTextEncryption: () => {},
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: vi.fn(async () => true),
    encryptStringAsync: async (text: string) => Buffer.from(prefix + text),
    decryptStringAsync: async (encrypted: Buffer) => ({
      shouldReEncrypt: false,
      result: encrypted.toString().slice(prefix.length),
    }),
  } satisfies SafeStorage
}

afterEach(() => {
  vi.useRealTimers()
})

it.each([
  ['linux', 'v11', 'gnome_libsecret', true],
  ['linux', 'v11', 'basic_text', false],
  // A GNOME whose key ring does not run: Electron falls back without a word.
  ['linux', 'v10', 'gnome_libsecret', false],
  // Elsewhere the same prefix is the key ring's own.
  ['darwin', 'v10', 'unknown', true],
  ['win32', 'v10', 'unknown', true],
] as const)(
  'on %s with %s and %s, what is stored is protected: %s',
  async (on, prefix, backend, is) => {
    const vault = createVault(storageOf(prefix, backend), on)
    expect(await vault.isProtected()).toBe(is)
  },
)

it('gives back what it took', async () => {
  const vault = createVault(storageOf('v11'), 'linux')
  expect(await vault.decrypt(await vault.encrypt('secret'))).toBe('secret')
})

it('takes and gives nothing under a key that everyone knows', async () => {
  const vault = createVault(storageOf('v10'), 'linux')
  await expect(vault.encrypt('secret')).rejects.toThrow('no key ring')
  const open = Buffer.from('v10secret').toString('base64')
  await expect(vault.decrypt(open)).rejects.toThrow('Not encrypted by a key ring')
})

it('does not wait for ever for a key ring that nobody unlocks', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const storage = storageOf('v11')
  storage.isAsyncEncryptionAvailable.mockReturnValue(new Promise(() => {}))
  const answer = createVault(storage, 'darwin').isProtected()
  await vi.advanceTimersByTimeAsync(unlockWithinMs)
  expect(await answer).toBe(false)
})
