export interface BackOff {
  /** After the first failure, ms. */
  first: number
  /** However many there are, ms. */
  last: number
  /** Factors between which the wait is spread, so that many who failed together do not come back together. */
  spread: readonly [least: number, most: number]
}

/**
 * How long to wait after so many failures in a row, ms; it doubles with each.
 * @param failures 1 or more
 * @param random 0 ≤ x < 1
 */
export function backOff(
  failures: number,
  { first, last, spread }: BackOff,
  random: number,
): number {
  const [least, most] = spread
  return Math.min(last, first * 2 ** Math.min(failures - 1, 20)) * (least + (most - least) * random)
}
