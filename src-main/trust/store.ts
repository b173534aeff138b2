import { z } from 'zod'
import {
  certificateFacts,
  certificateReason,
  type CertificateFacts,
  type CertificateReason,
} from '../../src-preload/contract/index.ts'
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
  // What is shown and what is compared must be one certificate.
  .refine((record) => record.sha256 === record.facts.sha256)

/** The file that the trusted certificates lie in. */
export const trustFile = z.object({ version: z.literal(1), gateways: z.array(pin) })
export type TrustFile = z.infer<typeof trustFile>

/** What is trusted, and why it had to be trusted by hand. */
export interface Trusted {
  origin: string
  facts: CertificateFacts
  reasons: CertificateReason[]
}

export interface TrustStore {
  /** The certificate trusted for exactly this origin (scheme, host and port). */
  pin(origin: string): StoredPin | null
  list(): StoredPin[]
  /** Trusts from now on, in place of what was trusted there. Rejects if it could not be saved; it then holds for this run. */
  trust(record: Trusted): Promise<void>
  /** Trusts until the app ends, and leaves nothing on disk. */
  trustForNow(record: Trusted): void
  /** Forgets from now on. Rejects if it could not be saved; it is then forgotten for this run. */
  forget(origin: string): Promise<void>
}

/** The certificate that an administrator trusts; it cannot be forgotten, nor another trusted there. */
export interface ManagedPin {
  origin: string
  sha256: string
}

/**
 * The trusted certificates. From a file that could not be understood nothing is trusted.
 * @param now epoch ms
 */
export function createTrustStore(
  file: JsonFile<TrustFile>,
  now: () => number,
  managed: ManagedPin | null = null,
): TrustStore {
  const pins = new Map(file.value?.gateways.map((stored) => [stored.origin, stored]))
  const forNow = new Map<string, StoredPin>()
  const save = () => file.save({ version: 1, gateways: [...pins.values()] })
  const pinOf = ({ origin, facts, reasons }: Trusted): StoredPin => ({
    origin,
    sha256: facts.sha256,
    facts,
    reasons,
    trustedAt: now(),
  })
  const managedPin = managed === null ? null : pinByFingerprint(managed)
  return {
    pin: (origin) =>
      managedPin?.origin === origin ? managedPin : (forNow.get(origin) ?? pins.get(origin) ?? null),
    list: () => [...pins.values(), ...forNow.values()],
    trust(record) {
      pins.set(record.origin, pinOf(record))
      return save()
    },
    trustForNow(record) {
      forNow.set(record.origin, pinOf(record))
    },
    forget(origin) {
      forNow.delete(origin)
      return pins.delete(origin) ? save() : Promise.resolve()
    },
  }
}

/** Nothing but the fingerprint is known of it. */
const pinByFingerprint = ({ origin, sha256 }: ManagedPin): StoredPin => ({
  origin,
  sha256,
  facts: { sha256, subject: '', issuer: '', names: [], validFrom: 0, validTo: 0 },
  reasons: [],
  trustedAt: 0,
})
