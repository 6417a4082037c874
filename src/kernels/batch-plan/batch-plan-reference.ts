// A batch's distinct items and rows as plain loops.
import type { Kernels } from '../kernels.ts';

export const batchPlanReference: Pick<Kernels, 'numberDistinct' | 'groupByRow'> = {
  numberDistinct({ numLists, values_NT, lengths_N, distinct_D, count }) {
    const numbers = new Map(Array.from(distinct_D.subarray(0, count), (value, i) => [value, i]));
    const T = values_NT.length / numLists;
    for (let n = 0; n < numLists; n++) {
      for (let at = n * T; at < n * T + (lengths_N?.[n] ?? T); at++) {
        const number = numbers.get(values_NT[at]) ?? numbers.size;
        numbers.set(values_NT[at], number);
        distinct_D[number] = values_NT[at];
        values_NT[at] = number;
      }
    }
    return numbers.size;
  },
  groupByRow({ numTokens, rowNumbers_UJ, starts_E, members_N }) {
    let place = 0;
    for (let row = 0; row < starts_E.length - 1; row++) {
      starts_E[row] = place;
      rowNumbers_UJ.forEach((each, position) => {
        if (each === row) members_N[place++] = Math.floor(position / numTokens);
      });
    }
    starts_E[starts_E.length - 1] = place;
  },
};
