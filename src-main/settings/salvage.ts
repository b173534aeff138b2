import type { z } from 'zod'

type Path = readonly PropertyKey[]
type Node = Record<PropertyKey, unknown>

export interface Salvaged<T> {
  value: T
  /** What was wrong and is as standard now, such as `preferences.volume`; empty where all was well. */
  dropped: string[]
}

/** More wrong values than this are no slips of a hand. */
const mostDropped = 200

/**
 * Reads what is right of a file and leaves out what is wrong, each value by itself: an entry of a list or a table goes
 * alone, and where something cannot be without it, that goes too. Null where nothing can be made of it.
 * @param standard the values of the first level, for what is missing then
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

/** Takes the value at the path away, or the nearest one around it that is there; answers where that was. */
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

/** Where an older version of the app meets what a newer one has written: kept for that one. */
export interface Unknown {
  path: Path
  value: unknown
}

/** What stands in the file and the schema does not know. */
export function unknownIn(json: unknown, value: unknown, path: Path = []): Unknown[] {
  if (!isNode(json) || !isNode(value) || Array.isArray(json)) return []
  return Object.entries(json).flatMap(([key, one]) =>
    key in value
      ? unknownIn(one, value[key], [...path, key])
      : [{ path: [...path, key], value: one }],
  )
}

/** The same value with what is kept for a newer version, as far as its place is still there. */
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
