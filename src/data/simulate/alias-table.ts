// Draws by weight in constant time.
import type { Rng } from '../../util/rng.ts';

/**
 * Draws indices in proportion to weights in constant time: Vose's alias method (IEEE Transactions on
 * Software Engineering 17(9), 1991). Rebuilt in place, so that a world can refill it every few hours.
 */
export class AliasTable {
  readonly #share: Float64Array;
  readonly #alias: Int32Array;
  readonly #pending: Int32Array;

  constructor(weights: Float64Array) {
    this.#share = new Float64Array(weights.length);
    this.#alias = new Int32Array(weights.length);
    this.#pending = new Int32Array(weights.length);
    this.rebuild(weights);
  }

  /** @param weights not negative, as many as before, some above 0 */
  rebuild(weights: Float64Array): void {
    const [share, alias, pending] = [this.#share, this.#alias, this.#pending];
    const count = weights.length;
    let total = 0;
    for (let i = 0; i < count; i++) total += weights[i];
    if (!(total > 0)) throw new RangeError('AliasTable: all weights are 0');
    // Places below the mean share queue up at the front of `pending`, the others at its end.
    let small = 0;
    let large = count;
    for (let i = 0; i < count; i++) {
      share[i] = (weights[i] * count) / total;
      alias[i] = i;
      if (share[i] < 1) pending[small++] = i;
      else pending[--large] = i;
    }
    while (small > 0 && large < count) {
      const low = pending[--small];
      const high = pending[large];
      alias[low] = high;
      share[high] -= 1 - share[low];
      if (share[high] < 1) {
        large++;
        pending[small++] = high;
      }
    }
    // What is left differs from 1 by rounding only.
    while (small > 0) share[pending[--small]] = 1;
    while (large < count) share[pending[large++]] = 1;
  }

  draw(rng: Rng): number {
    const place = rng.int(this.#share.length);
    return rng.uniform() < this.#share[place] ? place : this.#alias[place];
  }
}
