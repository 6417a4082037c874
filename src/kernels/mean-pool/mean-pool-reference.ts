// Means over histories as plain loops in 32-bit arithmetic.
import type { Kernels } from '../kernels.ts';

const round = Math.fround;

export const meanPoolReference: Pick<Kernels, 'meanPool' | 'meanPoolGradient'> = {
  meanPool({ width, source_UM, index_BT, lengths_B, out_BM }) {
    const T = index_BT.length / lengths_B.length;
    out_BM.fill(0);
    lengths_B.forEach((length, b) => {
      for (let m = 0; m < width && length > 0; m++) {
        let sum = 0;
        for (let t = 0; t < length; t++) {
          sum = round(sum + source_UM[index_BT[b * T + t] * width + m]);
        }
        out_BM[b * width + m] = sum * round(1 / length);
      }
    });
  },
  meanPoolGradient({ width, target_UM, index_BT, lengths_B, gradient_BM }) {
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
};
