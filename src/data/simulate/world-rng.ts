// Randomness of a world, and of the population that it is seen with.
import { Rng } from '../../util/rng.ts';
import type { WorldConfig } from './world-config.ts';

/**
 * Two sources of randomness with the same names below them. One structure may be seen with many populations, as a
 * statistic's sampling distribution wants it.
 */
export class WorldRng {
  /** Decides the tree, the vectors and the quality of its leaves. */
  readonly structure: Rng;
  /** Decides users, items, their lives, traffic and clicks. */
  readonly population: Rng;

  constructor(structure: Rng, population: Rng) {
    this.structure = structure;
    this.population = population;
  }

  static of({ seed, populationSeed }: Pick<WorldConfig, 'seed' | 'populationSeed'>): WorldRng {
    const from = (each: number): Rng => Rng.fromSeed(each).split('simulate');
    return new WorldRng(from(seed), from(populationSeed ?? seed));
  }

  split(name: string): WorldRng {
    return new WorldRng(this.structure.split(name), this.population.split(name));
  }
}
