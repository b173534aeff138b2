import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

export const keyBytes = 32
const ivBytes = 12
const tagBytes = 16
/** The key id is the prefix. */
const idBytes = 4

export interface NumberKey {
  id: number
  key: Uint8Array
}

/** The same encrypted number with its key under another id; null where that key does not exist. */
export function sealedUnder(
  sealed: Uint8Array,
  ids: ReadonlyMap<number, number>,
): Uint8Array | null {
  if (sealed.length < idBytes) return null
  const bytes = Buffer.from(sealed)
  const id = ids.get(bytes.readUInt32BE())
  if (id === undefined) return null
  bytes.writeUInt32BE(id)
  return bytes
}

/** Encrypts customers' numbers with AES-256-GCM, each with its own initialization vector. */
export class PhoneNumberCipher {
  readonly #keys: ReadonlyMap<number, KeyObject>
  readonly #newest: number | null

  /** @param keys the available keys; the last one encrypts from now on */
  constructor(keys: readonly NumberKey[]) {
    // As key objects: with raw bytes each number would take five times as long.
    this.#keys = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]))
    this.#newest = keys.at(-1)?.id ?? null
  }

  /** Null where there is no key: then no number is stored. */
  seal(text: string | null): Uint8Array | null {
    const key = this.#newest === null ? undefined : this.#keys.get(this.#newest)
    if (text === null || this.#newest === null || key === undefined) return null
    const id = Buffer.alloc(idBytes)
    id.writeUInt32BE(this.#newest)
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    const sealed = [cipher.update(text, 'utf8'), cipher.final()]
    return Buffer.concat([id, iv, cipher.getAuthTag(), ...sealed])
  }

  /** Whether the key is available. */
  canOpen(sealed: Uint8Array): boolean {
    return sealed.length >= idBytes && this.#keys.has(Buffer.from(sealed).readUInt32BE())
  }

  /** Empty where none was stored, the key is not available, or the bytes were changed. */
  open(sealed: Uint8Array | null): string {
    if (sealed === null || sealed.length < idBytes + ivBytes + tagBytes) return ''
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
    const key = this.#keys.get(bytes.readUInt32BE())
    if (key === undefined) return ''
    const iv = bytes.subarray(idBytes, idBytes + ivBytes)
    const tag = bytes.subarray(idBytes + ivBytes, idBytes + ivBytes + tagBytes)
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
    decipher.setAuthTag(tag)
    try {
      const text = decipher.update(bytes.subarray(idBytes + ivBytes + tagBytes))
      decipher.final()
      return text.toString('utf8')
    } catch {
      return ''
    }
  }
}
