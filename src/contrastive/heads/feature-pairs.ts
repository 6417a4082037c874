// Pairs as heads take them: rows of features, all in memory.
import { eachModality } from '../../clip/graph-encoders.ts';
import type { Modality } from '../../clip/graph-encoders.ts';
import { tf } from '../../engine/tf.ts';
import type { FeaturePairs } from '../../pairs/read-feature-pairs.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import { groupsAndWeights } from '../pair-source.ts';
import type { PairSource } from '../pair-source.ts';
import type { EncoderFeeds } from '../trainer.ts';
import type { PreparedFeatures } from './prepare-features.ts';

/** Features of both sides, prepared. */
export type PreparedSides = Readonly<Record<Modality, PreparedFeatures>>;

/** Chance has no part in them: they are the same in every epoch. */
export function featurePairs({ rows, row_N }: FeaturePairs, sides: PreparedSides): PairSource {
  return {
    rows,
    load(pairs) {
      const rowsOf = eachModality((side) => pairs.map((pair) => row_N[side][pair]));
      return Promise.resolve({
        size: pairs.length,
        ...groupsAndWeights(rows, pairs),
        feeds: (side, from, to) => featureFeeds(sides[side], rowsOf[side].subarray(from, to)),
      });
    },
  };
}

/** What a head is fed for some rows. */
export function featureFeeds(
  { rows_NF, width }: PreparedFeatures,
  rows: ArrayLike<number>,
): EncoderFeeds {
  return { features: tf.tensor2d(gatherRows(rows_NF, width, rows), [rows.length, width]) };
}
