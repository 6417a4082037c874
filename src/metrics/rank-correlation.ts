// Whether two figures rise together: Spearman's rank correlation.
import { quantile } from '../util/stats.ts';
import type { Rng } from '../util/rng.ts';
import type { Interval } from './interval.ts';

/** A rank correlation. */
export interface RankCorrelation {
  /** 1 where both have one order, -1 where opposite ones; NaN where one of them does not vary. */
  readonly value: number;
  /** 95 %, of the pairs drawn again with replacement; undefined where there is no value. */
  readonly ci95: Interval | undefined;
}

const DRAWS = 2000;

/** Spearman's correlation, ties at their mean rank, with a percentile bootstrap interval over pairs. */
export function rankCorrelation(
  x: readonly number[],
  y: readonly number[],
  rng: Rng,
): RankCorrelation {
  const value = spearman(x, y);
  if (Number.isNaN(value)) return { value, ci95: undefined };
  const drawn: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const chosen = x.map(() => rng.int(x.length));
    const again = spearman(
      chosen.map((i) => x[i]),
      chosen.map((i) => y[i]),
    );
    // A draw in which one does not vary says nothing.
    if (!Number.isNaN(again)) drawn.push(again);
  }
  return { value, ci95: [quantile(drawn, 0.025), quantile(drawn, 0.975)] };
}

/** Pearson's correlation of the ranks. */
function spearman(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [ranks(x), ranks(y)];
  const center = (x.length + 1) / 2;
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((rank, i) => {
    both += (rank - center) * (b[i] - center);
    ofA += (rank - center) ** 2;
    ofB += (b[i] - center) ** 2;
  });
  return ofA === 0 || ofB === 0 ? NaN : both / Math.sqrt(ofA * ofB);
}

/** From 1; equal values share the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const rank = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end += 1;
    for (let i = start; i < end; i++) rank[order[i]] = (start + 1 + end) / 2;
    start = end;
  }
  return rank;
}
