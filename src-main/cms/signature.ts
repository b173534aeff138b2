import { createHmac } from 'node:crypto'

/** The points in which implementations of the C2 signature differ (gateway protocol §10.3). */
export interface SignatureForm {
  /** The precision of the time. */
  time: 'seconds' | 'milliseconds'
  /** A request without a query has an empty line in its place. */
  hasQueryLine: boolean
  /** The signed headers: `host` alone, or `content-length` and `content-type` in addition. */
  headers: 'host' | 'content'
}

const vendorForm: SignatureForm = { time: 'seconds', hasQueryLine: false, headers: 'host' }
const otherForm: SignatureForm = { time: 'milliseconds', hasQueryLine: true, headers: 'content' }

/** Every form, the most likely first: the vendor's own, that of most others, then those between. */
export const signatureForms: readonly SignatureForm[] = [
  vendorForm,
  otherForm,
  { ...vendorForm, time: 'milliseconds' },
  { ...vendorForm, headers: 'content' },
  { ...vendorForm, hasQueryLine: true },
  { ...otherForm, hasQueryLine: false },
  { ...otherForm, time: 'seconds' },
  { ...otherForm, headers: 'host' },
]

export interface KeyPair {
  accessKey: string
  secretKey: string
}

export interface RequestToSign {
  method: 'GET' | 'POST'
  /** As it is sent, from `/` on, without the query. */
  path: string
  /** Names and values, not encoded. */
  query?: readonly (readonly [name: string, value: string])[]
  /** The `Host` header as it is sent. */
  host: string
  /** The `Content-Type` header as it is sent. */
  contentType: string
  /** The text as it is sent; empty without a body. */
  body: string
}

/**
 * The `Authorization` header of a request (gateway protocol §10.3).
 * @param at epoch ms
 */
export function sign(
  { accessKey, secretKey }: KeyPair,
  form: SignatureForm,
  request: RequestToSign,
  at: number,
): string {
  const signedHeaders = headersOf(form, request)
  const names = signedHeaders.map(([name]) => name).join(';')
  const prefix = `auth-v2/${accessKey}/${timeText(at, form)}/${names}`
  const { method, path, query = [], body } = request
  const queryText = query
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const canonical = [
    method,
    path,
    ...(queryText !== '' || form.hasQueryLine ? [queryText] : []),
    names,
    ...signedHeaders.map(([name, value]) => `${encode(name)}:${encode(value.trim())}`),
    encode(body),
  ].join('\n')
  return `${prefix}/${hmac(hmac(secretKey, prefix), canonical)}`
}

/** In alphabetical order. */
function headersOf(
  { headers }: SignatureForm,
  { host, contentType, body }: RequestToSign,
): [name: string, value: string][] {
  if (headers === 'host') return [['host', host]]
  return [
    ['content-length', String(Buffer.byteLength(body))],
    ['content-type', contentType],
    ['host', host],
  ]
}

function timeText(at: number, { time }: SignatureForm): string {
  const text = new Date(at).toISOString()
  return time === 'milliseconds' ? text : text.replace(/\.\d{3}Z$/, 'Z')
}

/** Percent-encodes everything but letters, digits and `- . _ ~`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** 64 hexadecimal digits; as the key of another signature, this text is used and not its bytes. */
const hmac = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex')
