// What a strategy of `--embed` is: its row in the table of strategies.
import type { Ids } from '../util/ids.ts';
import type { Ngram } from './fold-rows.ts';

/** How items come to the table rows whose sum is their embedding. */
export type Strategy = IdStrategy | CodeStrategy;

interface AboutStrategy {
  /** Where it comes from. */
  readonly paper: string;
  /** In plain words, for help texts and reports. */
  readonly says: string;
}

/** Looks at the item's id alone. */
export interface IdStrategy extends AboutStrategy {
  readonly needsCodes: false;
  /** No two items share a row; the table has N rows, whatever is asked for. */
  readonly hasRowPerItem: boolean;
  /** Takes the setting `numHashes`: J; the others have one row for each item. */
  readonly takesHashes?: true;
  /** @returns J rows for each item, in [0, numRows). @param numHashes J, 1 for strategies that do not take it */
  rows(itemIds: Ids, numRows: number, seed: number, numHashes: number): Int32Array;
}

/** Looks at the item's semantic ID: one row for each of its tokens. */
export interface CodeStrategy extends AboutStrategy {
  readonly needsCodes: true;
  /** Fewest levels that it can be made of. */
  readonly leastLevels: number;
  /** Takes the setting `depth`: how many of the L levels it reads. */
  readonly takesDepth?: true;
  /** The tokens of a semantic ID. @param depth L for strategies that do not take it */
  ngrams(levels: number, depth: number): readonly Ngram[];
}
