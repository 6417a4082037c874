// Groups of examples; widths filled up.

/** Examples whose gradients to the weights are summed together; any thread may do it. */
export const EXAMPLES_PER_GROUP = 64;

/** Groups of a batch. */
export function numGroups(numExamples: number): number {
  return Math.ceil(numExamples / EXAMPLES_PER_GROUP);
}

/** A width or a number of rows filled up to a multiple of 4. */
export function filledUp(width: number): number {
  return 4 * Math.ceil(width / 4);
}
