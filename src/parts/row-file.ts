// The files that stages write of a catalog: a row for each item.

/** Rows of some items, in their order. */
export interface ItemRows<R> {
  readonly ids: readonly (number | string)[];
  readonly rows: readonly R[];
}

/** One after another, so that they need not be in memory together. */
export type Parts<T> = Iterable<T> | AsyncIterable<T>;

/** How a kind of row lies in an Arrow file. */
export interface RowFile<R> {
  /** "embeddings.arrow" */
  readonly name: string;
  /** Writes each part, none of them empty, as one record batch. */
  readonly write: (path: string, parts: Parts<ItemRows<R>>) => Promise<void>;
  /** Opens what `write` wrote, for record batches in any order. */
  readonly open: (path: string) => Promise<OpenRowFile<R>>;
}

export interface OpenRowFile<R> {
  /** @param batch counted from 0 */
  readonly read: (batch: number) => Promise<readonly R[]>;
  readonly close: () => Promise<void>;
}
