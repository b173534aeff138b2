import type { SeenCall } from './observation.ts'

/** Call types in which the agent dialled: internal (6) and outgoing (7), gateway protocol §4.1 and §5. */
const dialledByAgent = new Set([6, 7])

/** The customer's number: `called` where the agent dialled, else `caller`. */
export function customerNumber(call: SeenCall): string {
  return call.callFeature !== null && dialledByAgent.has(call.callFeature)
    ? call.called
    : call.caller
}

/** `sip:+8613800138000@10.1.2.3` or `tel:+8613800138000`, with or without a name before it. */
const callUri = /\b(sips?|tel):([^\s>]*)/i
/** Placeholders for a withheld number: they identify nobody. */
const withheld = /^(anonymous|unavailable|restricted|unknown|private)$/i
/** Of a number this short, no more than half is shown. */
const shortLength = 7

/** The part of an address that identifies the customer: not the host, the password or parameters such as `;ext=12`. */
function userOf(number: string): string {
  const [, scheme = 'tel', address = number] = callUri.exec(number) ?? []
  const [user = '', host] = address.split('@')
  const isHostAlone = host === undefined && scheme.toLowerCase() !== 'tel'
  return isHostAlone ? '' : (user.split(/[;:]/)[0] ?? '').trim()
}

/** The last four digits after dots, fewer for a short number; a value that is not a number is masked completely. */
export function mask(number: string, shown: 0 | 4 = 4): string {
  if (number === '') return ''
  const user = userOf(number)
  if (withheld.test(user)) return user
  const digits = [...user].filter((character) => /\p{Nd}/u.test(character))
  const most = digits.length < shortLength ? Math.floor(digits.length / 2) : 4
  const count = Math.min(shown, most)
  return count === 0 ? '••••' : `•••• ${digits.slice(-count).join('')}`
}
