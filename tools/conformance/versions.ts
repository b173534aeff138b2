/** Versions that must match, as stated by the packages themselves. */
export interface Versions {
  /** The range of `@types/node` that Electron's package depends on: its major is that of Electron's Node. */
  electronNodeTypes: string
  /** The versions of this process: `process.versions`. */
  node: string
  undiciOfNode: string
  /** The versions of the packages in node_modules. */
  nodeTypes: string
  undici: string
}

const majorOf = (version: string) => /\d+/.exec(version)?.[0] ?? version

/** A version and its owner. */
type Owned = [version: string, owner: string]

/**
 * The mismatches, one sentence each. The ABI is not compared: Electron's differs from that of its Node by
 * design, and the app has no native module that would depend on it.
 */
export function compareVersions(versions: Versions): string[] {
  const findings: string[] = []
  const same = (what: string, [a, nameOfA]: Owned, [b, nameOfB]: Owned) => {
    if (majorOf(a) !== majorOf(b))
      findings.push(`${what}: ${nameOfA} has ${a}, ${nameOfB} has ${b}`)
  }
  const electronNode: Owned = [versions.electronNodeTypes, 'Electron']
  same('Node', electronNode, [versions.node, 'the shell'])
  same('Node', electronNode, [versions.nodeTypes, '@types/node'])
  // Node's built-in fetch gets an Agent of the package: they must match.
  same('undici', [versions.undiciOfNode, 'Node'], [versions.undici, 'the package'])
  return findings
}
