import { createHmac, timingSafeEqual } from 'node:crypto'

/** One way to sign a request (gateway protocol §10.3). */
export interface AcceptedForm {
  time: 'seconds' | 'milliseconds'
  hasQueryLine: boolean
  headers: 'host' | 'content'
}

/** A request as it arrived; names of headers in lower case. */
export interface SignedRequest {
  method: string
  path: string
  query: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

export interface SignatureCheck {
  accessKey: string
  secretKey: string
  forms: readonly AcceptedForm[]
  /** The server's clock, epoch ms. */
  now: number
  /** How far the time of a signature may be from it, ms. */
  toleranceMs: number
}

const timePattern = {
  seconds: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  milliseconds: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
}
const namesOf = { host: 'host', content: 'content-length;content-type;host' }

/** Whether the request is signed with the pair, in one of the accepted forms, and at about this time. */
export function isSigned(request: SignedRequest, check: SignatureCheck): boolean {
  const [version, accessKey, time = '', names = '', signature = '', ...rest] = String(
    request.headers.authorization ?? '',
  ).split('/')
  if (version !== 'auth-v2' || accessKey !== check.accessKey || rest.length > 0) return false
  if (!(Math.abs(Date.parse(time) - check.now) <= check.toleranceMs)) return false
  const prefix = `${version}/${accessKey}/${time}/${names}`
  return check.forms.some((form) => {
    if (!timePattern[form.time].test(time) || names !== namesOf[form.headers]) return false
    return equal(signature, hmac(hmac(check.secretKey, prefix), canonical(request, names, form)))
  })
}

function canonical(request: SignedRequest, names: string, { hasQueryLine }: AcceptedForm): string {
  const { method, path, query, headers, body } = request
  const lines = [method, path]
  // Every query here is empty; one that is not is its own encoded form.
  if (query !== '' || hasQueryLine) lines.push(query)
  lines.push(names)
  for (const name of names.split(';'))
    lines.push(`${percent(name)}:${percent(String(headers[name] ?? '').trim())}`)
  lines.push(percent(body))
  return lines.join('\n')
}

/** RFC 3986: everything but unreserved characters. */
function percent(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('!', '%21')
    .replaceAll("'", '%27')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replaceAll('*', '%2A')
}

const hmac = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex')

const equal = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
