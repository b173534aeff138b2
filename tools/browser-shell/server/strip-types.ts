import { stripTypeScriptTypes } from 'node:module'

/** Converts TypeScript to JavaScript for the browser. */
export function stripTypes(source: string): string {
  const { emitWarning } = process
  // Node runs this repository's TypeScript the same way, but warns only here that this is experimental.
  process.emitWarning = () => undefined
  try {
    return stripTypeScriptTypes(source)
  } finally {
    process.emitWarning = emitWarning
  }
}
