// The library's injection reads the metadata that this import makes possible: it stays first.
import 'reflect-metadata'
import { X509Certificate, createPrivateKey } from 'node:crypto'
import { isIP } from 'node:net'
import * as x509 from '@peculiar/x509'

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
  key?: 'P-256' | 'P-384' | 'P-521' | 'RSA-1024' | 'RSA-2048'
  /** What signs it; by default SHA-256. */
  hash?: 'SHA-1' | 'SHA-256'
  /** What a server's key is for; by default only what TLS needs today. */
  keyUsage?: 'digitalSignature' | 'keyEncipherment' | 'keyAgreement'
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

/** The global type has another name where there is a DOM. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>

const day = 86_400_000
const curve = { name: 'ECDSA', namedCurve: 'P-256' }

/** Makes a certificate, by default for ECDSA P-256: self-signed as gateways usually have (gateway protocol §9.1), or issued. */
export async function makeCertificate(wish: CertificateWish = {}): Promise<MadeCertificate> {
  const { issuer } = wish
  const algorithm = algorithmOf(wish)
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  // As an object, so that the name is taken letter by letter and not read as a list of attributes.
  const subject = new x509.Name([
    { CN: [{ utf8String: wish.commonName ?? 'cc-gateway.simulated' }] },
  ])
  const made = await x509.X509CertificateGenerator.create({
    subject,
    issuer: issuer ? new x509.X509Certificate(issuer.certPem).subjectName : subject,
    notBefore: wish.notBefore ?? new Date(Date.now() - day),
    notAfter: wish.notAfter ?? new Date(Date.now() + 365 * day),
    publicKey: keys.publicKey,
    signingKey: issuer ? await signingKey(issuer) : keys.privateKey,
    signingAlgorithm: issuer ? { ...curve, hash: 'SHA-256' } : algorithm,
    extensions: extensions(wish),
  })
  const certificate = new X509Certificate(Buffer.from(made.rawData))
  const certPem = certificate.toString()
  return {
    certPem,
    keyPem: await pemOf(keys.privateKey),
    chainPem: certPem + (issuer?.chainPem ?? ''),
    sha256: certificate.fingerprint256,
    ...(issuer ? { issuerPem: issuer.certPem } : {}),
  }
}

function algorithmOf({ key = 'P-256', hash = 'SHA-256' }: CertificateWish) {
  const [kind, size] = key.split('-')
  if (kind === 'P') return { name: 'ECDSA', namedCurve: key, hash }
  const publicExponent = new Uint8Array([1, 0, 1])
  return { name: 'RSASSA-PKCS1-v1_5', modulusLength: Number(size), publicExponent, hash }
}

/** Of an authority. */
function signingKey({ keyPem }: MadeCertificate): Promise<Key> {
  const pkcs8 = new Uint8Array(createPrivateKey(keyPem).export({ type: 'pkcs8', format: 'der' }))
  return crypto.subtle.importKey('pkcs8', pkcs8, curve, false, ['sign'])
}

async function pemOf(privateKey: Key): Promise<string> {
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey))
  const read = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  return read.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function extensions(wish: CertificateWish): x509.Extension[] {
  const { authority = false, altNames, keyUsage = 'digitalSignature' } = wish
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags
  const names = (altNames ?? ['localhost', '127.0.0.1', '::1']).map(generalName)
  return [
    new x509.BasicConstraintsExtension(authority, undefined, true),
    new x509.KeyUsagesExtension(
      authority ? keyCertSign | cRLSign : x509.KeyUsageFlags[keyUsage],
      true,
    ),
    ...(authority || names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
  ]
}

function generalName(name: string): x509.JsonGeneralName {
  const family = isIP(name)
  if (family === 0) return { type: 'dns', value: name }
  // The library misreads an IPv6 address that ends in an IPv4 one; the URL parser writes it in hex.
  const value = family === 6 ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name
  return { type: 'ip', value }
}
