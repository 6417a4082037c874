// Pairs, one added after another, packed as they come.
import type { CatalogItem } from '../data/catalog/open-catalog.ts';
import { packIds } from '../artifacts/id-file.ts';
import type { ItemProblem } from '../parts/item-problem.ts';
import { Growable } from '../util/growable.ts';
import { hashBytes } from '../util/hash-file.ts';
import type { PairColumns } from './pair-columns.ts';
import type { LookedPair } from './look-at-pair.ts';
import type { PairTable } from './pair-table.ts';
import type { PictureStore } from './picture-store.ts';

/** Gathers a table of pairs. */
export class PairBuilder {
  readonly #ids: (number | string)[] = [];
  readonly #columns = {
    row: new Growable(new Int32Array(0)),
    text: new Growable(new Int32Array(0)),
    picture: new Growable(new Int32Array(0)),
    group: new Growable(new Int32Array(0)),
    groupHash: new Growable(new Float64Array(0)),
    role: new Growable(new Int32Array(0)),
  };
  readonly #numbers = { text: new Numbers(), picture: new Numbers(), group: new Numbers() };
  readonly #tokens = new Growable(new Int32Array(0));
  readonly #starts = new Growable(new Float64Array(0));
  readonly #problems: ItemProblem[] = [];
  readonly #catalogColumns: PairColumns;
  readonly #store: PictureStore;
  #numCut = 0;
  #hash = '';

  constructor(catalogColumns: PairColumns, store: PictureStore) {
    this.#catalogColumns = catalogColumns;
    this.#store = store;
  }

  get numPairs(): number {
    return this.#ids.length;
  }

  /** @param kept whether the item is a pair all the same */
  addProblem({ id, row }: CatalogItem, problem: string, kept: boolean): void {
    this.#problems.push({ item_id: id, row, problem, kept });
  }

  add(item: CatalogItem, { ids, isCut, picture, pictureKey, problem }: LookedPair): void {
    const { groupOf, roleOf } = this.#catalogColumns;
    const group = groupOf(item, ids);
    const role = roleOf?.(item) ?? 0;
    const text = this.#numbers.text.of(ids.join(' '), () => {
      this.#starts.push(this.#tokens.length);
      for (const id of ids) this.#tokens.push(id);
    });
    this.#ids.push(item.id);
    this.#columns.row.push(item.row);
    this.#columns.text.push(text);
    this.#columns.picture.push(
      this.#numbers.picture.of(pictureKey, () => void this.#store.add(picture)),
    );
    this.#columns.group.push(this.#numbers.group.of(group.key));
    this.#columns.groupHash.push(group.hash);
    this.#columns.role.push(role);
    if (isCut) this.#numCut += 1;
    if (problem !== undefined) this.addProblem(item, problem, true);
    this.#hash = hashBytes(JSON.stringify([this.#hash, item.id, ids, pictureKey, group.key, role]));
  }

  finish(catalogPath: string): PairTable {
    const { row, text, picture, group, groupHash, role } = this.#columns;
    this.#starts.push(this.#tokens.length);
    return {
      catalogPath,
      itemIds: packIds(this.#ids),
      row_N: whole(row),
      text_N: whole(text),
      texts: { tokens: whole(this.#tokens), starts: whole(this.#starts) },
      picture_N: whole(picture),
      numPictures: this.#numbers.picture.count,
      pictures: this.#store,
      group_N: whole(group),
      numGroups: this.#numbers.group.count,
      groupHash_N: Uint32Array.from(whole(groupHash)),
      role_N: this.#catalogColumns.roleOf === null ? null : Uint8Array.from(whole(role)),
      problems: this.#problems,
      numCut: this.#numCut,
      hash: this.#hash,
    };
  }
}

/** Numbers keys in the order in which they come up. */
class Numbers {
  readonly #numberOf = new Map<string, number>();

  get count(): number {
    return this.#numberOf.size;
  }

  of(key: string, onNew?: () => void): number {
    const known = this.#numberOf.get(key);
    if (known !== undefined) return known;
    const number = this.#numberOf.size;
    this.#numberOf.set(key, number);
    onNew?.();
    return number;
  }
}

function whole<T extends Int32Array | Float32Array | Float64Array>(column: Growable<T>): T {
  return column.values.slice(0, column.length) as T;
}
