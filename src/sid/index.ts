// `--embed`: strategy to rows of every item.
import { UserError } from '../util/errors.ts';
import type { Ids } from '../util/ids.ts';
import { individualRows } from './baseline/individual.ts';
import { randomHashRows } from './baseline/random-hash.ts';
import { foldRows } from './fold-rows.ts';
import type { Codes, Ngram } from './fold-rows.ts';
import type { EmbedName, ItemRows } from './item-rows.ts';
import { powerMod } from './mixed-radix.ts';
import { TOKEN_SCHEMES } from './token/index.ts';

export { EMBED_NAMES } from './item-rows.ts';
export type { EmbedName, ItemRows } from './item-rows.ts';

/** What the rows are made from. */
export interface ItemRowsInput {
  /** In the order of itemIndex. */
  readonly itemIds: Ids;
  /** In the same order; needed by all but `individual` and `random`. */
  readonly codes?: Codes;
  /** H, `--rows`: the table has at most so many rows. `individual` has always one for each item. */
  readonly numRows?: number;
  /** `--collision-factor`: H is the number of items over this, rounded up. Used without numRows. */
  readonly collisionFactor?: number;
  /** `--depth`: longest prefix of `prefix`. All levels where not given. */
  readonly depth?: number;
  /** Of the hash of `random`. */
  readonly seed: number;
}

/** Zheng 2025, protocol: tables of random hashing and semantic IDs are smaller by 3. */
export const DEFAULT_COLLISION_FACTOR = 3;

/**
 * The rows of every item under one strategy of `--embed`.
 *
 * @throws UserError where codes are missing or have too few levels for the strategy
 */
export function createItemRows(embed: EmbedName, input: ItemRowsInput): ItemRows {
  const numItems = input.itemIds.length;
  if (input.depth !== undefined && embed !== 'prefix') {
    throw new UserError(`--depth is for --embed prefix, not ${embed}; leave it out`);
  }
  if (embed === 'individual') {
    return { embed, rows_NJ: individualRows(numItems), tokensPerItem: 1, numRows: numItems };
  }
  const maxRows = tableRows(input);
  if (embed === 'random') {
    const rows_NJ = randomHashRows(input.itemIds, maxRows, input.seed);
    return { embed, rows_NJ, tokensPerItem: 1, numRows: maxRows };
  }
  const codes = checkedCodes(embed, input);
  const ngrams = TOKEN_SCHEMES[embed](codes.levels, input.depth);
  const { rows_NJ, numRows } = foldRows(codes, ngrams, maxRows);
  const warning = lostCodesWarning(ngrams, codes.codebookSize, numRows);
  return {
    embed,
    rows_NJ,
    tokensPerItem: ngrams.length,
    numRows,
    ...(warning === undefined ? {} : { warning }),
  };
}

function tableRows(input: ItemRowsInput): number {
  if (input.numRows !== undefined) {
    if (!Number.isInteger(input.numRows) || input.numRows < 1) {
      throw new UserError(`--rows ${input.numRows} is no table; give a whole number of 1 or more`);
    }
    return input.numRows;
  }
  const factor = input.collisionFactor ?? DEFAULT_COLLISION_FACTOR;
  if (!(factor > 0)) throw new UserError(`--collision-factor ${factor} must be above 0`);
  return Math.max(1, Math.ceil(input.itemIds.length / factor));
}

function checkedCodes(embed: EmbedName, { codes, itemIds }: ItemRowsInput): Codes {
  if (codes === undefined) {
    throw new UserError(
      `--embed ${embed} needs semantic IDs; give --sids FILE, made by sid assign`,
    );
  }
  if (codes.codes_NL.length !== itemIds.length * codes.levels) {
    throw new UserError(
      `${codes.codes_NL.length / codes.levels} items have codes, but the corpus has ${itemIds.length}; ` +
        'run sid assign on this corpus',
    );
  }
  return codes;
}

/**
 * `mod H` forgets the leading code of an n-gram when H divides its weight K^(n-1), and most of it when
 * they share a large factor: with K = 2048, a trigram mod 2^20 does not depend on c_1.
 */
function lostCodesWarning(
  ngrams: readonly Ngram[],
  codebookSize: number,
  numRows: number,
): string | undefined {
  const longest = Math.max(...ngrams.map(({ length }) => length));
  if (longest < 2 || powerMod(codebookSize, longest - 1, numRows) !== 0) return undefined;
  return (
    `with ${numRows} rows and codebooks of ${codebookSize}, mod ${numRows} forgets the coarse codes of ` +
    `${longest}-grams; an odd --rows, ${numRows - 1 + (numRows % 2)}, keeps them`
  );
}
