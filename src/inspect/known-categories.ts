// What is known of the inspected items: categories that prefixes should keep together, and titles.
import { corpusPath, readCorpusInfo } from '../artifacts/corpus.ts';
import { readIds } from '../artifacts/id-file.ts';
import { readItemCategories } from '../artifacts/item-categories.ts';
import { readColumnById } from '../data/catalog/column-by-id.ts';
import { openCatalog } from '../data/catalog/open-catalog.ts';
import { withDatabase } from '../data/duckdb.ts';
import { numberTypes } from '../decode/number-types.ts';
import { setting, UserError } from '../util/errors.ts';
import { idAt } from '../util/ids.ts';
import { suggestName } from '../util/nearest-name.ts';
import type { InspectSettings } from './inspect-settings.ts';

/** A category of the inspected items. */
export interface KnownCategory {
  readonly name: string;
  /** Different values. */
  readonly values: number;
  /** Items that have one. */
  readonly items: number;
  /** The value's number; -1: none is known. */
  readonly label_N: Int32Array;
}

/** What a catalog or a corpus says of the inspected items. */
export interface KnownOfItems {
  readonly categories: readonly KnownCategory[];
  /** Null: none is known. */
  readonly title_N: readonly (string | null)[];
}

type Asked = Pick<InspectSettings, 'items' | 'columns' | 'categories' | 'corpus'>;

/**
 * Reads categories and titles of the catalog where there is one, else categories of the corpus.
 *
 * @param ids of the items, as texts
 * @throws UserError where a column is missing, or the catalog has none of the items
 */
export async function readKnown(ids: readonly string[], asked: Asked): Promise<KnownOfItems> {
  const { items, corpus, categories } = asked;
  const nothing = { categories: [], title_N: ids.map(() => null) };
  if (items !== null) return readFromCatalog(ids, items, asked);
  if (corpus !== null) {
    return { ...nothing, categories: await readFromCorpus(ids, corpus, categories) };
  }
  if (categories === null || categories.length === 0) return nothing;
  throw new UserError(
    `${setting('categories')} ${categories.join()} is about a catalog or a corpus; give ${setting('items')} FILE or ${setting('corpus')} DIR`,
  );
}

async function readFromCatalog(
  ids: readonly string[],
  paths: readonly string[],
  { columns, categories }: Asked,
): Promise<KnownOfItems> {
  return withDatabase({}, async (database) => {
    const catalog = await openCatalog(database, paths, columns);
    const { type, title, description } = catalog.columns;
    const read = async (column: string): Promise<(string | null)[]> => {
      const valueOf = await readColumnById(database, catalog, column, setting('categories'));
      if (!ids.some((id) => valueOf.has(id))) {
        throw new UserError(
          `${catalog.file.path} has none of the items: it has ids like ${[...valueOf.keys()][0]}, codes are of ids ` +
            `like ${ids[0]}; give the catalog of these items, or the right column as id`,
        );
      }
      return ids.map((id) => valueOf.get(id) ?? null);
    };
    const names = categories ?? (type === undefined ? [] : [type]);
    const known: KnownCategory[] = [];
    for (const name of names) {
      const category = toCategory(name, await read(name));
      if (category.items > 0) known.push(category);
      else if (categories !== null) {
        throw new UserError(
          `${catalog.file.path}: column ${name} is empty for all items; choose another with ${setting('categories')}`,
        );
      }
    }
    const called = title ?? description;
    const title_N = called === undefined ? ids.map(() => null) : await read(called);
    return { categories: known, title_N };
  });
}

async function readFromCorpus(
  ids: readonly string[],
  corpus: string,
  asked: readonly string[] | null,
): Promise<KnownCategory[]> {
  const has = readCorpusInfo(corpus).categories ?? [];
  const names = asked ?? has;
  const missing = names.find((name) => !has.includes(name));
  if (missing !== undefined) {
    throw new UserError(
      `${corpus} has no category ${missing}; ` +
        (has.length === 0
          ? `it has none: import it with categories, or give ${setting('items')} FILE`
          : suggestName(missing, has)),
    );
  }
  if (names.length === 0) return [];
  const path = corpusPath(corpus, 'items.arrow');
  const all = await readIds(path, 'item_id');
  const indexOf = new Map(
    Array.from({ length: all.length }, (_, item) => [String(idAt(all, item)), item]),
  );
  return (await readItemCategories(path, names)).map(({ name, value_N }) =>
    toCategory(
      name,
      ids.map((id) => {
        const item = indexOf.get(id);
        return item === undefined || value_N[item] === '' ? null : value_N[item];
      }),
    ),
  );
}

function toCategory(name: string, value_N: readonly (string | null)[]): KnownCategory {
  const { types, type_N: label_N } = numberTypes(
    value_N.map((value) => (value === null || value.trim() === '' ? null : value)),
  );
  const items = label_N.reduce((sum, label) => sum + Number(label >= 0), 0);
  return { name, values: types.length, items, label_N };
}
