import { X509Certificate, createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeCertificate } from './certificate.ts'

test('a default certificate signs itself and holds for this machine today', async () => {
  const made = await makeCertificate()
  const read = new X509Certificate(made.certPem)
  expect(read.verify(read.publicKey)).toBe(true)
  expect(read.checkHost('localhost')).toBe('localhost')
  expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(read.checkIP('::1')).toBe('::1')
  expect(read.ca).toBe(false)
  expect(read.validFromDate.getTime()).toBeLessThan(Date.now())
  expect(read.validToDate.getTime()).toBeGreaterThan(Date.now())
  expect(made.issuerPem).toBeUndefined()
  const digest = createHash('sha256').update(read.raw).digest('hex').toUpperCase()
  expect(made.sha256).toBe(digest.match(/../g)?.join(':'))
})

test('an authority vouches for the leaf it issued, and for no other', async () => {
  const authority = await makeCertificate({ commonName: '私有 CA', authority: true })
  const stranger = await makeCertificate({ commonName: '私有 CA', authority: true })
  const leaf = await makeCertificate({ commonName: 'gw', altNames: ['gw.test'], issuer: authority })
  const read = new X509Certificate(leaf.certPem)
  expect(read.checkIssued(new X509Certificate(authority.certPem))).toBe(true)
  expect(read.verify(new X509Certificate(authority.certPem).publicKey)).toBe(true)
  expect(read.verify(new X509Certificate(stranger.certPem).publicKey)).toBe(false)
  expect(read.checkHost('gw.test')).toBe('gw.test')
  expect(read.checkHost('localhost')).toBeUndefined()
  expect(leaf.issuerPem).toBe(authority.certPem)
  expect(leaf.chainPem).toBe(leaf.certPem + authority.certPem)
})

test('validity and IPv6 names are written as asked, past 2049 too', async () => {
  const made = await makeCertificate({
    notBefore: new Date('2001-02-03T04:05:06Z'),
    notAfter: new Date('2077-02-03T04:05:06Z'),
    altNames: ['fe80::12:0:ab', '::', '10.0.0.200', '::ffff:10.0.0.7'],
  })
  const read = new X509Certificate(made.certPem)
  expect(read.validFromDate.toISOString()).toBe('2001-02-03T04:05:06.000Z')
  expect(read.validToDate.toISOString()).toBe('2077-02-03T04:05:06.000Z')
  expect(read.checkIP('fe80:0:0:0:0:12:0:ab')).toBeDefined()
  expect(read.checkIP('10.0.0.200')).toBeDefined()
  expect(read.checkIP('10.0.0.201')).toBeUndefined()
  expect(read.checkIP('::ffff:a00:7')).toBeDefined()
})

test('a name is taken letter by letter', async () => {
  const commonName = '#a, O=b + "c"'
  const authority = await makeCertificate({ commonName, authority: true })
  const leaf = await makeCertificate({ issuer: authority })
  const read = new X509Certificate(leaf.certPem).toLegacyObject()
  expect(read.issuer).toEqual({ CN: commonName })
})
