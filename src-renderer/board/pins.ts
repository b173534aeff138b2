import type { GroupLine, Line } from './lines.ts'

/** A line that is pointed at or focused, and its position at that time. */
export interface Pin {
  holdId: string
  place: number
  /** The heading above it at that time; null without grouping. */
  heading: { line: GroupLine; place: number } | null
}

type GroupedPin = Pin & { heading: NonNullable<Pin['heading']> }
const isGrouped = (pin: Pin): pin is GroupedPin => pin.heading !== null

/** The pin of a call at a position; null where it is not at that position. */
export const pinOf = (lines: readonly Line[], holdId: string): Pin | null => {
  const place = lines.findIndex(({ key }) => key === holdId)
  if (place < 0) return null
  const above = lines.findLastIndex(({ kind }, at) => kind === 'group' && at < place)
  const line = lines[above]
  return { holdId, place, heading: line?.kind === 'group' ? { line, place: above } : null }
}

const blank = (place: number): Line => ({ kind: 'blank', key: `blank ${place}` })

/** Places calls at their positions among lines that start at `from`. */
const putIn = (lines: readonly Line[], pins: readonly Pin[], from: number): Line[] => {
  const result = [...lines]
  for (const { holdId, place } of pins) {
    // Below its heading, whatever the position was.
    const at = Math.max(place - from, lines[0]?.kind === 'group' ? 1 : 0)
    while (result.length < at) result.push(blank(from + result.length))
    result.splice(at, 0, { kind: 'call', key: holdId })
  }
  return result
}

/** Groups with their headings, without the pinned calls; and which of the groups contain those. */
const sectionsOf = (lines: readonly Line[], pinned: ReadonlySet<string>) => {
  const sections = new Map<string, [GroupLine, ...Line[]]>()
  const placesOf = new Map<string, string>()
  let last: [GroupLine, ...Line[]] | undefined
  for (const line of lines) {
    if (line.kind === 'group') sections.set(line.key, (last = [line]))
    else if (last && pinned.has(line.key)) placesOf.set(line.key, last[0].key)
    else last?.push(line)
  }
  return { sections, placesOf }
}

/**
 * Pinned calls are below their own headings, which keep their positions too. A group that does not fit above continues
 * below, under a repeated heading.
 */
const withPinsInGroups = (lines: readonly Line[], pins: readonly GroupedPin[]): Line[] => {
  const { sections, placesOf } = sectionsOf(lines, new Set(pins.map(({ holdId }) => holdId)))
  const pinned = [
    ...Map.groupBy(pins, ({ holdId, heading }) => placesOf.get(holdId) ?? heading.line.key),
  ].flatMap(([key, own]) => {
    const section = sections.get(key)
    sections.delete(key)
    return own.slice(0, 1).map(({ heading }) => ({ own, section, heading }))
  })
  const others = [...sections.values()]
  const result: Line[] = []
  const fillUpTo = (place: number): void => {
    // A heading must not be on the last line.
    for (let [next] = others; next && result.length < place - 1; [next] = others) {
      const room = place - result.length
      const [heading, ...calls] = next
      result.push(...next.slice(0, room))
      if (next.length <= room) others.shift()
      else others[0] = [{ ...heading, key: `${heading.key}+` }, ...calls.slice(room - 1)]
    }
  }
  for (const { own, section, heading } of pinned) {
    fillUpTo(heading.place)
    while (result.length < heading.place) result.push(blank(result.length))
    // No call of its group is held any more: the heading stays with the call, and counts zero.
    const none: GroupLine = { ...heading.line, calls: 0, level: 'normal' }
    result.push(...putIn(section ?? [none], own, result.length))
  }
  fillUpTo(Infinity)
  return result
}

/**
 * Keeps pinned calls at the positions they had when they were pointed at or focused, whatever is added and removed
 * around them. One that is no longer held stays too: no other call may move below the pointer in its place.
 */
export const withPins = (lines: readonly Line[], pins: readonly Pin[]): readonly Line[] => {
  if (pins.length === 0) return lines
  const sorted = pins.toSorted((a, b) => a.place - b.place)
  const grouped = sorted.filter(isGrouped)
  if (grouped.length > 0) return withPinsInGroups(lines, grouped)
  const pinned = new Set(pins.map(({ holdId }) => holdId))
  return putIn(
    lines.filter(({ key }) => !pinned.has(key)),
    sorted,
    0,
  )
}
