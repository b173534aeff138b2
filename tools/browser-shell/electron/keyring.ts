import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The key of the stand-in's key ring, created on first use. */
export function keyringKey(userDataDir: string): Buffer {
  const file = join(userDataDir, 'shell-keyring.key')
  try {
    return readFileSync(file)
  } catch {
    mkdirSync(userDataDir, { recursive: true, mode: 0o700 })
    const key = randomBytes(32)
    // Fails instead of replacing a key that another process has just written.
    writeFileSync(file, key, { mode: 0o600, flag: 'wx' })
    return key
  }
}

/** @param prefix three letters that identify the key, as in Chromium */
export function seal(plainText: string, prefix: string, key: Buffer): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from(prefix), nonce, cipher.getAuthTag(), body])
}

export function unseal(encrypted: Buffer, prefix: string, key: Buffer): string {
  if (encrypted.subarray(0, 3).toString('latin1') !== prefix) {
    throw new Error(
      'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.',
    )
  }
  const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(3, 15))
  decipher.setAuthTag(encrypted.subarray(15, 31))
  return decipher.update(encrypted.subarray(31), undefined, 'utf8') + decipher.final('utf8')
}
