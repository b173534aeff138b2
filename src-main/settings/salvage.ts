import type { z } from 'zod'

type Path = readonly PropertyKey[]
type Node = Record<PropertyKey, unknown>

export interface Salvaged<T> {
  value: T
  /** The paths of invalid values that were replaced, such as `preferences.volume`; empty if all were valid. */
  dropped: string[]
}

/** More wrong values than this are not individual mistakes. */
const mostDropped = 200

/**
 * Parses the valid part of a file and omits each invalid value: an entry of a list or a table is removed alone, and if
 * its parent is not valid without it, the parent too. Null where nothing valid remains.
 * @param standard the values of the first level, for missing ones
 */
export function salvage<T extends object>(
  json: unknown,
  schema: z.ZodType<T>,
  standard: T,
): Salvaged<T> | null {
  if (!isNode(json)) return null
  const value = structuredClone(json)
  const dropped = new Set<string>()
  for (let round = 0; round <= mostDropped; round++) {
    const parsed = schema.safeParse(value)
    if (parsed.success) return { value: parsed.data, dropped: [...dropped] }
    const [issue] = parsed.error.issues
    if (issue === undefined || issue.path.length === 0) return null
    dropped.add(
      drop(value, issue.path, standard as Node)
        .map(String)
        .join('.'),
    )
  }
  return null
}

/** Removes the value at the path, or the nearest parent that exists; returns the removed path. */
function drop(root: Node, path: Path, standard: Node): Path {
  const [first] = path
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (isNode(at) ? at[key] : undefined), root)
  const last = path.at(-1) as PropertyKey
  if (path.length === 1 || !isNode(parent) || !(last in parent)) {
    if (path.length > 1) return drop(root, path.slice(0, -1), standard)
    root[first as PropertyKey] = standard[first as PropertyKey]
  } else if (Array.isArray(parent)) {
    parent.splice(Number(last), 1)
  } else {
    Reflect.deleteProperty(parent, last)
  }
  return path
}

/** Marks data that a newer version may have written: preserved for that version. */
export interface Unknown {
  path: Path
  value: unknown
}

/** The fields in the file that the schema does not know. */
export function unknownIn(json: unknown, value: unknown, path: Path = []): Unknown[] {
  if (!isNode(json) || !isNode(value) || Array.isArray(json)) return []
  return Object.entries(json).flatMap(([key, one]) =>
    key in value
      ? unknownIn(one, value[key], [...path, key])
      : [{ path: [...path, key], value: one }],
  )
}

/** The same value with the data preserved for a newer version, as far as its parent still exists. */
export function withUnknown<T>(value: T, unknown: readonly Unknown[]): T {
  if (unknown.length === 0) return value
  const whole = structuredClone(value)
  for (const { path, value: one } of unknown) {
    const parent = path
      .slice(0, -1)
      .reduce<unknown>((at, key) => (isNode(at) ? at[key] : undefined), whole)
    const last = path.at(-1)
    if (isNode(parent) && last !== undefined && !(last in parent)) parent[last] = one
  }
  return whole
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
