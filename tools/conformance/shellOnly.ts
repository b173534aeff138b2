import ts from 'typescript'

/** Functions of Playwright that do not work with a page in Electron. */
const shellFunctions = new Set([
  'newPage',
  'newContext',
  'goto',
  'grantPermissions',
  'startShell',
  'clock',
])

/**
 * The places where a spec that also runs in Electron uses features of the browser shell, each as `file:line`. A spec
 * is skipped in Electron if it requests the desktop (`desktopOf`) or skips itself.
 */
export function shellOnlyUse(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const helpers = helpersOf(source)
  const faults: string[] = []
  const visit = (node: ts.Node): void => {
    if (isTest(node)) {
      const body = node.arguments.at(-1)
      if (body === undefined || isSkippedInElectron(body, helpers)) return
      for (const use of usesIn(body, helpers)) {
        const { line } = source.getLineAndCharacterOfPosition(use.getStart())
        faults.push(`${file}:${line + 1}: ${use.getText()} is only in the browser shell`)
      }
      return
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return [...new Set(faults)]
}

type Helpers = ReadonlyMap<string, ts.Node>

/** The functions of the file, by name. */
function helpersOf(source: ts.SourceFile): Helpers {
  const helpers = new Map<string, ts.Node>()
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) {
      helpers.set(statement.name.text, statement)
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer) helpers.set(name.text, initializer)
      }
    }
  }
  return helpers
}

const isTest = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'test'

/** All nodes below one, including those of the file's functions that it refers to. */
function* reach(node: ts.Node, helpers: Helpers, seen = new Set<ts.Node>()): Generator<ts.Node> {
  if (seen.has(node)) return
  seen.add(node)
  yield node
  if (ts.isIdentifier(node)) {
    const helper = helpers.get(node.text)
    if (helper) yield* reach(helper, helpers, seen)
  }
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => {
    children.push(child)
  })
  for (const child of children) yield* reach(child, helpers, seen)
}

const isSkippedInElectron = (body: ts.Node, helpers: Helpers) =>
  [...reach(body, helpers)].some(
    (node) => (ts.isIdentifier(node) && node.text === 'desktopOf') || isSkip(node),
  )

const isSkip = (node: ts.Node) =>
  ts.isCallExpression(node) &&
  node.expression.getText() === 'test.skip' &&
  node.arguments[0]?.getText() === "runtime.kind === 'electron'"

/** `if (shell !== null) …` works in both runtimes. */
const isGuarded = (node: ts.Node): boolean => {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isIfStatement(at) && /\bshell\b/.test(at.expression.getText())) return true
  }
  return false
}

const usesIn = (body: ts.Node, helpers: Helpers) =>
  [...reach(body, helpers)].filter(
    (node): node is ts.Identifier =>
      ts.isIdentifier(node) && shellFunctions.has(node.text) && !isGuarded(node),
  )
