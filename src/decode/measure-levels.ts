// How well prefixes of each length keep product types together, beside chance.
import { groupByPrefixes, sumByGroup } from '../metrics/groups.ts';
import { measureLabels } from '../metrics/labels-in-groups.ts';
import { dealCodes } from '../sid/shuffle-codes.ts';
import type { CodedItems } from './coded-items.ts';

/** The prefixes of one length. */
export interface LevelFacts {
  /** Codes of these prefixes. */
  readonly depth: number;
  readonly prefixes: number;
  /** Items of the largest. */
  readonly largest: number;
  /** Share of items that no other has the prefix of, in percent. */
  readonly alone_percent: number;
  /** Share of items of the commonest product type of their prefix; NaN without types. */
  readonly purity_percent: number;
  /** The same where the same codes are dealt to the items by chance. */
  readonly chance_purity_percent: number;
}

export function measureLevels(coded: CodedItems): LevelFacts[] {
  const { type_N, itemIds, types } = coded;
  const prefixes = groupByPrefixes(coded);
  const dealt = types.length === 0 ? [] : dealCodes(coded).map((codes) => groupByPrefixes(codes));
  const labels = measureLabels(prefixes, dealt, type_N);
  return prefixes.map((groups, i) => {
    const items_G = sumByGroup(groups);
    const alone = items_G.filter((items) => items === 1).length;
    return {
      depth: i + 1,
      prefixes: groups.numGroups,
      largest: items_G.reduce((most, items) => Math.max(most, items), 0),
      alone_percent: (100 * alone) / itemIds.length,
      purity_percent: 100 * labels[i].purity,
      chance_purity_percent: 100 * labels[i].chancePurity,
    };
  });
}
