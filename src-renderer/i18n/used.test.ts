import { describe, expect, it } from 'vitest'
import { events, requests } from '../../src-shared/contract/index.ts'
import { en } from './en.ts'

const files = import.meta.glob<string>(
  ['../**/*.{vue,ts}', '!../**/*.test.ts', '!./en.ts', '!./zh-CN.ts', '!./en/**', '!./zh-CN/**'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
)
const sources = Object.entries(files).map(([path, text]) => ({ path, text }))

const keysOf = (value: object, path = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]: [string, string | object]) =>
    typeof inner === 'string' ? [path + key] : keysOf(inner, `${path}${key}.`),
  )
const keys = keysOf(en)
/** Names of requests and events look like keys, but are not. */
const others = new Set([...Object.keys(requests), ...Object.keys(events)])

/** What a source names like a key: `'board.menu.open'`, or `board.watch.${kind}.title` as a pattern. */
function named(text: string): { plain: string[]; patterns: string[] } {
  const roots = Object.keys(en).join('|')
  const plain = new RegExp(`(?:'|keypath=")((?:${roots})(?:\\.[\\w-]+)+)['"]`, 'g')
  const pattern = new RegExp(`\`((?:${roots})\\.[^\`\\s]*\\$\\{[^\`]*)\``, 'g')
  return {
    plain: [...text.matchAll(plain)]
      .flatMap(([, key]) => key ?? [])
      .filter((key) => !others.has(key)),
    patterns: [...text.matchAll(pattern)].flatMap(([, key]) => key ?? []),
  }
}
const matcher = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/\$\{[^}]*\}|\./g, (part) => (part === '.' ? '\\.' : '[^.]+'))}$`)

describe('the keys of the texts', () => {
  it('used in the sources all exist', () => {
    const missing = sources.flatMap(({ path, text }) => {
      const { plain, patterns } = named(text)
      return [
        ...plain.filter((key) => !keys.includes(key)),
        ...patterns.filter((pattern) => !keys.some((key) => matcher(pattern).test(key))),
      ].map((key) => `${path}: ${key}`)
    })
    expect(missing).toEqual([])
  })

  it('are all used by some source', () => {
    const all = sources.map(({ text }) => named(text))
    const plain = new Set(all.flatMap((names) => names.plain))
    const patterns = all.flatMap((names) => names.patterns.map(matcher))
    const unused = keys.filter(
      (key) => !plain.has(key) && !patterns.some((pattern) => pattern.test(key)),
    )
    expect(unused).toEqual([])
  })
})
