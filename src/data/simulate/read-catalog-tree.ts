// The items of a world and their tree out of a catalog's file.
import { setting, UserError } from '../../util/errors.ts';
import { packIds } from '../../artifacts/id-file.ts';
import type { ShouldStop } from '../../util/signals.ts';
import { readColumnById } from '../catalog/column-by-id.ts';
import { openCatalog } from '../catalog/open-catalog.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { withDatabase } from '../duckdb.ts';
import { inputsOf } from '../import/source-file.ts';
import { growCatalogTree } from './catalog-tree.ts';
import type { CatalogTree } from './catalog-tree.ts';
import type { WorldConfig } from './world-config.ts';

/** A catalog's tree, with its files by name for a record. */
export interface ReadCatalogTree extends CatalogTree {
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Reads ids and tree columns; an empty value is a value of its own. Undefined where the world has no catalog.
 *
 * @throws UserError for a file or column that is not there, and for settings that do not go together
 */
export async function readCatalogTree(
  {
    catalog: paths,
    columns,
    treeColumns,
  }: Pick<WorldConfig, 'catalog' | 'columns' | 'treeColumns'>,
  shouldStop: ShouldStop,
): Promise<ReadCatalogTree | undefined> {
  if (paths === null) {
    if (treeColumns === null) return undefined;
    throw new UserError(
      `${setting('treeColumns')} are those of a catalog; give ${setting('catalog')}`,
    );
  }
  if (treeColumns === null || treeColumns.length === 0) {
    throw new UserError(
      `${setting('catalog')} needs ${setting('treeColumns')}: the columns that decide tastes, coarse first`,
    );
  }
  return withDatabase({ shouldStop }, async (database) => {
    const catalog = await openCatalog(database, paths, columns);
    const columnsById: ReadonlyMap<string, string | null>[] = [];
    for (const column of treeColumns) {
      columnsById.push(await readColumnById(database, catalog, column, setting('treeColumns')));
    }
    const ids = await readIds(catalog);
    const value_LN = columnsById.map((valueOf) => ids.map((id) => valueOf.get(String(id)) ?? ''));
    return {
      ...growCatalogTree(packIds(ids), treeColumns, value_LN),
      inputs: { ...inputsOf('catalog', catalog.file), ...(columns === null ? {} : { columns }) },
    };
  });
}

async function readIds(catalog: Catalog): Promise<(number | string)[]> {
  const ids: (number | string)[] = [];
  for await (const items of catalog.texts()) for (const { id } of items) ids.push(id);
  return ids;
}
