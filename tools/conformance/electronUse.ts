import { relative } from 'node:path'
import ts from 'typescript'

/** A member of Electron's API that the sources use, as described by Electron's own declarations. */
export interface UsedMember {
  /** `App.setPath`, `App.on('activate')`, `new Tray`, `BrowserWindowConstructorOptions.show`. */
  name: string
  /** The systems that have it, as listed by `@platform`; null if all do. */
  platform: string | null
  isDeprecated: boolean
  /** The location of the first use, `file:line`. */
  place: string
}

/** The sources to search. */
export interface UseOptions {
  /** Absolute; paths in results are relative to it. */
  root: string
  /** The entry files, absolute; their imports are followed. */
  files: readonly string[]
  /** Whether uses in a file count; called with its path relative to the root. */
  counts: (file: string) => boolean
  compilerOptions: ts.CompilerOptions
}

/** The members of Electron's API that these files use, by name. */
export function electronUse(options: UseOptions): UsedMember[] {
  const { root, files, counts, compilerOptions } = options
  const program = ts.createProgram([...files], compilerOptions)
  const reader = new UseReader(program.getTypeChecker(), root)
  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile && counts(relative(root, file.fileName))) reader.read(file)
  }
  return reader.members()
}

const byName = (a: UsedMember, b: UsedMember) => (a.name < b.name ? -1 : 1)

class UseReader {
  readonly #checker: ts.TypeChecker
  readonly #root: string
  readonly #members = new Map<string, UsedMember>()

  constructor(checker: ts.TypeChecker, root: string) {
    this.#checker = checker
    this.#root = root
  }

  members(): UsedMember[] {
    return [...this.#members.values()].sort(byName)
  }

  read(node: ts.Node): void {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) this.#readCall(node)
    else if (ts.isPropertyAccessExpression(node)) this.#readAccess(node)
    else if (ts.isObjectLiteralExpression(node)) this.#readLiteral(node)
    else if (ts.isBindingElement(node)) this.#readBinding(node)
    ts.forEachChild(node, (child) => {
      this.read(child)
    })
  }

  /** Records the called overload: each event of an emitter is one. */
  #readCall(call: ts.CallExpression | ts.NewExpression): void {
    const declaration = this.#checker.getResolvedSignature(call)?.declaration
    if (declaration === undefined || ts.isJSDocSignature(declaration)) return
    const owner = ownerOf(declaration)
    if (ts.isConstructorDeclaration(declaration)) {
      this.#add(`new ${owner}`, declaration, call)
      return
    }
    // A property whose value is a function, such as an event's `preventDefault`.
    if (!ts.isMethodSignature(declaration) && !ts.isMethodDeclaration(declaration)) {
      if (ts.isPropertyAccessExpression(call.expression)) {
        this.#addSymbol(this.#checker.getSymbolAtLocation(call.expression.name), call)
      }
      return
    }
    const [first] = declaration.parameters
    const isEvent =
      first?.type !== undefined &&
      ts.isLiteralTypeNode(first.type) &&
      ts.isStringLiteral(first.type.literal)
    const name = `${owner}.${declaration.name.getText()}`
    this.#add(isEvent ? `${name}(${first.type?.getText()})` : name, declaration, call)
  }

  #readAccess(access: ts.PropertyAccessExpression): void {
    // The call determines the overload.
    if (ts.isCallExpression(access.parent) && access.parent.expression === access) return
    this.#addSymbol(this.#checker.getSymbolAtLocation(access.name), access)
  }

  #readLiteral(literal: ts.ObjectLiteralExpression): void {
    const expected = this.#checker.getContextualType(literal)
    if (expected === undefined) return
    // The type of an optional argument also has `undefined`.
    const types = expected.isUnion() ? expected.types : [expected]
    for (const property of literal.properties) {
      const name = property.name
      if (name === undefined || ts.isComputedPropertyName(name)) continue
      for (const type of types) this.#addSymbol(type.getProperty(name.getText()), property)
    }
  }

  #readBinding(element: ts.BindingElement): void {
    if (!ts.isObjectBindingPattern(element.parent)) return
    const name = (element.propertyName ?? element.name).getText()
    const from = this.#checker.getTypeAtLocation(element.parent)
    this.#addSymbol(from.getProperty(name), element)
  }

  #addSymbol(symbol: ts.Symbol | undefined, at: ts.Node): void {
    const declaration = symbol?.declarations?.find(isElectron)
    if (symbol === undefined || declaration === undefined) return
    const owner = ownerOf(declaration)
    if (owner !== '') this.#add(`${owner}.${symbol.name}`, declaration, at)
  }

  #add(name: string, declaration: ts.Declaration, at: ts.Node): void {
    if (!isElectron(declaration) || this.#members.has(name)) return
    const tags = ts.getJSDocTags(declaration)
    const platform = tags.find(({ tagName }) => tagName.text === 'platform')
    const file = at.getSourceFile()
    const { line } = file.getLineAndCharacterOfPosition(at.getStart())
    this.#members.set(name, {
      name,
      platform: platform ? (ts.getTextOfJSDocComment(platform.comment) ?? '').trim() : null,
      isDeprecated: tags.some(({ tagName }) => tagName.text === 'deprecated'),
      place: `${relative(this.#root, file.fileName)}:${line + 1}`,
    })
  }
}

const isElectron = (declaration: ts.Declaration) =>
  declaration.getSourceFile().fileName.endsWith('/electron/electron.d.ts')

/** The interface or class that contains a declaration. */
function ownerOf(declaration: ts.Declaration): string {
  for (let at: ts.Node = declaration.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isInterfaceDeclaration(at) || ts.isClassDeclaration(at) || ts.isTypeAliasDeclaration(at))
      return at.name?.text ?? ''
  }
  return ''
}
