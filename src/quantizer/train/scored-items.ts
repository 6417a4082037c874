// The items that a model is judged on between epochs.
import type { Rng } from '../../util/rng.ts';
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
  const heldOut = draw(validation, MOST_ITEMS, rng.split('held out'));
  const rest = draw(training, MOST_ITEMS - heldOut.length, rng.split('trained on'));
  const scored = new Int32Array(heldOut.length + rest.length);
  scored.set(heldOut);
  scored.set(rest, heldOut.length);
  return scored;
}

function draw(items: Int32Array, most: number, rng: Rng): Int32Array {
  return items.length <= most ? items : rng.shuffle(items.slice()).subarray(0, most);
}
