// What each user likes, as a product of vectors.
import type { Rng } from '../../util/rng.ts';
import type { FamilyParts } from './families/world-family.ts';

/** Numbers in a user's vector of taste. */
export const TASTE_WIDTH = 16;

/**
 * Vectors of what users like, for a taste that is the product of a user's vector with an item's or a leaf's.
 *
 * @param spread standard deviation of the product with vectors of normal numbers of variance 1, in logits
 * @returns users_VW, flat row-major
 */
function drawUserVectors(numUsers: number, spread: number, rng: Rng): Float32Array {
  const scale = spread / Math.sqrt(TASTE_WIDTH);
  return Float32Array.from({ length: numUsers * TASTE_WIDTH }, () => scale * rng.normal());
}

/**
 * What users like, and what a leaf is by what its path is, for a taste that is their product.
 *
 * @returns flat row-major; of leaves each value has variance 1
 */
export function drawTaste({ config, tree, rng }: Omit<FamilyParts, 'catalog'>): {
  readonly users_VW: Float32Array;
  readonly leaves_CW: Float32Array;
} {
  const { structure, population } = rng.split('taste');
  return {
    users_VW: drawUserVectors(config.users, config.tasteSpread, population.split('users')),
    leaves_CW: tree.drawLeafVectors(TASTE_WIDTH, structure.split('leaves')),
  };
}

/**
 * Logits added to a click of this user on what has this vector.
 *
 * @param vectors_XW what users like or not, flat row-major
 */
export function tasteOf(
  users_VW: Float32Array,
  userIndex: number,
  vectors_XW: Float32Array,
  row: number,
): number {
  const user = userIndex * TASTE_WIDTH;
  const vector = row * TASTE_WIDTH;
  let sum = 0;
  for (let w = 0; w < TASTE_WIDTH; w++) sum += users_VW[user + w] * vectors_XW[vector + w];
  return sum;
}
