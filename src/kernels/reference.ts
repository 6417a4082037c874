// The same as plain loops.
import type { RowGroups, RowKernels } from './kernels.ts';

/** The kernels as plain loops in 32-bit arithmetic: what assembly/index.ts is tested against. */
export function createReferenceKernels(): RowKernels {
  const round = Math.fround;
  return {
    gatherRows(table_HM, rows_R, out_RM, width) {
      rows_R.forEach((row, i) =>
        out_RM.set(table_HM.subarray(row * width, (row + 1) * width), i * width),
      );
    },
    scatterRows(table_HM, rows_R, values_RM, width) {
      rows_R.forEach((row, i) =>
        table_HM.set(values_RM.subarray(i * width, (i + 1) * width), row * width),
      );
    },
    sumRows(source_RM, index_UJ, out_UM, width) {
      const numTokens = (index_UJ.length * width) / out_UM.length;
      out_UM.fill(0);
      index_UJ.forEach((row, position) => {
        const to = Math.floor(position / numTokens) * width;
        for (let m = 0; m < width && row >= 0; m++) out_UM[to + m] += source_RM[row * width + m];
      });
    },
    addRows(target_RM, index_UJ, values_UM, width) {
      const numTokens = (index_UJ.length * width) / values_UM.length;
      index_UJ.forEach((row, position) => {
        const from = Math.floor(position / numTokens) * width;
        for (let m = 0; m < width && row >= 0; m++)
          target_RM[row * width + m] += values_UM[from + m];
      });
    },
    meanPool(source_UM, index_BT, lengths_B, out_BM, width) {
      const T = index_BT.length / lengths_B.length;
      out_BM.fill(0);
      lengths_B.forEach((length, b) => {
        for (let m = 0; m < width && length > 0; m++) {
          let sum = 0;
          for (let t = 0; t < length; t++)
            sum = round(sum + source_UM[index_BT[b * T + t] * width + m]);
          out_BM[b * width + m] = sum * round(1 / length);
        }
      });
    },
    meanPoolGradient(target_UM, index_BT, lengths_B, gradient_BM, width) {
      const T = index_BT.length / lengths_B.length;
      lengths_B.forEach((length, b) => {
        for (let t = 0; t < length; t++) {
          const to = index_BT[b * T + t] * width;
          for (let m = 0; m < width; m++) {
            target_UM[to + m] += round(gradient_BM[b * width + m] * round(1 / length));
          }
        }
      });
    },
    adagradGroups(weights_HM, accumulators_HM, groups, gradients_UM, width, rate, epsilon) {
      forEachGroup(groups, gradients_UM, width, (row, gradient_M) => {
        gradient_M.forEach((g, m) => {
          const at = row * width + m;
          accumulators_HM[at] += round(g * g);
          const root = round(round(Math.sqrt(accumulators_HM[at])) + round(epsilon));
          weights_HM[at] -= round(round(round(rate) * g) / root);
        });
      });
    },
    rowWiseAdagradGroups(weights_HM, accumulators_H, groups, gradients_UM, width, rate, epsilon) {
      forEachGroup(groups, gradients_UM, width, (row, gradient_M) => {
        const squares = gradient_M.reduce((sum, g) => sum + g * g, 0);
        accumulators_H[row] += squares / width;
        const rowRate = rate / (Math.sqrt(accumulators_H[row]) + epsilon);
        gradient_M.forEach((g, m) => (weights_HM[row * width + m] -= rowRate * g));
      });
    },
    numberDistinct(values_NT, lengths_N, { distinct }, count) {
      const numbers = new Map(Array.from(distinct.subarray(0, count), (value, i) => [value, i]));
      const numRows = lengths_N?.length ?? 1;
      for (let n = 0; n < numRows; n++) {
        const T = values_NT.length / numRows;
        for (let p = n * T; p < n * T + (lengths_N?.[n] ?? T); p++) {
          const number = numbers.get(values_NT[p]) ?? numbers.size;
          numbers.set(values_NT[p], number);
          distinct[number] = values_NT[p];
          values_NT[p] = number;
        }
      }
      return numbers.size;
    },
    groupByRow(rowNumbers_UJ, tokensPerItem, starts, members) {
      let place = 0;
      for (let row = 0; row < starts.length - 1; row++) {
        starts[row] = place;
        rowNumbers_UJ.forEach((each, position) => {
          if (each === row) members[place++] = Math.floor(position / tokensPerItem);
        });
      }
      starts[starts.length - 1] = place;
    },
    close: () => undefined,
  };
}

function forEachGroup(
  { rows_R, starts, members }: RowGroups,
  gradients_UM: Float32Array,
  width: number,
  visit: (row: number, gradient_M: Float32Array) => void,
): void {
  rows_R.forEach((row, r) => {
    const gradient_M = new Float32Array(width);
    for (const member of members.subarray(starts[r], starts[r + 1])) {
      gradient_M.forEach((_, m) => (gradient_M[m] += gradients_UM[member * width + m]));
    }
    visit(row, gradient_M);
  });
}
