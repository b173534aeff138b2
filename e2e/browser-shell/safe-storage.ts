import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SafeStorage } from 'electron'
import { app } from './app.ts'
import { refusing } from './offer.ts'
import type { Checked, Offers, Strays } from './offer.ts'

const hasKeyring = () => process.env['HOLDWATCH_SHELL_KEYRING'] === '1'

/** The key that Chromium uses without a key ring: everyone knows it, so it protects nothing. */
const knownKey = () => pbkdf2Sync('peanuts', 'saltysalt', 1, 32, 'sha1')

function keyringKey(): Buffer {
  const folder = app.getPath('userData')
  const file = join(folder, 'shell-keyring.key')
  try {
    return readFileSync(file)
  } catch {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const key = randomBytes(32)
    // Fails rather than replaces, should another process have written one just now.
    writeFileSync(file, key, { mode: 0o600, flag: 'wx' })
    return key
  }
}

const prefix = () => (hasKeyring() ? 'v11' : 'v10')
const key = () => (hasKeyring() ? keyringKey() : knownKey())

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
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key(), nonce)
    const body = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.from(prefix()), nonce, cipher.getAuthTag(), body])
  }

  decryptString(encrypted: Buffer) {
    ready()
    if (encrypted.subarray(0, 3).toString('latin1') !== prefix()) {
      throw new Error(
        'Error while decrypting the ciphertext provided to safeStorage.decryptString.',
      )
    }
    const decipher = createDecipheriv('aes-256-gcm', key(), encrypted.subarray(3, 15))
    decipher.setAuthTag(encrypted.subarray(15, 31))
    return decipher.update(encrypted.subarray(31), undefined, 'utf8') + decipher.final('utf8')
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
