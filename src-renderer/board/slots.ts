/**
 * The element of each row, by a number: a row that is new takes the element of one that is gone, since creating elements
 * takes longer than anything else in a patch.
 *
 * @param keys the rows to render
 * @param before the elements of the rows that were rendered last
 * @param reserved a row whose element is not given to another one: it may have the focus
 */
export const slotsOf = (
  keys: readonly string[],
  before: ReadonlyMap<string, number>,
  reserved: string | null,
): ReadonlyMap<string, number> => {
  const rendered = new Set(keys)
  const isFree = (key: string): boolean => !rendered.has(key) && key !== reserved
  const free = [...before].flatMap(([key, slot]) => (isFree(key) ? [slot] : []))
  let last = Math.max(-1, ...before.values())
  const take = (): number => free.shift() ?? (last += 1)
  return new Map(keys.map((key) => [key, before.get(key) ?? take()]))
}
