import { redactText } from '../base/redact.ts'

/** A shorter secret may be a common word in the log: removing it everywhere would reveal it. */
const shortestSecret = 6

/**
 * A text that may leave this computer: redacted again (base/redact.ts), without the last digits of numbers, and without
 * any secret that the app currently knows.
 */
export function redactReport(text: string, secrets: readonly string[]): string {
  const longSecrets = secrets.filter(({ length }) => length >= shortestSecret)
  // Longest first: one may be a prefix of another.
  const redacted = longSecrets
    .toSorted((one, other) => other.length - one.length)
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), text)
  return redactText(redacted).replaceAll(/\[number …\d*\]/g, '[number]')
}
