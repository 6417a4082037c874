// Which columns of a table of embeddings are what.
import { textCalled } from '../schema/kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';
import { setting, UserError } from '../util/errors.ts';
import { nearestName } from '../util/nearest-name.ts';

/** Names that are taken for the ids of items in any table, where nothing else is said. */
export const USUAL_IDS = [
  ...['item_id', 'id', 'sku', 'itemId', 'product_id', 'article_id', 'stock_code', 'asin'],
  ...['parent_asin', 'doc_id', 'key'],
] as const;
/** The same for embeddings. */
const USUAL_EMBEDDINGS = ['embedding', 'embeddings', 'vector', 'emb', 'features'];

/** How the columns of a table of embeddings are called. */
export const EMBEDDING_COLUMN_SETTINGS = defineSettings({
  idColumn: {
    kind: textCalled('name'),
    default: null,
    otherwise: 'item_id, id, sku ...',
    says: "column of the items' ids in the file of embeddings",
    isOptionalInRecords: true,
  },
  embeddingColumn: {
    kind: textCalled('name'),
    default: null,
    otherwise: 'embedding, vector ..., or the only list',
    says: 'its column of lists of numbers',
    isOptionalInRecords: true,
  },
});
export type EmbeddingColumnSettings = SettingsOf<typeof EMBEDDING_COLUMN_SETTINGS>;

/** Nothing said: usual names. */
export const USUAL_COLUMNS: EmbeddingColumnSettings = { idColumn: null, embeddingColumn: null };

/** A column of any table. */
export interface TableColumn {
  readonly name: string;
  /** Whether its values are lists. */
  readonly isList: boolean;
}

/** The two columns of a table of embeddings. */
export interface EmbeddingColumns {
  readonly id: string;
  readonly embedding: string;
}

/**
 * Finds ids and embeddings among a table's columns: by the names that were given, else by usual names; the only list is
 * the embedding whatever it is called.
 *
 * @throws UserError naming the columns that there are, and the setting that says which is meant
 */
export function findEmbeddingColumns(
  columns: readonly TableColumn[],
  { idColumn, embeddingColumn }: EmbeddingColumnSettings,
  path: string,
): EmbeddingColumns {
  const names = columns.map(({ name }) => name);
  const has = `it has: ${names.join(', ')}`;
  const given = (name: string, key: string): string => {
    if (names.includes(name)) return name;
    const nearest = nearestName(name, names);
    throw new UserError(
      `${path} has no column "${name}" (${setting(key)}); ` +
        `${nearest === undefined ? '' : `did you mean "${nearest}"? `}${has}`,
    );
  };
  const lists = columns.filter(({ isList }) => isList).map(({ name }) => name);
  const embedding =
    embeddingColumn === null
      ? (USUAL_EMBEDDINGS.find((name) => lists.includes(name)) ??
        USUAL_EMBEDDINGS.find((name) => names.includes(name)) ??
        (lists.length === 1 ? lists[0] : undefined))
      : given(embeddingColumn, 'embeddingColumn');
  if (embedding === undefined) {
    throw new UserError(
      `${path} has ${lists.length === 0 ? 'no column of lists' : `${lists.length} columns of lists (${lists.join(', ')})`}; ` +
        (lists.length === 0
          ? `one list of numbers a row is wanted, beside the id; ${has}`
          : `say which is the embedding with ${setting('embeddingColumn')}`),
    );
  }
  const id =
    idColumn === null
      ? USUAL_IDS.find((name) => names.includes(name))
      : given(idColumn, 'idColumn');
  if (id === undefined) {
    throw new UserError(
      `${path}: no column is called like an id (${USUAL_IDS.slice(0, 4).join(', ')} ...); ${has}; ` +
        `say which with ${setting('idColumn')}`,
    );
  }
  return { id, embedding };
}
