// The categories that a ranker uses, as rows of tables.
import { corpusPath } from '../../artifacts/corpus.ts';
import { readItemCategories } from '../../artifacts/item-categories.ts';
import type { OpenCorpus } from '../../data/open-corpus.ts';
import { categoryRows } from '../../sid/category-rows.ts';
import type { CategoryRows } from '../../sid/category-rows.ts';
import { setting, UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import type { RankerConfig } from './ranker-config.ts';

/**
 * The rows of the corpus's categories that a ranker uses, in the order of the corpus.
 *
 * @throws UserError if the corpus has no such category
 */
export async function openCategories(
  { folder, info }: OpenCorpus,
  config: Pick<RankerConfig, 'categories' | 'categoryRows' | 'seed'>,
): Promise<CategoryRows[]> {
  const known = info.categories ?? [];
  const { categories: wanted } = config;
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const remedy =
      known.length === 0
        ? 'it has no categories; leave the setting out'
        : suggestName(unknown, known);
    throw new UserError(`${setting('categories')}: ${folder} has no "${unknown}"; ${remedy}`);
  }
  const used = known.filter((name) => wanted === null || wanted.includes(name));
  if (used.length === 0) return [];
  const read = await readItemCategories(corpusPath(folder, 'items.arrow'), used);
  return read.map((category) => categoryRows(category, config.categoryRows, config.seed));
}
