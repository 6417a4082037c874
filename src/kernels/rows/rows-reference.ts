// Rows of tables as plain loops.
import type { Kernels } from '../kernels.ts';

export const rowsReference: Pick<Kernels, 'gatherRows' | 'scatterRows' | 'sumRows' | 'addRows'> = {
  gatherRows({ width, table_HM, rows_R, out_RM }) {
    rows_R.forEach((row, r) =>
      out_RM.set(table_HM.subarray(row * width, (row + 1) * width), r * width),
    );
  },
  scatterRows({ width, table_HM, rows_R, values_RM }) {
    rows_R.forEach((row, r) =>
      table_HM.set(values_RM.subarray(r * width, (r + 1) * width), row * width),
    );
  },
  sumRows({ width, source_HM, index_UJ, out_UM }) {
    const numTokens = (index_UJ.length * width) / out_UM.length;
    out_UM.fill(0);
    index_UJ.forEach((row, position) => {
      const to = Math.floor(position / numTokens) * width;
      for (let m = 0; m < width && row >= 0; m++) out_UM[to + m] += source_HM[row * width + m];
    });
  },
  addRows({ width, target_HM, index_UJ, values_UM }) {
    const numTokens = (index_UJ.length * width) / values_UM.length;
    index_UJ.forEach((row, position) => {
      const from = Math.floor(position / numTokens) * width;
      for (let m = 0; m < width && row >= 0; m++) {
        target_HM[row * width + m] += values_UM[from + m];
      }
    });
  },
};
