import { AliasTable } from '../../../src/data/simulate/alias-table.ts';
import { fitPopularityLaw, popularityWeight } from '../../../src/data/simulate/popularity-law.ts';
import type { Rng } from '../../../src/util/rng.ts';

/**
 * Impressions an item, in the mean, for which the law is solved: so many that every item counts.
 */
const IMPRESSIONS_PER_ITEM = 100;

/**
 * Draws items as skewed as in the paper: 0.1 % of the items have 25 % of the impressions, the next 5.5 %
 * have 50 %, the rest 25 % (Zheng 2025, section 4). Item 0 is the most popular.
 */
export function createItemSampler(numItems: number): (rng: Rng) => number {
  const exposure = { factors: Float64Array.of(1), impressionsPerUnit: IMPRESSIONS_PER_ITEM };
  const law = fitPopularityLaw(exposure);
  const weights = Float64Array.from({ length: numItems }, (_, rank) =>
    popularityWeight(law, (rank + 0.5) / numItems),
  );
  const table = new AliasTable(weights);
  return (rng) => table.draw(rng);
}
