// How the codes of a file came about: what it says of itself, so that it can be checked and added to.
import { amount, boolean, list, nullable, objectOf, string, wordOf } from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';

/** What happens to items that the model gives the same codes. */
export const COLLISION_POLICIES = ['keep', 'count', 'next-best'] as const;
export type CollisionPolicy = (typeof COLLISION_POLICIES)[number];

export const sidsMakingSchema = objectOf({
  /** keep: nothing; count: one more level, 0, 1, 2 ... among items of one ID; next-best: the nearest codes that are free. */
  collisions: wordOf(...COLLISION_POLICIES),
  /** Items of one ID at most (next-best), or codes of the counting level (count); null: as many as there are. */
  capacity: nullable(amount),
  /** Whether items with the same embedding, bit for bit, share an ID all the same. */
  shareDuplicates: boolean(),
  /** Paths that were kept at each level. */
  beam: amount,
  /** SHA-256 of the embeddings that the last items were coded from; null: they came as a stream. */
  embeddings: nullable(string()),
  /** Where items were appended: those that came before, first to last. The rows of the file are in this order. */
  earlier: list(objectOf({ items: amount, embeddings: nullable(string()) })),
  /** SHA-256 of the file that was appended to; null: of none. */
  parent: nullable(string()),
});

/** How codes came about, beside the model. */
export type SidsMaking = InferOutput<typeof sidsMakingSchema>;

/** Each item by itself, nothing before it. */
export const PLAIN_MAKING: SidsMaking = {
  ...{ collisions: 'keep', capacity: null, shareDuplicates: false, beam: 1 },
  ...{ embeddings: null, earlier: [], parent: null },
};

/** What decides an item's codes, beside the model and the items before it. */
export type CollisionRules = Pick<
  SidsMaking,
  'collisions' | 'capacity' | 'shareDuplicates' | 'beam'
>;
