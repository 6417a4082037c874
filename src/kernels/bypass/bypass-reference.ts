// Bypass with every click on its own: W meets each, and the mean comes last.
import { EXAMPLES_PER_GROUP } from '../example-groups.ts';
import type { Kernels } from '../kernels.ts';
import { addTo, ageBucket, flip, plus, rowsOf, times } from '../reference-rows.ts';
import type { BypassBlock } from './bypass-layout.ts';

export const bypassReference: Pick<Kernels, 'bypass' | 'bypassBack'> = {
  bypass(block) {
    const { width: M, lengths_B, weight_MM, history_BM } = block;
    history_BM.fill(0);
    lengths_B.forEach((length, b) => {
      const vectors = times(clicksOf(block, b).vectors, rowsOf(weight_MM, M));
      for (const vector of vectors) addTo(history_BM, b * M, [vector.map((v) => v / length)]);
    });
  },
  bypassBack(block) {
    const { width: M, numAges, lengths_B, weight_MM, dHistory_BM, dClicks_BM, sums_GP } = block;
    const weightTransposed = flip(rowsOf(weight_MM, M));
    sums_GP.fill(0);
    lengths_B.forEach((length, b) => {
      if (length === 0) return;
      const dHistory = rowsOf(dHistory_BM, M, b, 1);
      const [dClick] = times(dHistory, weightTransposed);
      dClicks_BM.set(dClick, b * M);
      const sums = Math.floor(b / EXAMPLES_PER_GROUP) * (M + numAges) * M;
      const { vectors, ages } = clicksOf(block, b);
      vectors.forEach((vector, t) => {
        const share = dHistory.map((row) => row.map((d) => d / length));
        addTo(sums_GP, sums, times(flip([vector]), share));
        addTo(sums_GP, sums + (M + ages[t]) * M, [dClick.map((d) => d / length)]);
      });
    });
  },
};

/** The vectors of an example's clicks, item + age, and the buckets of their ages. */
function clicksOf(block: BypassBlock, b: number): { vectors: number[][]; ages: number[] } {
  const { historyLength: T, width: M, numAges, items_UM, index_BT, ages_BT, ageVectors_AM } = block;
  const clicks = Array.from({ length: block.lengths_B[b] }, (_, t) => b * T + t);
  const ages = clicks.map((at) => ageBucket(ages_BT[at], numAges));
  const vectors = clicks.map((at, t) => {
    const [item, age] = [
      rowsOf(items_UM, M, index_BT[at], 1),
      rowsOf(ageVectors_AM, M, ages[t], 1),
    ];
    return plus(item[0], age[0]);
  });
  return { vectors, ages };
}
