/** A GUID as the gateway forms it (gateway protocol §3.1), with or without its node. */
const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.[\w-]+)?/gi
/**
 * A telephone number: seven digits or more, with optional spaces, dashes and dots between groups, and an area code. Not
 * a timestamp.
 */
const number =
  /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)|(?:\(\d{2,5}\) ?|\b0\d{1,4}\/)?\+?[\d０-９](?:[ -]?[\d０-９]){6,}|\d{3}\.\d{4}\.\d{4}/g
/** Values that may contain spaces: all of it, up to where such a field certainly ends. */
const passwordNames = 'password|passwd|pwd|密码|口令'
const secretNames = `${passwordNames}|guid|cookie|set-cookie|set-guid|authorization|accesskey|secretkey|token|caller|called|phone|phonenum|phonenumber`
const secretField = new RegExp(`^(?:${secretNames})$`, 'i')
/** The same fields within a text: `password=…`, `"caller":"…"`, `Cookie: …` to the end of its line. */
const fieldPattern = new RegExp(
  `((?:set-)?cookie|authorization)(["']?\\s*[:=])(?!\\s*"?\\[)[^\\r\\n]+|` +
    `(?<![\\p{L}\\d])(${secretNames})(["']?\\s*[:=：]\\s*)` +
    `(?:"(?!\\[)(?:[^"\\\\]|\\\\.)*"|'[^'\\r\\n]*'|(?<=(?:${passwordNames})["']?\\s*[:=：]\\s*)(?!["'[])[^",;}&\\r\\n]+|(?!["'[])[^\\s",;}&]+)`,
  'giu',
)
/** The user and password in a URL. */
const userInfo = /\/\/[^\s/@]+@/g
/** Long, with both letters and digits: a cookie's value or another key, never a word. */
const token = /(?<![\w.-])(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{24,}(?![\w.-])/gi

/** A text that may be logged: without GUIDs and keys, and with only the last four digits of a number. */
export function redactText(text: string): string {
  return text
    .replace(guid, '[guid]')
    .replace(userInfo, '//[secret]@')
    .replace(fieldPattern, (_, rest, mark, name, sign) => `${rest ?? name}${mark ?? sign}[secret]`)
    .replace(token, '[key]')
    .replace(number, (digits, time: string | undefined) =>
      time === undefined
        ? `[number …${digits.normalize('NFKC').replaceAll(/\D/g, '').slice(-4)}]`
        : time,
    )
}

/** The same for any value; fields with names of secrets lose their value whatever it is. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value instanceof Error) return redactError(value, depth)
  if (typeof value !== 'object' || value === null) return value
  if (depth > 5) return '[…]'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      secretField.test(key) ? '[secret]' : redact(item, depth + 1),
    ]),
  )
}

/** With its stack and its cause. */
function redactError(error: Error, depth: number): string {
  const text = redactText(error.stack ?? `${error.name}: ${error.message}`)
  if (error.cause === undefined || depth > 5) return text
  return `${text}\n[cause]: ${String(redact(error.cause, depth + 1))}`
}
