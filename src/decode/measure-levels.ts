// How well prefixes of each length keep product types together, beside chance.
import { groupByPrefixes, sumByGroup } from '../metrics/groups.ts';
import { measurePurity } from '../metrics/purity.ts';
import { shuffleCodes } from '../sid/shuffle-codes.ts';
import { mean } from '../util/stats.ts';
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

/** Chance is the mean of so many deals; of seeds 1, 2, ... */
const DEALS = 5;

export function measureLevels(coded: CodedItems): LevelFacts[] {
  const { type_N, itemIds, types } = coded;
  const deals = types.length === 0 || itemIds.length < 2 ? [] : dealCodes(coded);
  const dealt = deals.map((codes) => groupByPrefixes(codes));
  return groupByPrefixes(coded).map((groups, i) => {
    const items_G = sumByGroup(groups);
    const alone = items_G.filter((items) => items === 1).length;
    return {
      depth: i + 1,
      prefixes: groups.numGroups,
      largest: items_G.reduce((most, items) => Math.max(most, items), 0),
      alone_percent: (100 * alone) / itemIds.length,
      purity_percent: 100 * measurePurity(groups, type_N),
      chance_purity_percent: 100 * mean(dealt.map((each) => measurePurity(each[i], type_N))),
    };
  });
}

function dealCodes(coded: CodedItems) {
  return Array.from({ length: DEALS }, (_, i) => shuffleCodes(coded, i + 1));
}
