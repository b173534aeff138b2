export interface BackOff {
  /** After the first failure, ms. */
  first: number
  /** Maximum, ms. */
  last: number
  /** Range of the random factor, so that many callers that failed together do not retry together. */
  spread: readonly [least: number, most: number]
}

/**
 * The delay after this many failures in a row, ms; it doubles with each.
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
