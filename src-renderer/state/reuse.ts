/** The earlier list if it has the same elements, so that nothing that depends on it is computed or rendered again. */
export const reuse = <T>(now: readonly T[], before: readonly T[] | undefined): readonly T[] =>
  before?.length === now.length && now.every((one, at) => one === before[at]) ? before : now
