import { isIPv4 } from 'node:net'

// The few forms of DER (X.690) that a certificate of one name is made of. A library for this would
// be bundled into the app with its run-time reflection, for a hundred bytes of structure.

const element = (tag: number, content: Uint8Array): Buffer => {
  const size = content.length
  const long = size > 0xff ? [0x82, size >> 8, size & 0xff] : [0x81, size]
  return Buffer.concat([Buffer.from([tag, ...(size < 0x80 ? [size] : long)]), content])
}

export const sequence = (...parts: Uint8Array[]): Buffer => element(0x30, Buffer.concat(parts))
export const set = (...parts: Uint8Array[]): Buffer => element(0x31, Buffer.concat(parts))
export const boolean = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0]))
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text))
export const octets = (content: Uint8Array): Buffer => element(0x04, content)
/** `unused`: how many bits at the end of the last byte mean nothing. */
export const bits = (content: Uint8Array, unused = 0): Buffer =>
  element(0x03, Buffer.concat([Buffer.from([unused]), content]))
/** The bytes of a positive integer. */
export const integer = (bytes: Uint8Array): Buffer =>
  element(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes]))
export const explicit = (tag: number, content: Uint8Array): Buffer => element(0xa0 + tag, content)
export const implicit = (tag: number, content: Uint8Array): Buffer => element(0x80 + tag, content)

/** An object identifier in dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const groups = [arc & 0x7f]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return element(0x06, Buffer.from(bytes))
}

/** A moment, to the second: UTCTime up to 2049, GeneralizedTime after it (RFC 5280 §4.1.2.5). */
export function time(moment: Date): Buffer {
  const digits = moment.toISOString().replace(/\.\d+Z$|[-:T]/g, '') + 'Z'
  const year = moment.getUTCFullYear()
  return year >= 1950 && year < 2050
    ? element(0x17, Buffer.from(digits.slice(2)))
    : element(0x18, Buffer.from(digits))
}

/** The bytes of an IP address as a certificate carries them: 4 or 16. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  // The URL parser brings every spelling of an IPv6 address into one form.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string) => text.split(':').filter((group) => group !== '')
  const before = groups(head)
  const after = groups(tail ?? '')
  const between = Array<string>(8 - before.length - after.length).fill('0')
  const bytes = Buffer.alloc(16)
  ;[...before, ...between, ...after].forEach((group, at) => {
    bytes.writeUInt16BE(Number.parseInt(group, 16), at * 2)
  })
  return bytes
}
