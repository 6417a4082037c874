// Sums of what groups of examples have summed, as plain loops.
import type { Kernels } from '../kernels.ts';

export const sumGroupsReference: Pick<Kernels, 'sumGroups'> = {
  sumGroups({ out_P, sums_GP }) {
    out_P.fill(0);
    sums_GP.forEach((value, at) => (out_P[at % out_P.length] += value));
  },
};
