/** A GUID as the gateway forms it (fact sheet §3.1), with or without its node. */
const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.[\w-]+)?/gi
/** A telephone number: seven digits or more, spaces and dashes between them allowed. */
const number = /\+?\d(?:[ -]?\d){6,}/g
const secretField =
  /^(?:password|guid|cookie|set-cookie|set-guid|authorization|caller|called|phone|phonenum)$/i

/** A text as it may be written down: no GUID, and of a number only its last four digits. */
export function redactText(text: string): string {
  return text
    .replace(guid, '[guid]')
    .replace(number, (digits) => `[number …${digits.replaceAll(/\D/g, '').slice(-4)}]`)
}

/** The same for any value; fields named like secrets lose their value whatever it is. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value instanceof Error) return redactText(`${value.name}: ${value.message}`)
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
