import type { SeenCall } from './observation.ts'

/** Call types in which the agent dialled: internal (6) and outgoing (7), fact sheet §4.1 and §5. */
const dialledByAgent = new Set([6, 7])

/** The customer's number: `called` where the agent dialled, else `caller`. */
export function customerNumber(call: SeenCall): string {
  return call.callFeature !== null && dialledByAgent.has(call.callFeature)
    ? call.called
    : call.caller
}

/** The last four characters behind dots; of a number of four or fewer only the last one. */
export function mask(number: string): string {
  if (number === '') return ''
  const characters = [...number]
  return `•••• ${characters.slice(characters.length > 4 ? -4 : -1).join('')}`
}
