// Pairs of picture and text in memory: numbers, and where the pictures are.
import type { Ids } from '../util/ids.ts';
import type { ItemProblem } from '../parts/item-problem.ts';
import type { PictureStore } from './picture-store.ts';

/** What part of the training a pair has. */
export const ROLES = { neither: 0, train: 1, heldOut: 2 } as const;

/** N pairs, in the order of their catalog: which there are, whatever a model is fed of them. */
export interface PairRows {
  /** For messages. */
  readonly catalogPath: string;
  readonly itemIds: Ids;
  /** The row of each in the catalog, from 1. */
  readonly row_N: Int32Array;
  /** A number for each distinct text, counted from 0 in the order of the pairs. */
  readonly text_N: Int32Array;
  /** The same for pictures. */
  readonly picture_N: Int32Array;
  readonly numPictures: number;
  /** A number for each group; pictures and texts of one group answer each other. */
  readonly group_N: Int32Array;
  readonly numGroups: number;
  /** A hash of what the group has in common, which does not depend on the rest of the catalog. */
  readonly groupHash_N: Uint32Array;
  /** What the catalog's own column says (`ROLES`); null: it was not asked. */
  readonly role_N: Uint8Array | null;
  /** How much each counts; 1 where no column says. */
  readonly weight_N: Float32Array;
  /** Items that were left out, or kept without a part of them. */
  readonly problems: readonly ItemProblem[];
  /** SHA-256 of all that decides the pairs: ids, texts, pictures, groups, weights. */
  readonly hash: string;
}

/** Pairs for a model's encoders. Texts of the same tokens are one; so are pictures of the same bytes, cut alike. */
export interface PairTable extends PairRows {
  /** By the numbers of `text_N`. */
  readonly texts: TokenizedTexts;
  /** By those of `picture_N`. */
  readonly pictures: PictureStore;
  /** Pairs whose text is longer than the model takes. */
  readonly numCut: number;
}

/** Texts as token ids, one behind the other. */
export interface TokenizedTexts {
  readonly tokens: Int32Array;
  /** Where each text begins, and last where all end. */
  readonly starts: Float64Array;
}

/** Token ids of a text. @param text its number */
export function tokensOf({ tokens, starts }: TokenizedTexts, text: number): Int32Array {
  return tokens.subarray(starts[text], starts[text + 1]);
}
