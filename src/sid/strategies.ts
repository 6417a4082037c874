// The strategies of `--embed`, one row each: Table 1 of Zheng 2025, its baselines, and ours.
import type { Ngram } from './fold-rows.ts';
import { multiHashRows, randomHashRows } from './random-hash.ts';
import type { Strategy } from './strategy.ts';

/**
 * Every strategy; all else (flags, help, checks, reports) is read from here. A new one is a row, or a file that exports
 * its row and a line here.
 *
 * An n-gram becomes a number by the base-K digits of its codes, K^2 c_1 + K c_2 + c_3 for the trigram, and a table row by
 * `foldRows`. `gram(1, 3)` is c_1 c_2 c_3.
 *
 * @see Zheng 2025 (arXiv 2504.02137), Table 1
 */
export const STRATEGIES = {
  individual: {
    paper: 'individual embeddings, the paper’s upper baseline',
    says: 'each item has a row of its own: no sharing, the most memory.',
    needsCodes: false,
    hasRowPerItem: true,
    rows: ({ length }) => Int32Array.from({ length }, (_, itemIndex) => itemIndex),
  },
  random: {
    paper: 'random hashing, the paper’s baseline',
    says: 'items share rows by a hash of their id, so strangers are thrown together.',
    needsCodes: false,
    hasRowPerItem: false,
    rows: randomHashRows,
  },
  'multi-hash': {
    paper: 'ours: as many look-ups as semantic IDs have; Svenstrup 2017 without importance weights',
    says: 'several independent hashes of the id, a row for each; an item is the sum of them.',
    needsCodes: false,
    hasRowPerItem: false,
    takesHashes: true,
    rows: multiHashRows,
  },
  trigram: {
    paper: 'Table 1',
    says: 'one row for the first three codes together.',
    needsCodes: true,
    leastLevels: 3,
    ngrams: () => [gram(1, 3)],
  },
  fourgram: {
    paper: 'Table 1',
    says: 'one row for the first four codes together.',
    needsCodes: true,
    leastLevels: 4,
    ngrams: () => [gram(1, 4)],
  },
  'all-bigrams': {
    paper: 'Table 1',
    says: 'a row for each pair of neighboring codes; an item is the sum of them.',
    needsCodes: true,
    leastLevels: 2,
    ngrams: (levels) => upTo(levels - 1).map((first) => gram(first, first + 1)),
  },
  prefix: {
    paper: 'Table 1, prefix-ngram; deeper is better (Table 2)',
    says: 'a row for the first code, for the first two, and so on; an item is the sum of them.',
    needsCodes: true,
    leastLevels: 1,
    takesDepth: true,
    ngrams: (_, depth) => upTo(depth).map((last) => gram(1, last)),
  },
  'all-ngrams': {
    paper: 'ours: a wider reading of prefix-ngram, L (L + 1) / 2 tokens',
    says: 'a row for every run of neighboring codes; an item is the sum of them.',
    needsCodes: true,
    leastLevels: 1,
    ngrams: (levels) =>
      upTo(levels).flatMap((first) =>
        upTo(levels - first + 1).map((length) => gram(first, first + length - 1)),
      ),
  },
  sum: {
    paper: 'not compared there: a table of K rows for each level, what most systems do',
    says: 'a row for each single code; an item is the sum of them.',
    needsCodes: true,
    leastLevels: 1,
    ngrams: (levels) => upTo(levels).map((level) => gram(level, level)),
  },
} satisfies Record<string, Strategy>;

export type EmbedName = keyof typeof STRATEGIES;

/** The names of `--embed`. */
export const EMBED_NAMES = Object.keys(STRATEGIES) as readonly EmbedName[];

/** The strategy of a name, as a record of an older or newer version may have it; undefined: there is none. */
function findStrategy(name: string): Strategy | undefined {
  return Object.hasOwn(STRATEGIES, name) ? STRATEGIES[name as EmbedName] : undefined;
}

/** Whether no two items share a row; false for a name that is no strategy. */
export function hasRowPerItem(name: string): boolean {
  const strategy = findStrategy(name);
  return strategy !== undefined && !strategy.needsCodes && strategy.hasRowPerItem;
}

/** The codes at levels first to last, counted from 1 as in the paper. */
function gram(first: number, last: number): Ngram {
  return { start: first - 1, length: last - first + 1 };
}

/** 1, 2, ... last */
function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, i) => i + 1);
}
