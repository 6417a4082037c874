// What the items of a prefix have in common, in figures and words.
import { commonestLabel } from '../metrics/purity.ts';
import type { CodedItems } from './coded-items.ts';
import type { PrefixNode } from './prefix-node.ts';
import type { TellingWords } from './title-words.ts';

/** A prefix as `--json` and a record have it. */
export interface PrefixFacts {
  readonly prefix: readonly number[];
  readonly items: number;
  /** Words of titles that are much more frequent here than in the whole catalog. */
  readonly words: readonly string[];
  /** The commonest product type; null: none is known. */
  readonly type: string | null;
  /** Of the items whose type is known; null: none is. */
  readonly type_percent: number | null;
}

export function describePrefix(
  { types, type_N }: Pick<CodedItems, 'types' | 'type_N'>,
  wordsOf: TellingWords,
  { prefix, items }: PrefixNode,
): PrefixFacts {
  const commonest = commonestLabel(items, type_N);
  return {
    prefix,
    items: items.length,
    words: wordsOf(items),
    type: commonest === undefined ? null : types[commonest.label],
    type_percent: commonest === undefined ? null : (100 * commonest.items) / commonest.labeled,
  };
}
