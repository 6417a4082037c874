// Adagrad on rows of a table as plain loops.
import type { Kernels } from '../kernels.ts';

export const adagradReference: Pick<Kernels, 'adagrad' | 'rowWiseAdagrad'> = {
  adagrad({ weights_HM, accumulators_HM, rate, epsilon, ...groups }) {
    forEachRow(groups, (row, gradient_M) => {
      gradient_M.forEach((g, m) => {
        const at = row * groups.width + m;
        accumulators_HM[at] += g * g;
        weights_HM[at] -= (rate * g) / (Math.sqrt(accumulators_HM[at]) + epsilon);
      });
    });
  },
  rowWiseAdagrad({ weights_HM, accumulators_H, rate, epsilon, ...groups }) {
    const { width } = groups;
    forEachRow(groups, (row, gradient_M) => {
      const squares = gradient_M.reduce((sum, g) => sum + g * g, 0);
      accumulators_H[row] += squares / width;
      const rowRate = rate / (Math.sqrt(accumulators_H[row]) + epsilon);
      gradient_M.forEach((g, m) => (weights_HM[row * width + m] -= rowRate * g));
    });
  },
};

interface Groups {
  readonly width: number;
  readonly rows_R: Int32Array;
  readonly starts_E: Int32Array;
  readonly members_N: Int32Array;
  readonly gradients_UM: Float32Array;
}

/** Each row with its gradient. */
function forEachRow(
  { width, rows_R, starts_E, members_N, gradients_UM }: Groups,
  visit: (row: number, gradient_M: Float32Array) => void,
): void {
  rows_R.forEach((row, r) => {
    const gradient_M = new Float32Array(width);
    for (const member of members_N.subarray(starts_E[r], starts_E[r + 1])) {
      gradient_M.forEach((_, m) => (gradient_M[m] += gradients_UM[member * width + m]));
    }
    visit(row, gradient_M);
  });
}
