import { X509Certificate } from 'node:crypto'
import * as tls from 'node:tls'
import { Worker } from 'node:worker_threads'

/** Who may vouch for a certificate. */
export interface Authorities {
  context: tls.SecureContext
  /** Whether one of them stands behind the chain of this certificate, whatever else is wrong with it. */
  standBehind(leaf: X509Certificate): boolean
}

export interface SystemAuthorities {
  /** PEM; none where they could not be read. */
  pems: readonly string[]
  /** Why they could not be read. */
  problem: Error | null
}

/** A system's store can take seconds to read, and blocks the thread that reads it. */
const readingCode = `
  const { getCACertificates } = require('node:tls')
  require('node:worker_threads').parentPort.postMessage(getCACertificates('system'))
`

let ofTheSystem: Promise<SystemAuthorities> | null = null

/**
 * The authorities that this computer trusts beside the built-in ones: read once, in a thread of its
 * own, and kept as long as the process runs. Never rejects.
 */
export function systemAuthorities(): Promise<SystemAuthorities> {
  return (ofTheSystem ??= readAuthorities(readingCode, 5_000))
}

/** @param code what runs in the thread: posts a list of PEM texts */
export async function readAuthorities(code: string, timeoutMs: number): Promise<SystemAuthorities> {
  const thread = new Worker(code, { eval: true })
  try {
    const pems = await new Promise<string[]>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('not read in time')), timeoutMs)
      thread.once('message', resolve)
      thread.once('error', reject)
      thread.once('exit', () => {
        clearTimeout(timer)
        reject(new Error('the thread ended without an answer'))
      })
    })
    return { pems, problem: null }
  } catch (error) {
    return { pems: [], problem: error instanceof Error ? error : new Error(String(error)) }
  } finally {
    void thread.terminate()
  }
}

const built = new WeakMap<readonly string[], Authorities>()

/**
 * The built-in authorities and these; one for each list, since a secure context takes some 25 ms to build.
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
  return {
    context: tls.createSecureContext({ ca: pems, minVersion: 'TLSv1.2' }),
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
