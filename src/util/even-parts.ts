// A whole in parts of nearly one size.

/** Parts that follow one another; `startOf(numParts)` is the whole. */
export interface EvenParts {
  readonly numParts: number;
  /** @param part counted from 0 */
  readonly startOf: (part: number) => number;
}

/**
 * Cuts a whole into as few parts as `most` allows, with sizes that differ by 1 at most. So mini-batches are cut: a
 * last one of few examples would be a step of much noise.
 *
 * @param most in a part
 * @example evenParts(10, 4) // three parts, which start at 0, 3, 6
 */
export function evenParts(total: number, most: number): EvenParts {
  const numParts = Math.ceil(total / most);
  return { numParts, startOf: (part) => Math.floor((part * total) / numParts) };
}
