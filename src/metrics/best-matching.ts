// Rows and columns matched one to one, with the largest sum.

/**
 * The one-to-one matching of rows and columns whose weights sum to the most: the Hungarian method with shortest augmenting
 * paths, exact, in time R^2 C for R <= C rows.
 *
 * @param weight_RC flat row-major
 * @returns the column of each row; -1 where there are more rows than columns
 * @see Kuhn 1955; Jonker and Volgenant 1987
 */
export function bestMatching(
  weight_RC: ArrayLike<number>,
  numRows: number,
  numColumns: number,
): Int32Array {
  if (numRows > numColumns) {
    const transposed = Float64Array.from(
      { length: weight_RC.length },
      (_, i) => weight_RC[(i % numRows) * numColumns + Math.floor(i / numRows)],
    );
    const columnOf = new Int32Array(numRows).fill(-1);
    bestMatching(transposed, numColumns, numRows).forEach((row, column) => {
      columnOf[row] = column;
    });
    return columnOf;
  }
  // Rows and columns from 1, so that 0 is "none"; costs are weights below zero.
  const rowPotential = new Float64Array(numRows + 1);
  const columnPotential = new Float64Array(numColumns + 1);
  const rowOf = new Int32Array(numColumns + 1);
  const before = new Int32Array(numColumns + 1);
  const shortest = new Float64Array(numColumns + 1);
  const isDone = new Uint8Array(numColumns + 1);
  for (let row = 1; row <= numRows; row++) {
    rowOf[0] = row;
    shortest.fill(Infinity);
    isDone.fill(0);
    let column = 0;
    do {
      isDone[column] = 1;
      const from = rowOf[column];
      let [step, next] = [Infinity, 0];
      for (let c = 1; c <= numColumns; c++) {
        if (isDone[c] === 1) continue;
        const cost =
          -weight_RC[(from - 1) * numColumns + c - 1] - rowPotential[from] - columnPotential[c];
        if (cost < shortest[c]) {
          shortest[c] = cost;
          before[c] = column;
        }
        if (shortest[c] < step) [step, next] = [shortest[c], c];
      }
      for (let c = 0; c <= numColumns; c++) {
        if (isDone[c] === 1) {
          rowPotential[rowOf[c]] += step;
          columnPotential[c] -= step;
        } else {
          shortest[c] -= step;
        }
      }
      column = next;
    } while (rowOf[column] !== 0);
    for (; column !== 0; column = before[column]) rowOf[column] = rowOf[before[column]];
  }
  const columnOf = new Int32Array(numRows);
  for (let c = 1; c <= numColumns; c++) if (rowOf[c] > 0) columnOf[rowOf[c] - 1] = c - 1;
  return columnOf;
}
