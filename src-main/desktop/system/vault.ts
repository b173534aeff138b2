import { safeStorage, type SafeStorage } from 'electron'
import type { Vault } from '../../settings/secrets.ts'

/** Maximum time for the user to unlock the key ring, ms. */
export const unlockWithinMs = 60_000
/** The prefix on Linux of texts that were encrypted with a well-known key. */
const wellKnownKey = 'v10'

/**
 * The system's key ring. On Linux a fallback with a well-known key replaces it where there is none, and Electron
 * reports that as available too: it is not used, neither to encrypt nor to decrypt.
 */
export function createVault(storage: SafeStorage, platform: string): Vault {
  const isOpen = (encrypted: Buffer) =>
    platform === 'linux' && encrypted.subarray(0, 3).toString('latin1') === wellKnownKey
  const encrypt = async (text: string) => {
    const encrypted = await answered(storage.encryptStringAsync(text))
    if (isOpen(encrypted)) throw new Error('There is no key ring')
    return encrypted.toString('base64')
  }
  return {
    async isProtected() {
      if (platform === 'linux' && storage.getSelectedStorageBackend() === 'basic_text') return false
      try {
        if (!(await answered(storage.isAsyncEncryptionAvailable()))) return false
        if (platform === 'linux') await encrypt('')
        return true
      } catch {
        return false
      }
    },
    encrypt,
    async decrypt(base64) {
      const encrypted = Buffer.from(base64, 'base64')
      if (isOpen(encrypted)) throw new Error('Not encrypted by a key ring')
      return (await answered(storage.decryptStringAsync(encrypted))).result
    },
  }
}

export const systemVault = createVault(safeStorage, process.platform)

function answered<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('The key ring did not answer in time'))
    }, unlockWithinMs)
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
    })
  })
}
