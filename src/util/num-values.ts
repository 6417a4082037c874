// How many values a shape has.

/** The product of its sizes: 1 of a scalar's, which has none. */
export function numValues(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
