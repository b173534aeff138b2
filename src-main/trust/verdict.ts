import type { X509Certificate } from 'node:crypto'
import type {
  CertificateCheck,
  CertificateFacts,
  CertificateReason,
  TrustedGateway,
} from '../../src-preload/contract/index.ts'

/** A certificate that the supervisor trusts for exactly one origin (scheme, host and port). */
export interface StoredPin extends TrustedGateway {
  /** SHA-256 of the leaf's DER form, 32 upper-case hex pairs joined by colons. */
  sha256: string
}

/** Everything a finished handshake told; nothing here asks the network. */
export interface Evidence {
  /** `https://host:port`, as the pin is stored. */
  origin: string
  certificate: X509Certificate
  /** Node's recorded verdict on the chain and, after it, the name; null when both are good. */
  authorizationError: string | null
  /** Whether `tls.checkServerIdentity` found the host among the names of the certificate. */
  nameFits: boolean
  /** Whether a trusted authority stands behind the chain; asked only where Node's one code hides it. */
  issuerKnown: () => boolean
  pin: StoredPin | null
  /** Epoch ms. */
  now: number
}

const dateCodes = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])
const nameCodes = ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']
const issuerCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
])

const explained = new Set([...dateCodes, ...nameCodes, ...issuerCodes, 'CERT_REVOKED'])

/**
 * Whether this certificate may stand for this origin, and every reason why it does not vouch for it by itself.
 * The pin is an exact decision of the supervisor's, so it also wins over an expired date or another name;
 * a chain that verifies wins over an older pin, since the site has then replaced its self-signed certificate.
 */
export function judge(evidence: Evidence): CertificateCheck {
  const { origin, pin, authorizationError } = evidence
  const facts = factsOf(evidence.certificate)
  const reasons = reasonsOf(evidence)
  const check = { origin, reasons, facts, before: null }
  if (authorizationError === null && reasons.length === 0) return { ...check, verdict: 'verified' }
  if (pin === null || pin.origin !== origin) return { ...check, verdict: 'untrusted' }
  if (pin.sha256 === facts.sha256) return { ...check, verdict: 'pinned' }
  return { ...check, verdict: 'changed', before: pin.facts }
}

/** What the supervisor is shown of a certificate; times in epoch ms. */
export function factsOf(certificate: X509Certificate): CertificateFacts {
  return {
    sha256: certificate.fingerprint256,
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: namesOf(certificate.subjectAltName),
    validFrom: certificate.validFromDate.getTime(),
    validTo: certificate.validToDate.getTime(),
  }
}

/**
 * Whether the certificate signed itself: the name alone can be claimed, so the signature is checked too.
 * `checkIssued` would not do: it denies a self-signed certificate whose key usage leaves out signing others.
 */
export function isSelfSigned(certificate: X509Certificate): boolean {
  const { subject, issuer } = certificate
  try {
    return subject === issuer && certificate.verify(certificate.publicKey)
  } catch {
    return false // a key of a kind that cannot be checked here
  }
}

function reasonsOf(evidence: Evidence): CertificateReason[] {
  const { certificate, authorizationError: code, now } = evidence
  const reasons: CertificateReason[] = []
  // Node names one fault only, so each is looked for here.
  if (code !== null) {
    if (isSelfSigned(certificate)) {
      // A self-signed certificate may itself be among the trusted authorities.
      if (issuerCodes.has(code) || !evidence.issuerKnown()) reasons.push('self-signed')
    } else if (issuerCodes.has(code) || (dateCodes.has(code) && !evidence.issuerKnown())) {
      reasons.push('unknown-issuer')
    }
  }
  if (now > certificate.validToDate.getTime()) reasons.push('expired')
  if (now < certificate.validFromDate.getTime()) reasons.push('not-yet-valid')
  if (!evidence.nameFits) reasons.push('other-name')
  if (code === 'CERT_REVOKED') reasons.push('revoked')
  // A code without a reason of its own here, such as a bad signature or an authority out of date.
  if (code !== null && (!explained.has(code) || reasons.length === 0)) reasons.push('invalid')
  return reasons
}

const oneLine = (name: string | undefined) => (name ?? '').split('\n').join(', ')

/** `DNS:a, IP Address:1.2.3.4` to its names; quoted values (with commas inside) stay whole. */
function namesOf(altName: string | undefined): string[] {
  if (altName === undefined) return []
  const entries = altName.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []
  return entries.flatMap((entry) => {
    const name = /^\s*(?:DNS|IP Address):(.*)$/.exec(entry)?.[1]?.trim()
    return name ? [name] : []
  })
}
