import type { X509Certificate } from 'node:crypto'
import type {
  CertificateCheck,
  CertificateFacts,
  CertificateReason,
  TrustedGateway,
} from '../../src-shared/contract/index.ts'

/** A certificate that the supervisor trusts for exactly one origin (scheme, host and port). */
export interface StoredPin extends TrustedGateway {
  /** SHA-256 of the leaf's DER form, 32 upper-case hex pairs joined by colons. */
  sha256: string
}

/** The trusted certificates: none, one or several. */
export type Pinned = StoredPin | readonly StoredPin[] | null

/** The result of a finished handshake; nothing here uses the network. */
export interface Evidence {
  /** `https://host:port`, as stored with the pins. */
  origin: string
  certificate: X509Certificate
  /** Node's result for the chain and, after it, the name; null when both are valid. */
  authorizationError: string | null
  /** Whether `tls.checkServerIdentity` found the host among the names of the certificate. */
  nameFits: boolean
  /** The certificate only allows RSA key exchange, which has no forward secrecy. */
  isForRsaExchange: boolean
  /** Whether a trusted authority issued the chain; called only where Node's single code hides it. */
  issuerKnown: () => boolean
}

/** The evaluation of a handshake, done once: only pins and dates can change the verdict on it. */
export interface Evaluation {
  origin: string
  facts: CertificateFacts
  /** The chain and the name are valid. */
  verifies: boolean
  /** Reasons that do not depend on the date, those before and after the ones about dates. */
  reasons: { first: CertificateReason[]; last: CertificateReason[] }
  /** Node found an error without a reason here, or only one about dates. */
  mustExplain: boolean
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

/** Evaluates a handshake: this costs signatures and names, and is therefore done once for each. */
export function readHandshake(evidence: Evidence): Evaluation {
  const { origin, certificate, authorizationError: code } = evidence
  const first: CertificateReason[] = []
  const last: CertificateReason[] = []
  // Node reports one error only, so each is checked here.
  if (code !== null) {
    if (isSelfSigned(certificate)) {
      // A self-signed certificate may itself be among the trusted authorities.
      if (issuerCodes.has(code) || !evidence.issuerKnown()) first.push('self-signed')
    } else if (issuerCodes.has(code) || (dateCodes.has(code) && !evidence.issuerKnown())) {
      first.push('unknown-issuer')
    }
  }
  if (!evidence.nameFits) last.push('other-name')
  if (code === 'CERT_REVOKED') last.push('revoked')
  // It works, but traffic recorded today can be decrypted once the key is known: the user must accept that.
  if (evidence.isForRsaExchange) last.push('key-usage')
  // A code without a reason of its own here, such as an invalid signature or an expired authority.
  if (code !== null && !explained.has(code)) last.push('invalid')
  return {
    origin,
    facts: factsOf(certificate),
    verifies: code === null && evidence.nameFits && !evidence.isForRsaExchange,
    reasons: { first, last },
    mustExplain: code !== null,
  }
}

/**
 * Whether this certificate is currently trusted for its origin. A pin is an explicit decision of the supervisor, so it
 * also takes precedence over an expired date or another name.
 * @param now epoch ms
 */
export function mayBeUsed(evaluation: Evaluation, pinned: Pinned, now: number): boolean {
  return (
    (evaluation.verifies && now >= evaluation.facts.validFrom && now <= evaluation.facts.validTo) ||
    pinsAt(evaluation.origin, pinned).some(({ sha256 }) => sha256 === evaluation.facts.sha256)
  )
}

/**
 * The same with every reason why it does not verify. A chain that verifies takes precedence over an older pin, since
 * the site has then replaced its self-signed certificate.
 * @param now epoch ms
 */
export function judge(evaluation: Evaluation, pinned: Pinned, now: number): CertificateCheck {
  const { origin, facts } = evaluation
  const reasons = reasonsAt(evaluation, now)
  const check = { origin, reasons, facts, before: [] }
  if (evaluation.verifies && reasons.length === 0) return { ...check, verdict: 'verified' }
  if (mayBeUsed(evaluation, pinned, now)) return { ...check, verdict: 'pinned' }
  const before = pinsAt(origin, pinned).map((pin) => pin.facts)
  return before.length === 0
    ? { ...check, verdict: 'untrusted' }
    : { ...check, verdict: 'changed', before }
}

/** Those for exactly this origin. */
function pinsAt(origin: string, pinned: Pinned): readonly StoredPin[] {
  const pins = pinned === null ? [] : 'origin' in pinned ? [pinned] : pinned
  return pins.filter((pin) => pin.origin === origin)
}

/** The certificate as shown to the supervisor; times in epoch ms. */
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
 * Whether the certificate signed itself: the name alone could be forged, so the signature is checked too. `checkIssued`
 * is not suitable: it rejects a self-signed certificate whose key usage does not include signing others.
 */
export function isSelfSigned(certificate: X509Certificate): boolean {
  const { subject, issuer } = certificate
  try {
    return subject === issuer && certificate.verify(certificate.publicKey)
  } catch {
    return false // the key type is not supported here
  }
}

function reasonsAt({ facts, reasons, mustExplain }: Evaluation, now: number): CertificateReason[] {
  const all = [...reasons.first]
  if (now > facts.validTo) all.push('expired')
  if (now < facts.validFrom) all.push('not-yet-valid')
  all.push(...reasons.last)
  return mustExplain && all.length === 0 ? ['invalid'] : all
}

const oneLine = (name: string | undefined) => (name ?? '').split('\n').join(', ')

/** Splits `DNS:a, IP Address:1.2.3.4` into its names; quoted values (with commas inside) stay whole. */
function namesOf(altName: string | undefined): string[] {
  if (altName === undefined) return []
  const entries = altName.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []
  return entries.flatMap((entry) => {
    const name = /^\s*(?:DNS|IP Address):(.*)$/.exec(entry)?.[1]?.trim()
    return name ? [name] : []
  })
}
