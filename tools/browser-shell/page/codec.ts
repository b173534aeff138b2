/**
 * The encoding of values on the WebSocket: JSON in which every array is a tagged node, so that everything that a
 * structured clone preserves (Date, undefined, Map, Set, bytes, cycles…) arrives unchanged. Runs in the page and in
 * main; no imports.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const toBase64 = (bytes: Uint8Array) => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

const views: Record<string, (buffer: ArrayBuffer) => ArrayBufferView> = {
  Int8Array: (buffer) => new Int8Array(buffer),
  Uint8Array: (buffer) => new Uint8Array(buffer),
  Uint8ClampedArray: (buffer) => new Uint8ClampedArray(buffer),
  Int16Array: (buffer) => new Int16Array(buffer),
  Uint16Array: (buffer) => new Uint16Array(buffer),
  Int32Array: (buffer) => new Int32Array(buffer),
  Uint32Array: (buffer) => new Uint32Array(buffer),
  Float32Array: (buffer) => new Float32Array(buffer),
  Float64Array: (buffer) => new Float64Array(buffer),
  BigInt64Array: (buffer) => new BigInt64Array(buffer),
  BigUint64Array: (buffer) => new BigUint64Array(buffer),
  DataView: (buffer) => new DataView(buffer),
}

function write(value: unknown, seen: Map<object, number>): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (value === undefined) return ['u']
  if (typeof value === 'bigint') return ['i', String(value)]
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return ['n', '-0']
    return Number.isFinite(value) ? value : ['n', String(value)]
  }
  if (typeof value !== 'object') throw new TypeError('An object could not be cloned.')
  const known = seen.get(value)
  if (known !== undefined) return ['@', known]
  seen.set(value, seen.size)
  const each = (items: Iterable<unknown>) => Array.from(items, (item) => write(item, seen))

  if (Array.isArray(value)) return ['a', each(value)]
  if (value instanceof Date) return ['d', write(value.getTime(), seen)]
  if (value instanceof Map) return ['m', each([...value].flat())]
  if (value instanceof Set) return ['s', each(value)]
  if (value instanceof RegExp) return ['x', value.source, value.flags]
  if (value instanceof Error) return ['e', value.name, value.message, value.stack ?? '']
  if (value instanceof ArrayBuffer) return ['b', 'ArrayBuffer', toBase64(new Uint8Array(value))]
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return ['b', value.constructor.name, toBase64(bytes)]
  }
  const members = Object.entries(value).map(([key, item]) => [key, write(item, seen)] as const)
  return Object.fromEntries(members)
}

function readBytes(kind: string, text: string) {
  const { buffer } = fromBase64(text)
  return views[kind]?.(buffer) ?? buffer
}

function readError(name: string, message: string, stack: string) {
  const error = new Error(message)
  error.name = name
  error.stack = stack
  return error
}

function readNode(node: Json[], seen: unknown[]): unknown {
  const [tag, body, ...more] = node
  const keep = <T>(value: T) => {
    seen.push(value)
    return value
  }
  const items = Array.isArray(body) ? body : []
  switch (tag) {
    case 'u':
      return undefined
    case 'i':
      return BigInt(String(body))
    case 'n':
      return Number(body)
    case '@':
      return seen[Number(body)]
    case 'd':
      return keep(new Date(Number(read(body ?? null, seen))))
    case 'x':
      return keep(new RegExp(String(body), String(more[0])))
    case 'e':
      return keep(readError(String(body), String(more[0]), String(more[1])))
    case 'b':
      return keep(readBytes(String(body), String(more[0])))
    case 'a': {
      const list = keep<unknown[]>([])
      for (const item of items) list.push(read(item, seen))
      return list
    }
    case 's': {
      const set = keep(new Set<unknown>())
      for (const item of items) set.add(read(item, seen))
      return set
    }
    case 'm': {
      const map = keep(new Map<unknown, unknown>())
      const flat = items.map((item) => read(item, seen))
      for (let at = 0; at < flat.length; at += 2) map.set(flat[at], flat[at + 1])
      return map
    }
    default:
      throw new TypeError(`unknown node ${JSON.stringify(tag)}`)
  }
}

function read(json: Json, seen: unknown[]): unknown {
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return readNode(json, seen)
  const object: Record<string, unknown> = {}
  seen.push(object)
  for (const [key, item] of Object.entries(json)) {
    // Defined, not assigned, so that `__proto__` is a key like any other.
    Object.defineProperty(object, key, {
      value: read(item, seen),
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
  return object
}

/** Clones a value as Electron does (functions, symbols and proxies are rejected), then encodes the clone. */
export function encode(value: unknown): string {
  let clone: unknown
  try {
    clone = structuredClone(value)
  } catch (cause) {
    throw new Error('An object could not be cloned.', { cause })
  }
  return JSON.stringify(write(clone, new Map()))
}

/** Decodes the output of `encode`. */
export const decode = (text: string): unknown => read(JSON.parse(text) as Json, [])

/** A message from a page to main. */
export type FromPage =
  | { type: 'invoke'; id: number; channel: string; args: unknown[] }
  | { type: 'send'; channel: string; args: unknown[] }
  | { type: 'location'; suffix: string; title: string; loaded: boolean }
  | { type: 'open'; url: string }
  | { type: 'navigate'; url: string }

/** A message from main to a page. */
export type ToPage =
  | { type: 'result'; id: number; value: unknown }
  | { type: 'failure'; id: number; message: string }
  | { type: 'event'; channel: string; args: unknown[] }
  | { type: 'visible'; visible: boolean }
  | { type: 'go'; url: string }
  | { type: 'reload' }
  | { type: 'closed' }
