// Which pairs there are, one added after another.
import { packIds } from '../artifacts/id-file.ts';
import type { CatalogItem } from '../data/catalog/open-catalog.ts';
import type { ItemProblem } from '../parts/item-problem.ts';
import { Growable } from '../util/growable.ts';
import { hashBytes } from '../util/hash-file.ts';
import type { PairColumns } from './pair-columns.ts';
import type { PairRows } from './pair-table.ts';

/** What is the same for pairs of one text, or picture; null: no other pair has it. */
export interface PairKeys {
  readonly text: string | null;
  readonly picture: string;
}

/** Numbers texts, pictures and groups as they come. */
export class PairRowBuilder {
  readonly #ids: (number | string)[] = [];
  readonly #columns = {
    row: new Growable(new Int32Array(0)),
    text: new Growable(new Int32Array(0)),
    picture: new Growable(new Int32Array(0)),
    group: new Growable(new Int32Array(0)),
    groupHash: new Growable(new Float64Array(0)),
    role: new Growable(new Int32Array(0)),
    weight: new Growable(new Float32Array(0)),
  };
  readonly #numbers = { text: new Numbers(), picture: new Numbers(), group: new Numbers() };
  readonly #problems: ItemProblem[] = [];
  readonly #catalogColumns: PairColumns;
  #hash = '';

  constructor(catalogColumns: PairColumns) {
    this.#catalogColumns = catalogColumns;
  }

  get numPairs(): number {
    return this.#ids.length;
  }

  /** @param kept whether the item is a pair all the same */
  addProblem({ id, row }: CatalogItem, problem: string, kept: boolean): void {
    this.#problems.push({ item_id: id, row, problem, kept });
  }

  /** @returns whether its text, and its picture, are the first of their kind */
  add(item: CatalogItem, keys: PairKeys): { readonly text: boolean; readonly picture: boolean } {
    const { groupOf, roleOf, weightOf } = this.#catalogColumns;
    const group = groupOf(item, keys.text);
    const role = roleOf?.(item) ?? 0;
    const weight = weightOf?.(item) ?? 1;
    const [text, picture] = [
      this.#numbers.text.of(keys.text === null ? `item ${item.row}` : `text ${keys.text}`),
      this.#numbers.picture.of(keys.picture),
    ];
    this.#ids.push(item.id);
    this.#columns.row.push(item.row);
    this.#columns.text.push(text.number);
    this.#columns.picture.push(picture.number);
    this.#columns.group.push(this.#numbers.group.of(group.key).number);
    this.#columns.groupHash.push(group.hash);
    this.#columns.role.push(role);
    this.#columns.weight.push(weight);
    this.#hash = hashBytes(
      JSON.stringify([this.#hash, item.id, keys.text, keys.picture, group.key, role, weight]),
    );
    return { text: text.isNew, picture: picture.isNew };
  }

  finish(catalogPath: string): PairRows {
    const { row, text, picture, group, groupHash, role, weight } = this.#columns;
    return {
      catalogPath,
      itemIds: packIds(this.#ids),
      row_N: whole(row),
      text_N: whole(text),
      picture_N: whole(picture),
      numPictures: this.#numbers.picture.count,
      group_N: whole(group),
      numGroups: this.#numbers.group.count,
      groupHash_N: Uint32Array.from(whole(groupHash)),
      role_N: this.#catalogColumns.roleOf === null ? null : Uint8Array.from(whole(role)),
      weight_N: whole(weight),
      problems: this.#problems,
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

  of(key: string): { readonly number: number; readonly isNew: boolean } {
    const known = this.#numberOf.get(key);
    if (known !== undefined) return { number: known, isNew: false };
    const number = this.#numberOf.size;
    this.#numberOf.set(key, number);
    return { number, isNew: true };
  }
}

/** What was pushed so far, in an array of its own. */
export function whole<T extends Int32Array | Float32Array | Float64Array>(column: Growable<T>): T {
  return column.values.slice(0, column.length) as T;
}
