/** A repeatable source of chance: the same seed draws the same numbers on every machine. */
export interface Random {
  /** 0 inclusive to 1 exclusive. */
  unit(): number
  /** A number in [from, to). */
  between(from: number, to: number): number
  /** A whole number in [from, to]. */
  whole(from: number, to: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  pick<T>(values: readonly [T, ...T[]]): T
}

/** `stream` makes independent sequences of one seed, such as one for each agent. */
export function createRandom(seed: number, stream = ''): Random {
  let state = seed >>> 0
  for (const letter of stream) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193) >>> 0
  // mulberry32: small, and good enough to look like a working day.
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (from: number, to: number): number => from + Math.floor(unit() * (to - from + 1))
  return {
    unit,
    whole,
    between: (from, to) => from + unit() * (to - from),
    chance: (probability) => unit() < probability,
    pick: (values) => values[whole(0, values.length - 1)] ?? values[0],
  }
}
