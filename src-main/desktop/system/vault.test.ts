import type { SafeStorage } from 'electron'
import { afterEach, expect, it, vi } from 'vitest'
import { createVault, unlockWithinMs } from './vault.ts'

type Backend = ReturnType<SafeStorage['getSelectedStorageBackend']>

/** @param prefix is put before every encrypted text */
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
  // A GNOME without a running key ring: Electron falls back silently.
  ['linux', 'v10', 'gnome_libsecret', false],
  // Elsewhere the same prefix is used by the key ring itself.
  ['darwin', 'v10', 'unknown', true],
  ['win32', 'v10', 'unknown', true],
] as const)(
  'on %s with %s and %s, what is stored is protected: %s',
  async (on, prefix, backend, is) => {
    const vault = createVault(storageOf(prefix, backend), on)
    expect(await vault.isProtected()).toBe(is)
  },
)

it('decrypts what it encrypted', async () => {
  const vault = createVault(storageOf('v11'), 'linux')
  expect(await vault.decrypt(await vault.encrypt('secret'))).toBe('secret')
})

it('encrypts and decrypts nothing with a well-known key', async () => {
  const vault = createVault(storageOf('v10'), 'linux')
  await expect(vault.encrypt('secret')).rejects.toThrow('no key ring')
  const open = Buffer.from('v10secret').toString('base64')
  await expect(vault.decrypt(open)).rejects.toThrow('Not encrypted by a key ring')
})

it('does not wait for ever for a key ring that is never unlocked', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const storage = storageOf('v11')
  storage.isAsyncEncryptionAvailable.mockReturnValue(new Promise(() => {}))
  const answer = createVault(storage, 'darwin').isProtected()
  await vi.advanceTimersByTimeAsync(unlockWithinMs)
  expect(await answer).toBe(false)
})
