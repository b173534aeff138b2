import { safeStorage } from 'electron'
import type { Vault } from '../settings/secrets.ts'

/** The system's key ring. On Linux `basic_text` encrypts with a key that everyone knows: no vault. */
export const systemVault: Vault = {
  isProtected() {
    if (!safeStorage.isEncryptionAvailable()) return false
    return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
  },
  encrypt: (text) => safeStorage.encryptString(text).toString('base64'),
  decrypt: (base64) => safeStorage.decryptString(Buffer.from(base64, 'base64')),
}
