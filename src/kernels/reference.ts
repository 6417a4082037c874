import type { Kernels } from './kernels.ts';

/** The kernels as plain loops in 32-bit arithmetic: what assembly/index.ts is tested against. */
export function createReferenceKernels(): Kernels {
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
      const numTokens = (index_UJ.length / out_UM.length) * width;
      out_UM.fill(0);
      index_UJ.forEach((row, position) => {
        const to = Math.floor(position / numTokens) * width;
        for (let m = 0; m < width && row >= 0; m++) out_UM[to + m] += source_RM[row * width + m];
      });
    },
    addRows(target_RM, index_UJ, values_UM, width) {
      const numTokens = (index_UJ.length / values_UM.length) * width;
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
    adagrad(weights, accumulators, gradients, rate, epsilon) {
      gradients.forEach((g, i) => {
        accumulators[i] += round(g * g);
        const step = round(
          round(round(rate) * g) / round(round(Math.sqrt(accumulators[i])) + round(epsilon)),
        );
        weights[i] -= step;
      });
    },
    rowWiseAdagrad(weights_RM, accumulators_R, gradients_RM, width, rate, epsilon) {
      accumulators_R.forEach((_, r) => {
        let squares = 0;
        for (let m = 0; m < width; m++) squares += gradients_RM[r * width + m] ** 2;
        accumulators_R[r] += squares / width;
        const rowRate = rate / (Math.sqrt(accumulators_R[r]) + epsilon);
        for (let m = 0; m < width; m++)
          weights_RM[r * width + m] -= rowRate * gradients_RM[r * width + m];
      });
    },
  };
}
