// The items that a model is judged on between epochs.
import { concat } from '../../util/concat.ts';
import type { Rng } from '../../util/rng.ts';
import { drawItems } from './training-items.ts';
import type { TrainingItems } from './training-items.ts';

/** Items to code after each epoch at most: they cost a small share of what training on a large catalog does. */
const MOST_ITEMS = 16_384;

/**
 * All items that training knows, held out or not; of more than 16,384 the held-out ones first and then some of those trained
 * on. Whether items share an ID, or find their neighbors, depends on how many others there are, so that held-out items alone
 * would not tell.
 *
 * @returns rows of `x_ND`, held-out ones first
 */
export function drawScoredItems({ training, validation }: TrainingItems, rng: Rng): Int32Array {
  const heldOut = drawItems(validation, MOST_ITEMS, rng.split('held out'));
  const rest = drawItems(training, MOST_ITEMS - heldOut.length, rng.split('trained on'));
  return concat([heldOut, rest], Int32Array);
}
