// Items in memory, some held out.
import type { ItemEmbeddings } from '../../artifacts/item-embeddings.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import type { Rng } from '../../util/rng.ts';
import { createNormalizationMeter, normalizeRows } from '../model/normalization.ts';
import type { Normalization, NormalizationName } from '../model/normalization.ts';

/** Items in memory, normalized, in two parts. Both are row numbers of `x_ND`. */
export interface TrainingItems {
  readonly x_ND: Float32Array;
  /** D */
  readonly width: number;
  readonly normalization: Normalization;
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

/** Number of training items, given the validation share; at least one. */
export function numTrainingItems(numItems: number, validationShare: number): number {
  return Math.max(Math.min(1, numItems), numItems - Math.floor(numItems * validationShare));
}

/**
 * Normalizes embeddings in place and draws the items that are not trained on.
 *
 * @param known rows that anything is learned from, the normalization too; ascending
 * @param rng the same gives the same items
 */
export function prepareItems(
  { embeddings_ND, width }: ItemEmbeddings,
  options: {
    readonly known: Int32Array;
    readonly normalize: NormalizationName;
    readonly validationShare: number;
    readonly rng: Rng;
  },
): TrainingItems {
  const { known, normalize, validationShare, rng } = options;
  const meter = createNormalizationMeter(normalize, width);
  for (const item of known) meter.add(embeddings_ND.subarray(item * width, (item + 1) * width));
  const normalization = meter.finish();
  const x_ND = normalizeRows(embeddings_ND, normalization);
  const order = rng.shuffle(known.slice());
  const numTraining = numTrainingItems(known.length, validationShare);
  const training = order.slice(0, numTraining).sort();
  const validation = order.slice(numTraining).sort();
  return { x_ND, width, normalization, training, validation };
}

/** At most so many of the items, by the seed; all of them where there are no more. */
export function drawItems(items: Int32Array, most: number, rng: Rng): Int32Array {
  return items.length <= most ? items : rng.shuffle(items.slice()).subarray(0, most);
}

const ITEMS_PER_CHUNK = 1024;

/** Some items as rows of their own, a thousand at a time, each with the place of its first. @param items rows of `x_ND` */
export function* chunksOfItems(
  x_ND: Float32Array,
  width: number,
  items: Int32Array,
): Generator<{ readonly start: number; readonly x_BD: Float32Array }> {
  for (let start = 0; start < items.length; start += ITEMS_PER_CHUNK) {
    const chunk = items.subarray(start, start + ITEMS_PER_CHUNK);
    yield { start, x_BD: gatherRows(x_ND, width, chunk) };
  }
}
