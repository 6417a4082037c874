// What a stage does with the items of a catalog.
import type { CatalogItem } from '../data/catalog/open-catalog.ts';

/** An item as a stage looks at it. */
export interface StageInput<L> {
  /** All that decides the row, what is wrong with the item included; hashed with what the stage itself decides. */
  readonly decides: unknown;
  /** What is left for the stage after decoding; a null value leaves the item out. Not called for a known item. */
  readonly open: () => Promise<Opened<L>>;
}

/** An opened item. */
export interface Opened<L> {
  readonly value: L | null;
  /** What is wrong with it, in words. */
  readonly problem?: string;
}

/** A row, or why there is none; a row may have been made without something. */
export interface MadeRow<R> {
  readonly row: R | null;
  readonly problem?: string;
}

/** A step from items to rows. */
export interface Stage<L, R> {
  /** For progress and messages: "encoding". */
  readonly says: string;
  /** What decides rows besides their items: settings, hashes of models. A row of other values is not a known one. */
  readonly decides: object;
  /** Items that are worked on as a whole: the work that an interruption may cost, and what is in memory twice. */
  readonly itemsPerPart: number;
  /** Reads what is looked at of an item, without decoding it. */
  load(item: CatalogItem): Promise<StageInput<L>>;
  /**
   * @param onDone told how many of the values are done, by a stage that takes long for each
   * @returns for each value its row, in their order
   */
  make(values: readonly L[], onDone: (numDone: number) => void): Promise<readonly MadeRow<R>[]>;
}
