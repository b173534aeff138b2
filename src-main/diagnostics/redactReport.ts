import { redactText } from '../base/redact.ts'

/** A shorter one is a word of the log as well: striking it out everywhere would tell what it is. */
const shortestSecret = 6

/**
 * A text as it may leave this computer: once more without anything secret (log/redact.ts), without
 * the last digits of numbers, and without any secret that the app knows at this moment.
 */
export function redactReport(text: string, secrets: readonly string[]): string {
  const longSecrets = secrets.filter(({ length }) => length >= shortestSecret)
  // Longest first: one may be the beginning of another.
  const redacted = longSecrets
    .toSorted((one, other) => other.length - one.length)
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), text)
  return redactText(redacted).replaceAll(/\[number …\d*\]/g, '[number]')
}
