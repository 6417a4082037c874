// How much of the spread of items is lost where others stand in for them.
import { spreadOf } from './spread.ts';

/**
 * Squared distances of rows to what stands in for each, over those to the mean of all rows: 0 where nothing is lost, 1 where the
 * mean would do as well; more where it would do better.
 *
 * @param rows_ND flat row-major
 * @param standIn_ND a row for each
 * @returns NaN where all rows are alike
 */
export function varianceLost(
  rows_ND: Float32Array,
  standIn_ND: ArrayLike<number>,
  width: number,
): number {
  let lost = 0;
  for (let i = 0; i < rows_ND.length; i++) lost += (rows_ND[i] - standIn_ND[i]) ** 2;
  return lost / spreadOf(rows_ND, width);
}
