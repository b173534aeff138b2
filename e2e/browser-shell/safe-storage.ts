import { pbkdf2Sync } from 'node:crypto'
import type { SafeStorage } from 'electron'
import { app } from './app.ts'
import { keyringKey, seal, unseal } from './keyring.ts'
import { refusing } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'

const hasKeyring = () => process.env['HOLDWATCH_SHELL_KEYRING'] === '1'

/** The key that Chromium uses without a key ring: everyone knows it, so it protects nothing. */
const knownKey = () => pbkdf2Sync('peanuts', 'saltysalt', 1, 32, 'sha1')

const prefix = () => (hasKeyring() ? 'v11' : 'v10')
const key = () => (hasKeyring() ? keyringKey(app.getPath('userData')) : knownKey())

const ready = () => {
  if (!app.isReady()) throw new Error('safeStorage cannot be used before app is ready')
}

/**
 * Stands in for Electron's `safeStorage`. Says `basic_text`, as on a Linux without a key ring,
 * unless HOLDWATCH_SHELL_KEYRING=1.
 */
export class ShellSafeStorage implements Offers<SafeStorage> {
  isEncryptionAvailable() {
    return app.isReady()
  }

  isAsyncEncryptionAvailable() {
    return Promise.resolve(this.isEncryptionAvailable())
  }

  getSelectedStorageBackend() {
    ready()
    return hasKeyring() ? ('gnome_libsecret' as const) : ('basic_text' as const)
  }

  setUsePlainTextEncryption(_usePlainText: boolean) {
    // Without a key ring the known key is used anyway.
  }

  encryptString(plainText: string) {
    ready()
    return seal(plainText, prefix(), key())
  }

  decryptString(encrypted: Buffer) {
    ready()
    return unseal(encrypted, prefix(), key())
  }

  async encryptStringAsync(plainText: string) {
    return this.encryptString(plainText)
  }

  async decryptStringAsync(encrypted: Buffer) {
    return { shouldReEncrypt: false, result: this.decryptString(encrypted) }
  }
}

export type SafeStorageStrays = Checked<Strays<ShellSafeStorage, SafeStorage>>

export const safeStorage = refusing('safeStorage', new ShellSafeStorage())
