// What a strategy gives.

/** What every ID-embedding strategy gives: the table rows whose sum is an item's embedding. */
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

/** The strategies of `--embed`, in the order of Zheng 2025 and then ours. */
export const EMBED_NAMES = [
  'individual',
  'random',
  'trigram',
  'fourgram',
  'all-bigrams',
  'prefix',
  'all-ngrams',
  'sum',
] as const;

export type EmbedName = (typeof EMBED_NAMES)[number];
