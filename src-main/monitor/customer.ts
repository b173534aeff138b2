import type { SeenCall } from './observation.ts'

/** Call types in which the agent dialled: internal (6) and outgoing (7), fact sheet §4.1 and §5. */
const dialledByAgent = new Set([6, 7])

/** The customer's number: `called` where the agent dialled, else `caller`. */
export function customerNumber(call: SeenCall): string {
  return call.callFeature !== null && dialledByAgent.has(call.callFeature)
    ? call.called
    : call.caller
}

/** The last characters behind dots; of a number that is no longer only the last one. */
export function mask(number: string, shown: 0 | 4 = 4): string {
  if (number === '') return ''
  if (shown === 0) return '••••'
  const characters = [...number]
  return `•••• ${characters.slice(characters.length > shown ? -shown : -1).join('')}`
}
