// What each user likes.
import type { Rng } from '../../util/rng.ts';
import type { ClusterTree } from './cluster-tree.ts';

const WIDTH = 16;

/**
 * What each user likes: the product of a user's vector with a leaf's. As leaf vectors are sums over the path
 * through the tree, a taste is one for the top cluster, plus one for the middle, plus one for the leaf.
 * These vectors are drawn apart from the content embeddings: content says which cluster an item is in,
 * not who likes it.
 */
export class Taste {
  readonly #users_VW: Float32Array;
  readonly #leaves_CW: Float32Array;

  /** @param spread standard deviation of `of` over users and leaves, in logits */
  constructor(tree: ClusterTree, numUsers: number, spread: number, rng: Rng) {
    const userRng = rng.split('users');
    const scale = spread / Math.sqrt(WIDTH);
    this.#users_VW = Float32Array.from(
      { length: numUsers * WIDTH },
      () => scale * userRng.normal(),
    );
    this.#leaves_CW = tree.drawLeafVectors(WIDTH, rng.split('leaves'));
  }

  /** Logits added to a click of this user on an item of this leaf. */
  of(userIndex: number, leaf: number): number {
    const [users, leaves] = [this.#users_VW, this.#leaves_CW];
    const user = userIndex * WIDTH;
    const item = leaf * WIDTH;
    let sum = 0;
    for (let w = 0; w < WIDTH; w++) sum += users[user + w] * leaves[item + w];
    return sum;
  }
}
