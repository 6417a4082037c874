// The rows of a run's items, with the tokens behind.
import { groupByTuple } from '../metrics/groups.ts';
import type { Lookups } from '../metrics/row-usage.ts';
import { openRankerInputs } from '../ranker/model/ranker-inputs.ts';
import type { Codes, Ngram } from '../sid/fold-rows.ts';
import { tokensOf } from '../sid/item-rows.ts';
import { shuffleCodes } from '../sid/shuffle-codes.ts';
import { STRATEGIES } from '../sid/strategies.ts';
import { UserError } from '../util/errors.ts';
import { readItemCodes } from './read-items.ts';
import type { RankerRun } from './ranker-run.ts';

/** The rows that a run's items look up, with the tokens behind them. */
export interface RunLookups {
  readonly lookups: Lookups;
  /** What each of the J positions stands for: "c1c2". */
  readonly positions: readonly string[];
}

/** @throws UserError if the run's corpus or semantic IDs are gone */
export async function readLookups(run: RankerRun): Promise<RunLookups> {
  const { config } = run;
  const inputs = await openRankerInputs(run.corpus, config.sids ?? undefined, config);
  const { rows_NJ, tokensPerItem, numRows } = inputs.itemRows;
  const { itemIds } = inputs.corpus;
  const { embed, depth, sids } = config;
  if (!STRATEGIES[embed].needsCodes) {
    // A token for each item and hash.
    const token_NJ = Int32Array.from(rows_NJ.keys());
    const positions = Array.from({ length: tokensPerItem }, (_, j) =>
      tokensPerItem === 1 ? 'item' : `hash ${j + 1}`,
    );
    return { lookups: { rows_NJ, token_NJ, tokensPerItem, numRows }, positions };
  }
  if (sids === null) throw new UserError(`${run.folder} names no semantic IDs; train it again`);
  const given = await readItemCodes(itemIds, sids);
  const codes = config.shuffleCodes ? shuffleCodes(given, config.seed) : given;
  const ngrams = tokensOf(embed, codes.levels, depth ?? undefined);
  const token_NJ = numberTokens(codes, ngrams);
  return { lookups: { rows_NJ, token_NJ, tokensPerItem, numRows }, positions: ngrams.map(nameOf) };
}

/** Tokens numbered over all positions; the same number is the same n-gram of the same position. */
function numberTokens(codes: Codes, ngrams: readonly Ngram[]): Int32Array {
  const numItems = codes.codes_NL.length / codes.levels;
  const token_NJ = new Int32Array(numItems * ngrams.length);
  let first = 0;
  const tuples = { values_NJ: codes.codes_NL, width: codes.levels };
  for (const [j, { start, length }] of ngrams.entries()) {
    const { group_N, numGroups } = groupByTuple(tuples, start, length);
    for (let item = 0; item < numItems; item++) {
      token_NJ[item * ngrams.length + j] = first + group_N[item];
    }
    first += numGroups;
  }
  return token_NJ;
}

function nameOf({ start, length }: Ngram): string {
  return Array.from({ length }, (_, i) => `c${start + i + 1}`).join('');
}
