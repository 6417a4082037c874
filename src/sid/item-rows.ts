// The table rows of every item, under one strategy.
import { setting, UserError } from '../util/errors.ts';
import type { Ids } from '../util/ids.ts';
import { foldRows } from './fold-rows.ts';
import type { Codes, Ngram } from './fold-rows.ts';
import { radixMod } from './mixed-radix.ts';
import { shuffleCodes } from './shuffle-codes.ts';
import { STRATEGIES } from './strategies.ts';
import type { EmbedName } from './strategies.ts';
import type { Strategy } from './strategy.ts';

/** What every strategy gives: the table rows whose sum is an item's embedding. */
export interface ItemRows {
  readonly embed: EmbedName;
  /** Row-major: rows of item i stand at [i * J, (i + 1) * J), each in [0, H). */
  readonly rows_NJ: Int32Array;
  /** J: rows summed for one item. */
  readonly tokensPerItem: number;
  /** H: rows of the table. */
  readonly numRows: number;
  /** Something about the choice that the user should know; undefined mostly. */
  readonly warning?: string;
}

/** What the rows are made from. */
export interface ItemRowsInput {
  /** In the order of itemIndex. */
  readonly itemIds: Ids;
  /** In the same order; for strategies that need codes. */
  readonly codes?: Codes;
  /** H, setting `rows`: the table has at most so many. Not read where each item has a row of its own. */
  readonly numRows?: number;
  /** H is the number of items over this, rounded up. Used without numRows. */
  readonly collisionFactor?: number;
  /** How many levels are read, for a strategy that takes it. All where not given. */
  readonly depth?: number;
  /** J of a strategy that takes it. 3 where not given. */
  readonly numHashes?: number;
  /** Each item gets another item's codes, by the seed. */
  readonly shuffleCodes?: boolean;
  /** Of hashes of ids, and of `shuffleCodes`. */
  readonly seed: number;
}

/** Zheng 2025, protocol: tables of random hashing and semantic IDs are smaller by 3. */
const DEFAULT_COLLISION_FACTOR = 3;

/** The tokens of a prefix of three levels. */
const DEFAULT_HASHES = 3;

/**
 * The rows of every item under one strategy.
 *
 * @throws UserError where codes are missing or have too few levels for the strategy, and for a setting that it does not read
 * @example // two items with codes (1, 2) and (1, 0) of two codebooks of 4: rows c_1 and 4 + 4 c_1 + c_2
 * const codes = { codes_NL: Int32Array.of(1, 2, 1, 0), levels: 2, codebookSizes: [4, 4] };
 * createItemRows('prefix', { itemIds: ['a', 'b'], codes, numRows: 100, seed: 1 }).rows_NJ; // 1, 10, 1, 8
 */
export function createItemRows(embed: EmbedName, input: ItemRowsInput): ItemRows {
  const { itemIds, seed } = input;
  const strategy: Strategy = STRATEGIES[embed];
  assertSettingsAreRead(embed, input);
  if (!strategy.needsCodes) {
    const numRows = strategy.hasRowPerItem ? itemIds.length : tableRows(input);
    const tokensPerItem = strategy.takesHashes ? (input.numHashes ?? DEFAULT_HASHES) : 1;
    const rows_NJ = strategy.rows(itemIds, numRows, seed, tokensPerItem);
    return { embed, rows_NJ, tokensPerItem, numRows };
  }
  const given = checkCodes(embed, input);
  const codes = input.shuffleCodes === true ? shuffleCodes(given, seed) : given;
  const ngrams = tokensOf(embed, codes.levels, input.depth);
  const { rows_NJ, numRows } = foldRows(codes, ngrams, tableRows(input));
  const warning = lostCodesWarning(ngrams, codes.codebookSizes, numRows);
  return {
    embed,
    rows_NJ,
    tokensPerItem: ngrams.length,
    numRows,
    ...(warning === undefined ? {} : { warning }),
  };
}

/**
 * The tokens of a semantic ID of so many levels, J of them.
 *
 * @throws UserError for too few levels or a depth that is not in 1..L
 * @throws Error for a strategy without codes
 */
export function tokensOf(embed: EmbedName, levels: number, depth = levels): readonly Ngram[] {
  const strategy: Strategy = STRATEGIES[embed];
  if (!strategy.needsCodes) throw new Error(`embed "${embed}" has no tokens of codes`);
  const { leastLevels } = strategy;
  if (levels < leastLevels) {
    throw new UserError(
      `embed "${embed}" needs codes of ${leastLevels} levels or more, these have ${levels}; ` +
        `train an RQ-VAE of ${leastLevels} levels`,
    );
  }
  if (!Number.isInteger(depth) || depth < 1 || depth > levels) {
    throw new UserError(
      `${setting('depth')} ${depth} does not fit codes of ${levels} levels; give 1 to ${levels}`,
    );
  }
  return strategy.ngrams(levels, depth);
}

function assertSettingsAreRead(embed: EmbedName, input: ItemRowsInput): void {
  const strategy: Strategy = STRATEGIES[embed];
  const isRead = {
    depth: strategy.needsCodes && strategy.takesDepth === true,
    numHashes: !strategy.needsCodes && strategy.takesHashes === true,
    shuffleCodes: strategy.needsCodes,
  };
  for (const key of ['depth', 'numHashes', 'shuffleCodes'] as const) {
    const value = input[key];
    if (value === undefined || value === false || isRead[key]) continue;
    const shown = value === true ? setting(key) : `${setting(key)} ${value}`;
    throw new UserError(`${shown} is not read by ${embed}; leave it out`);
  }
}

function tableRows({ numRows, itemIds, collisionFactor }: ItemRowsInput): number {
  if (numRows !== undefined) {
    if (!Number.isInteger(numRows) || numRows < 1) {
      throw new UserError(
        `${setting('rows')} ${numRows} make no table; give a whole number of 1 or more`,
      );
    }
    return numRows;
  }
  const factor = collisionFactor ?? DEFAULT_COLLISION_FACTOR;
  if (!(factor > 0)) throw new UserError(`${setting('collisionFactor')} ${factor} must be above 0`);
  return Math.max(1, Math.ceil(itemIds.length / factor));
}

function checkCodes(embed: EmbedName, { codes, itemIds }: ItemRowsInput): Codes {
  if (codes === undefined) {
    throw new UserError(`embed "${embed}" needs semantic IDs; give the file that sid assign makes`);
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
 * `mod H` forgets of the leading code of an n-gram what its weight (the product of the sizes behind it, K^(n-1)) and H have
 * in common: first codes that differ by H / gcd(weight, H) are the same. With K = 2048, a trigram mod 2^20 does not depend
 * on c_1 at all. The warning is about the n-gram that loses most, the longest of equals.
 */
function lostCodesWarning(
  ngrams: readonly Ngram[],
  codebookSizes: readonly number[],
  numRows: number,
): string | undefined {
  const worst = ngrams
    .filter(({ length }) => length > 1)
    .map(({ start, length }) => {
      const behind = { start: start + 1, length: length - 1 };
      const weight = radixMod(behind, codebookSizes, numRows);
      const apart = numRows / greatestCommonDivisor(weight, numRows);
      const size = codebookSizes[start];
      return { length, apart, size, kept: apart / Math.min(size, numRows) };
    })
    .sort((a, b) => a.kept - b.kept || b.length - a.length)
    .at(0);
  if (worst === undefined || worst.kept >= 1) return undefined;
  const behind = new Set(
    ngrams.flatMap(({ start, length }) => codebookSizes.slice(start + 1, start + length)),
  );
  const losesCodes = (rows: number): boolean =>
    [...behind].some((size) => greatestCommonDivisor(size, rows) > 1);
  let better = numRows;
  while (losesCodes(better)) better -= 1;
  return (
    `mod ${numRows}, the rows, keeps ${worst.apart} of the ${worst.size} first codes of ${worst.length}-grams apart; ` +
    `${better} rows keep all`
  );
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
