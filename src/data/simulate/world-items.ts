// Which item of a catalog comes into a world when.
import { setting, UserError } from '../../util/errors.ts';
import type { Rng } from '../../util/rng.ts';
import { packIds } from '../../artifacts/id-file.ts';
import type { Ids } from '../../util/ids.ts';
import type { CatalogTree } from './catalog-tree.ts';

/** The items of a catalog in a random order, which is that of their births: a world takes them one after another. */
export class WorldItems {
  readonly #given: CatalogTree;
  /** Row of the catalog by rank of birth. */
  readonly #rows: Int32Array;

  constructor(given: CatalogTree, rng: Rng) {
    this.#given = given;
    this.#rows = rng.shuffle(Int32Array.from({ length: given.itemIds.length }, (_, row) => row));
  }

  /** @throws UserError where the catalog has no more items */
  leafOf(item: number): number {
    if (item < this.#rows.length) return this.#given.leaf_N[this.#rows[item]];
    throw new UserError(
      `all ${this.#rows.length} items of the catalog have come and gone; lower ${setting('items')} or ${setting('days')}`,
    );
  }

  /** Ids of the first items to come. */
  idsOf(numItems: number): Ids {
    const { itemIds } = this.#given;
    return packIds(Array.from(this.#rows.subarray(0, numItems), (row) => itemIds[row]));
  }
}
