import { access, readFile, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import {
  certificateFacts,
  certificateReason,
  type CertificateFacts,
  type CertificateReason,
} from '../../src-preload/contract/index.ts'
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
const trustFile = z.object({ version: z.literal(1), gateways: z.array(pin) })

/** Said once: a file was put aside, and nothing of it is trusted. */
export interface TrustNotice {
  code: 'trust-corrupt' | 'trust-newer'
  /** Name under which the file now lies in the same folder; its old name where it could not be moved. */
  file: string
}

export interface TrustStore {
  readonly notice: TrustNotice | null
  /** The certificate trusted for exactly this origin (scheme, host and port). */
  pin(origin: string): StoredPin | null
  list(): StoredPin[]
  /** Trusts from now on, in place of what was trusted there. Rejects if it could not be saved; it then holds for this run. */
  trust(record: {
    origin: string
    facts: CertificateFacts
    reasons: CertificateReason[]
  }): Promise<void>
  /** Forgets from now on. Rejects if it could not be saved; it is then forgotten for this run. */
  forget(origin: string): Promise<void>
}

export interface TrustStoreOptions {
  /** Epoch ms. */
  now: () => number
  /** Replaces the file in one step. */
  write?: (file: string, text: string) => Promise<void>
}

/** Reads the trusted certificates. A file that cannot be understood is put aside, never overwritten, and nothing is trusted. */
export async function openTrustStore(
  file: string,
  { now, write = writePrivately }: TrustStoreOptions,
): Promise<TrustStore> {
  const read = await load(file)
  const pins = new Map(read.kind === 'read' ? read.pins.map((p) => [p.origin, p]) : [])
  const aside = read.kind === 'unusable' ? await putAside(file, now()) : null
  const movable = read.kind !== 'unusable' || aside !== null

  let last: Promise<void> = Promise.resolve()
  const save = () => {
    const next = last.then(async () => {
      if (!movable)
        throw new Error('the unreadable list of trusted certificates could not be moved')
      // Written as it is when its turn comes, so that an earlier failure is made good.
      const text = JSON.stringify({ version: 1, gateways: [...pins.values()] }, null, 2)
      await write(file, `${text}\n`)
    })
    last = next.catch(() => {})
    return next
  }

  return {
    notice: read.kind === 'unusable' ? { code: read.code, file: aside ?? basename(file) } : null,
    pin: (origin) => pins.get(origin) ?? null,
    list: () => [...pins.values()],
    trust({ origin, facts, reasons }) {
      pins.set(origin, { origin, sha256: facts.sha256, facts, reasons, trustedAt: now() })
      return save()
    },
    forget(origin) {
      if (!pins.delete(origin)) return Promise.resolve()
      return save()
    },
  }
}

type Loaded =
  | { kind: 'none' }
  | { kind: 'read'; pins: StoredPin[] }
  | { kind: 'unusable'; code: TrustNotice['code'] }

async function load(file: string): Promise<Loaded> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return missing ? { kind: 'none' } : { kind: 'unusable', code: 'trust-corrupt' }
  }
  try {
    const json: unknown = JSON.parse(text)
    const whole = trustFile.safeParse(json)
    if (whole.success) return { kind: 'read', pins: whole.data.gateways }
    const newer = z.object({ version: z.number().gt(1) }).safeParse(json).success
    return { kind: 'unusable', code: newer ? 'trust-newer' : 'trust-corrupt' }
  } catch {
    return { kind: 'unusable', code: 'trust-corrupt' }
  }
}

/** Renames beside itself under a name not taken yet; null where that is not possible. */
async function putAside(file: string, now: number): Promise<string | null> {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-')
  for (let number = 0; number < 100; number++) {
    const name = `${basename(file)}.aside-${stamp}${number === 0 ? '' : `-${number}`}`
    const target = join(dirname(file), name)
    const taken = await access(target).then(
      () => true,
      () => false,
    )
    if (taken) continue
    return rename(file, target).then(
      () => name,
      () => null,
    )
  }
  return null
}

const writePrivately = (file: string, text: string): Promise<void> =>
  writeFileAtomic(file, text, { mode: 0o600 })
