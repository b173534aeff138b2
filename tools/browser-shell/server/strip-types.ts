import { stripTypeScriptTypes } from 'node:module'

/** TypeScript as the browser can read it. */
export function stripTypes(source: string): string {
  const { emitWarning } = process
  // Node runs this repository's TypeScript the same way; here alone it calls that an experiment.
  process.emitWarning = () => undefined
  try {
    return stripTypeScriptTypes(source)
  } finally {
    process.emitWarning = emitWarning
  }
}
