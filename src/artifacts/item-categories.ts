// Categories of items, the columns of `items.arrow` behind the ids.
import { columnOf, textsOf } from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';

/** A categorical feature of the items: a topic, a publisher. */
export interface ItemCategory {
  readonly name: string;
  /** Of each item, in the order of itemIndex; empty: none is known. */
  readonly value_N: readonly string[];
}

/**
 * Reads some categories of `items.arrow`, in the order named.
 *
 * @throws UserError if the file lacks one, or it is no text
 */
export async function readItemCategories(
  path: string,
  names: readonly string[],
): Promise<ItemCategory[]> {
  const categories = names.map((name) => ({ name, value_N: [] as string[] }));
  const file = await openArrowFile(path);
  try {
    for await (const batch of file.batches()) {
      for (const { name, value_N } of categories) {
        for (const value of textsOf(columnOf(batch, name, path), batch, name, path)) {
          value_N.push(value);
        }
      }
    }
  } finally {
    await file.close();
  }
  return categories;
}
