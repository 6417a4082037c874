// Pairs for a model's encoders, one added after another, packed as they come.
import type { CatalogItem } from '../data/catalog/open-catalog.ts';
import { Growable } from '../util/growable.ts';
import type { LookedPair } from './look-at-pair.ts';
import type { PairColumns } from './pair-columns.ts';
import { PairRowBuilder, whole } from './pair-row-builder.ts';
import type { PairTable } from './pair-table.ts';
import type { PictureStore } from './picture-store.ts';

/** Gathers a table of pairs. */
export class PairBuilder {
  readonly #rows: PairRowBuilder;
  readonly #tokens = new Growable(new Int32Array(0));
  readonly #starts = new Growable(new Float64Array(0));
  readonly #store: PictureStore;
  #numCut = 0;

  constructor(catalogColumns: PairColumns, store: PictureStore) {
    this.#rows = new PairRowBuilder(catalogColumns);
    this.#store = store;
  }

  get numPairs(): number {
    return this.#rows.numPairs;
  }

  /** @param kept whether the item is a pair all the same */
  addProblem(item: CatalogItem, problem: string, kept: boolean): void {
    this.#rows.addProblem(item, problem, kept);
  }

  add(item: CatalogItem, { ids, isCut, picture, pictureKey, problem }: LookedPair): void {
    const isNew = this.#rows.add(item, { text: ids.join(' '), picture: pictureKey });
    if (isNew.text) {
      this.#starts.push(this.#tokens.length);
      for (const id of ids) this.#tokens.push(id);
    }
    if (isNew.picture) this.#store.add(picture);
    if (isCut) this.#numCut += 1;
    if (problem !== undefined) this.addProblem(item, problem, true);
  }

  finish(catalogPath: string): PairTable {
    this.#starts.push(this.#tokens.length);
    return {
      ...this.#rows.finish(catalogPath),
      texts: { tokens: whole(this.#tokens), starts: whole(this.#starts) },
      pictures: this.#store,
      numCut: this.#numCut,
    };
  }
}
