import { X509Certificate, createPrivateKey, randomBytes, sign, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import * as der from './der.ts'

/** What to make; the defaults give a certificate that is valid today for this machine. */
export interface CertificateWish {
  commonName?: string
  /** DNS names and IP addresses. */
  altNames?: string[]
  notBefore?: Date
  notAfter?: Date
  /** Signs the certificate; without it the certificate signs itself. */
  issuer?: MadeCertificate
  /** An authority: may sign others, and names no server. */
  authority?: boolean
}

/** A certificate with its key, both PEM. */
export interface MadeCertificate {
  certPem: string
  keyPem: string
  /** The certificate followed by those of its issuers: what a server sends. */
  chainPem: string
  /** SHA-256 of the DER form: 32 upper-case hex pairs joined by colons. */
  sha256: string
  /** The certificate of the authority that signed it, when it did not sign itself. */
  issuerPem?: string
}

const day = 86_400_000
const ecdsaWithSha256 = der.sequence(der.oid('1.2.840.10045.4.3.2'))

/** Makes an ECDSA P-256 certificate: self-signed as gateways usually have (fact sheet §9), or issued. */
export async function makeCertificate(wish: CertificateWish = {}): Promise<MadeCertificate> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const keys = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const [privateDer, publicDer] = await Promise.all([
    webcrypto.subtle.exportKey('pkcs8', keys.privateKey),
    webcrypto.subtle.exportKey('spki', keys.publicKey),
  ])
  const keyPem = pem('PRIVATE KEY', Buffer.from(privateDer))
  const issuer = wish.issuer && new X509Certificate(wish.issuer.certPem)
  const commonName = wish.commonName ?? 'cc-gateway.simulated'
  const issuerName = issuer ? String(issuer.toLegacyObject().subject.CN) : commonName

  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))), // X.509 version 3
    der.integer(serialNumber()),
    ecdsaWithSha256,
    distinguishedName(issuerName),
    der.sequence(
      der.time(wish.notBefore ?? new Date(Date.now() - day)),
      der.time(wish.notAfter ?? new Date(Date.now() + 365 * day)),
    ),
    distinguishedName(commonName),
    Buffer.from(publicDer),
    der.explicit(3, extensions(wish)),
  )
  const signature = sign('sha256', body, createPrivateKey(wish.issuer?.keyPem ?? keyPem))
  const certPem = pem('CERTIFICATE', der.sequence(body, ecdsaWithSha256, der.bits(signature)))
  return {
    certPem,
    keyPem,
    chainPem: certPem + (wish.issuer?.chainPem ?? ''),
    sha256: new X509Certificate(certPem).fingerprint256,
    ...(wish.issuer ? { issuerPem: wish.issuer.certPem } : {}),
  }
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

const distinguishedName = (commonName: string): Buffer =>
  der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.utf8(commonName))))

function serialNumber(): Buffer {
  const bytes = randomBytes(16)
  // Positive, and without a leading zero byte that DER would forbid.
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes
}

function extensions({ authority = false, altNames }: CertificateWish): Buffer {
  const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
    der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octets(value))
  // Key usage is a string of bits: 0 digital signature, 5 certificate signing, 6 list signing.
  const usage = authority ? der.bits(Buffer.from([0x06]), 1) : der.bits(Buffer.from([0x80]), 7)
  const names = (altNames ?? ['localhost', '127.0.0.1', '::1']).map((name) =>
    isIP(name) === 0
      ? der.implicit(2, Buffer.from(name, 'ascii'))
      : der.implicit(7, der.addressBytes(name)),
  )
  return der.sequence(
    extension('2.5.29.19', true, der.sequence(...(authority ? [der.boolean(true)] : []))),
    extension('2.5.29.15', true, usage),
    ...(authority || names.length === 0
      ? []
      : [extension('2.5.29.17', false, der.sequence(...names))]),
  )
}
