import { pbkdf2Sync } from 'node:crypto'
import type { SafeStorage } from 'electron'
import { app } from './app.ts'
import { keyringKey, seal, unseal } from './keyring.ts'
import { modes } from './modes.ts'
import { refusing } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'

const hasKeyring = () => modes.keyRing === '1' || modes.keyRing === 'locked'
const unlocked = Promise.withResolvers<undefined>()
/** Simulates that the user enters the key ring's password. */
export const unlock = () => {
  unlocked.resolve(undefined)
}
/** A locked key ring delays every response. */
const whenUnlocked = async () => {
  ready()
  if (modes.keyRing === 'locked') await unlocked.promise
}

/** The key that Chromium uses without a key ring. It is publicly known, so it protects nothing. */
const knownKey = () => pbkdf2Sync('peanuts', 'saltysalt', 1, 32, 'sha1')

const prefix = () => (hasKeyring() ? 'v11' : 'v10')
const key = () => (hasKeyring() ? keyringKey(app.getPath('userData')) : knownKey())

const ready = () => {
  if (!app.isReady()) throw new Error('safeStorage cannot be used before app is ready')
}

/**
 * Stands in for Electron's `safeStorage`, without its deprecated synchronous calls. As in Electron, the backend is
 * chosen by the desktop environment, and encryption is available even with the publicly known key.
 */
export class ShellSafeStorage implements Offers<SafeStorage> {
  async isAsyncEncryptionAvailable() {
    await whenUnlocked()
    return true
  }

  getSelectedStorageBackend() {
    ready()
    return modes.keyRing === '0' ? ('basic_text' as const) : ('gnome_libsecret' as const)
  }

  setUsePlainTextEncryption(_usePlainText: boolean) {
    // Without a key ring the well-known key is used.
  }

  async encryptStringAsync(plainText: string) {
    await whenUnlocked()
    return seal(plainText, prefix(), key())
  }

  async decryptStringAsync(encrypted: Buffer) {
    await whenUnlocked()
    return { shouldReEncrypt: false, result: unseal(encrypted, prefix(), key()) }
  }
}

export type SafeStorageStrays = Checked<Strays<ShellSafeStorage, SafeStorage>>

export const safeStorage = refusing('safeStorage', new ShellSafeStorage())
