// Items with their codes, and what a catalog says of them.
import { readSemanticIds } from '../artifacts/semantic-ids.ts';
import type { SemanticIds } from '../artifacts/semantic-ids.ts';
import type { Catalog } from '../data/catalog/open-catalog.ts';
import { UserError } from '../util/errors.ts';
import { numberTypes } from './number-types.ts';

/** All items that have codes, in the order of their file. */
export interface CodedItems extends Omit<SemanticIds, 'quantizer'> {
  readonly path: string;
  /** Null: none is known. */
  readonly title_N: readonly (string | null)[];
  /** Number of the item's product type in `types`; -1: none is known. */
  readonly type_N: Int32Array;
  /** In the order in which the catalog has them. */
  readonly types: readonly string[];
  /** 1 for an item that the catalog has; all are 0 without one. */
  readonly isListed_N: Uint8Array;
  /** Items of the catalog that have no codes. */
  readonly numUncoded: number;
}

/**
 * Reads codes, and titles and types of the same ids. Ids are the same where they are written alike, as number or text.
 *
 * @throws UserError if the catalog has none of the items
 */
export async function readCodedItems(path: string, catalog: Catalog | null): Promise<CodedItems> {
  const { itemIds, codes_NL, levels, codebookSizes } = await readSemanticIds(path);
  const numItems = itemIds.length;
  if (numItems === 0) throw new UserError(`${path} has no items; assign codes to some`);
  const title_N = Array<string | null>(numItems).fill(null);
  const typeText_N = Array<string | null>(numItems).fill(null);
  const isListed_N = new Uint8Array(numItems);
  let numUncoded = 0;
  if (catalog !== null) {
    const itemOf = new Map<string, number>();
    for (let item = 0; item < numItems; item++) itemOf.set(String(itemIds[item]), item);
    let example: number | string = '';
    for await (const rows of catalog.texts()) {
      for (const { id, title, type } of rows) {
        const item = itemOf.get(String(id));
        if (item === undefined) {
          numUncoded++;
          example = id;
          continue;
        }
        title_N[item] = title;
        typeText_N[item] = type;
        isListed_N[item] = 1;
      }
    }
    if (!isListed_N.includes(1)) {
      throw new UserError(
        `${catalog.file.path} has none of the items of ${path}: it has ids like ${example}, codes are of ids like ` +
          `${itemIds[0]}; give the catalog of these items, or the right column as id`,
      );
    }
  }
  const { types, type_N } = numberTypes(typeText_N);
  const codes = { itemIds, codes_NL, levels, codebookSizes };
  return { path, ...codes, title_N, types, type_N, isListed_N, numUncoded };
}
