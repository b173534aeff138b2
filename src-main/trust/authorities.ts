import { X509Certificate } from 'node:crypto'
import * as tls from 'node:tls'
import { Worker } from 'node:worker_threads'

/** The authorities that may issue a certificate. */
export interface Authorities {
  context: tls.SecureContext
  /** For a certificate that is limited to TLS 1.2 with RSA key exchange, which has no forward secrecy. */
  rsaExchange: () => tls.SecureContext
  /** Whether one of them issued the chain of this certificate, whatever else is wrong with it. */
  standBehind(leaf: X509Certificate): boolean
}

export interface SystemAuthorities {
  /** PEM; empty where they could not be read. */
  pems: readonly string[]
  /** Why they could not be read. */
  problem: Error | null
}

/** A system's store can take minutes to read (nodejs/node#63313), and blocks the thread that reads it. */
const readingCode = `
  const { getCACertificates } = require('node:tls')
  require('node:worker_threads').parentPort.postMessage(getCACertificates('system'))
`

/** Maximum time that a handshake waits for them, ms. */
const waitMs = 5_000

let ofTheSystem: StoreReading | null = null

/**
 * The authorities that this computer trusts in addition to the built-in ones: read once, in a separate thread, and
 * cached while the process runs. If they are late, they are used from then on. Never rejects.
 */
export function systemAuthorities(): Promise<SystemAuthorities> {
  ofTheSystem ??= readAuthorities(readingCode, waitMs)
  return ofTheSystem.now()
}

/** What is known of them without waiting, for the diagnostics. */
export function knownAuthorities(): SystemAuthorities {
  return ofTheSystem?.known() ?? { pems: [], problem: new Error('not read yet') }
}

export interface StoreReading {
  /** Resolves when the store has responded, or after the maximum wait. Never rejects. */
  now(): Promise<SystemAuthorities>
  known(): SystemAuthorities
}

/**
 * @param code the thread's code: posts a list of PEM texts
 * @param timeoutMs maximum wait for the result, ms
 */
export function readAuthorities(code: string, timeoutMs: number): StoreReading {
  let known: SystemAuthorities = { pems: [], problem: new Error('not read yet') }
  const thread = new Worker(code, { eval: true })
  // Quitting does not wait for a slow store.
  thread.unref()
  const waitedFor = new Promise<void>((go) => {
    const timer = setTimeout(() => fail(new Error('not read in time')), timeoutMs)
    const end = (authorities: SystemAuthorities) => {
      clearTimeout(timer)
      known = authorities
      go()
    }
    const fail = (problem: Error) => {
      end({ pems: [], problem })
    }
    thread.once('message', (pems: string[]) => {
      end({ pems, problem: null })
      void thread.terminate()
    })
    thread.once('error', fail)
    thread.once('exit', () => {
      if (known.problem !== null) fail(new Error('the thread ended without an answer'))
    })
  })
  return {
    now: () => waitedFor.then(() => known),
    known: () => known,
  }
}

const built = new WeakMap<readonly string[], Authorities>()

/**
 * The built-in authorities and these; one context for each list, since it takes some 25 ms to create.
 * @param own PEM; by default those of the system
 */
export async function authorities(own?: readonly string[]): Promise<Authorities> {
  const further = own ?? (await systemAuthorities()).pems
  const known = built.get(further) ?? build(further)
  built.set(further, known)
  return known
}

function build(further: readonly string[]): Authorities {
  const pems = [...new Set([...tls.getCACertificates('default'), ...further])]
  let read: X509Certificate[] | null = null
  let rsaExchange: tls.SecureContext | undefined
  return {
    context: tls.createSecureContext({ ca: pems, minVersion: 'TLSv1.2' }),
    rsaExchange: () =>
      (rsaExchange ??= tls.createSecureContext({
        ca: pems,
        minVersion: 'TLSv1.2',
        maxVersion: 'TLSv1.2',
        ciphers: 'AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA:AES256-SHA',
      })),
    standBehind(leaf) {
      read ??= pems.map((pem) => new X509Certificate(pem))
      const chain = chainOf(leaf)
      return read.some((authority) =>
        chain.some(
          (link) =>
            link.fingerprint256 === authority.fingerprint256 ||
            (link.checkIssued(authority) && link.verify(authority.publicKey)),
        ),
      )
    },
  }
}

function chainOf(leaf: X509Certificate): X509Certificate[] {
  const chain: X509Certificate[] = []
  for (
    let link: X509Certificate | undefined = leaf;
    link && chain.length < 10;
    link = link.issuerCertificate
  ) {
    chain.push(link)
  }
  return chain
}
