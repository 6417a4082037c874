// Spread of taste over impressions.
import type { DrawnBatch, World } from './world.ts';

const EVERY = 16;

/** The spread of taste over impressions, from every sixteenth of them. */
export class TasteSample {
  readonly #world: World;
  #count = 0;
  #sum = 0;
  #sumOfSquares = 0;

  constructor(world: World) {
    this.#world = world;
  }

  add({ impressions }: DrawnBatch): void {
    const { family } = this.#world;
    const { userIndex, itemIndex } = impressions;
    for (let i = 0; i < itemIndex.length; i += EVERY) {
      const value = family.taste(userIndex[i], itemIndex[i]);
      this.#count += 1;
      this.#sum += value;
      this.#sumOfSquares += value * value;
    }
  }

  /** Standard deviation, in logits. */
  spread(): number {
    const mean = this.#sum / this.#count;
    return Math.sqrt(Math.max(0, this.#sumOfSquares / this.#count - mean * mean));
  }
}
