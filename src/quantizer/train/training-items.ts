// Items in memory, some held out.
import type { ItemEmbeddings } from '../../artifacts/item-embeddings.ts';
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
 * @param rng the same gives the same items
 */
export function prepareItems(
  { embeddings_ND, width }: ItemEmbeddings,
  options: {
    readonly normalize: NormalizationName;
    readonly validationShare: number;
    readonly rng: Rng;
  },
): TrainingItems {
  const meter = createNormalizationMeter(options.normalize, width);
  meter.add(embeddings_ND);
  const normalization = meter.finish();
  const x_ND = normalizeRows(embeddings_ND, normalization);
  const numItems = x_ND.length / width;
  const order = options.rng.shuffle(Int32Array.from({ length: numItems }, (_, item) => item));
  const numTraining = numTrainingItems(numItems, options.validationShare);
  const training = order.slice(0, numTraining).sort();
  const validation = order.slice(numTraining).sort();
  return { x_ND, width, normalization, training, validation };
}

/** The rows of some items, one after another. */
export function gatherRows(x_ND: Float32Array, width: number, items: Int32Array): Float32Array {
  const rows_BD = new Float32Array(items.length * width);
  for (let b = 0; b < items.length; b++) {
    const start = items[b] * width;
    rows_BD.set(x_ND.subarray(start, start + width), b * width);
  }
  return rows_BD;
}
