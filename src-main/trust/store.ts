import { z } from 'zod'
import {
  certificateFacts,
  certificateReason,
  type CertificateFacts,
  type CertificateReason,
} from '../../src-shared/contract/index.ts'
import type { ManagedPin } from '../settings/locks.ts'
import type { JsonFile } from '../settings/jsonFile.ts'
import type { StoredPin } from './verdict.ts'

const fingerprint = z.string().regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/)
const pin = z
  .object({
    origin: z.string().regex(/^https:\/\/[^/\s]+:\d{1,5}$/),
    sha256: fingerprint,
    facts: certificateFacts,
    reasons: z.array(certificateReason),
    trustedAt: z.number(),
  })
  // The certificate that is shown must be the one that is compared.
  .refine((record) => record.sha256 === record.facts.sha256)

/** The file with the trusted certificates. */
export const trustFile = z.object({ version: z.literal(1), gateways: z.array(pin) })
export type TrustFile = z.infer<typeof trustFile>

/** A trusted certificate, and why it had to be trusted by hand. */
export interface Trusted {
  origin: string
  facts: CertificateFacts
  reasons: CertificateReason[]
}

export interface TrustStore {
  /** The certificates trusted for exactly this origin (scheme, host and port). */
  pins(origin: string): readonly StoredPin[]
  list(): StoredPin[]
  /**
   * Trusts it from now on, in addition to those trusted already. Rejects if it could not be saved; it then applies to
   * this run.
   */
  trust(record: Trusted): Promise<void>
  /** Trusts it until the app ends, and writes nothing to disk. */
  trustForNow(record: Trusted): void
  /** Forgets this one from now on. Rejects if it could not be saved; it is then forgotten for this run. */
  forget(origin: string, sha256: string): Promise<void>
}

/**
 * The trusted certificates. Nothing in an invalid file is trusted.
 * @param now epoch ms
 */
export function createTrustStore(
  file: JsonFile<TrustFile>,
  now: () => number,
  managed: ManagedPin | null = null,
): TrustStore {
  const stored = keyed(file.value?.gateways ?? [])
  const forNow = new Map<string, StoredPin>()
  const save = () => file.save({ version: 1, gateways: [...stored.values()] })
  const pinOf = ({ origin, facts, reasons }: Trusted): StoredPin => ({
    origin,
    sha256: facts.sha256,
    facts,
    reasons,
    trustedAt: now(),
  })
  const add = (pins: Map<string, StoredPin>, pin: StoredPin) => pins.set(keyOf(pin), pin)
  const list = () => [...stored.values(), ...forNow.values()]
  const managedPin = managed === null ? null : pinByFingerprint(managed)
  return {
    pins: (origin) =>
      managedPin?.origin === origin ? [managedPin] : list().filter((pin) => pin.origin === origin),
    list,
    trust(record) {
      add(stored, pinOf(record))
      return save()
    },
    trustForNow(record) {
      add(forNow, pinOf(record))
    },
    forget(origin, sha256) {
      const key = keyOf({ origin, sha256 })
      forNow.delete(key)
      return stored.delete(key) ? save() : Promise.resolve()
    },
  }
}

/** The nodes behind one address each show their own certificate, so an origin may have several. */
const keyOf = ({ origin, sha256 }: Pick<StoredPin, 'origin' | 'sha256'>) => `${origin} ${sha256}`
const keyed = (pins: readonly StoredPin[]) => new Map(pins.map((pin) => [keyOf(pin), pin]))

/** Only the fingerprint is known. */
const pinByFingerprint = ({ origin, sha256 }: ManagedPin): StoredPin => ({
  origin,
  sha256,
  facts: { sha256, subject: '', issuer: '', names: [], validFrom: 0, validTo: 0 },
  reasons: [],
  trustedAt: 0,
})
