// What the catalog says of an item besides text and picture: its group, and whether it is trained on.
import { readColumnById } from '../data/catalog/column-by-id.ts';
import type { Catalog, CatalogItem } from '../data/catalog/open-catalog.ts';
import type { Database } from '../data/duckdb.ts';
import { setting, UserError } from '../util/errors.ts';
import { formatCount } from '../util/format-count.ts';
import { hashId, hashString } from '../util/hash.ts';
import type { PairColumnSettings } from './pair-settings.ts';
import { ROLES } from './pair-table.ts';

/** Values of a column in a message. */
const MOST_NAMED = 10;

/** What items of one group have in common. */
export interface PairGroup {
  /** The same for items of one group. */
  readonly key: string;
  readonly hash: number;
}

/** Columns that were read. */
export interface PairColumns {
  /** @param text what is the same for items of the same text; null: it has none */
  readonly groupOf: (item: CatalogItem, text: string | null) => PairGroup;
  /** Null: no column was asked. */
  readonly roleOf: ((item: CatalogItem) => number) | null;
  /** How much its pair counts; null: no column was asked. @throws UserError if its value is no number of 0 or above */
  readonly weightOf: ((item: CatalogItem) => number) | null;
}

/**
 * Reads the columns by which items are grouped and split. An item without a value is a group by itself.
 *
 * @throws UserError if the catalog lacks one, or a value is meant to be trained on and held out
 */
export async function readPairColumns(
  database: Database,
  catalog: Catalog,
  settings: PairColumnSettings,
): Promise<PairColumns> {
  const valueOf = await groupValues(database, catalog, settings.groupBy);
  return {
    groupOf(item, text) {
      const value = valueOf(item, text);
      if (value === null) return { key: `item ${item.row}`, hash: hashId(item.id, 0) };
      return { key: `value ${value}`, hash: hashString(value) };
    },
    roleOf: await readRoles(database, catalog, settings),
    weightOf: await readWeights(database, catalog, settings),
  };
}

/** Null: the item has none. */
type ValueOf = (item: CatalogItem, text: string | null) => string | null;

async function groupValues(
  database: Database,
  catalog: Catalog,
  groupBy: string,
): Promise<ValueOf> {
  switch (groupBy) {
    case 'none':
      return () => null;
    case 'text':
      return (_, text) => text;
    case 'title':
    case 'type':
      if (catalog.columns[groupBy] === undefined) {
        throw new UserError(
          `${catalog.file.path} has no column of the ${groupBy} by which ${setting('groupBy')} wants groups; ` +
            `say which it is in a file for ${setting('columns')}: {"${groupBy}": "..."}`,
        );
      }
      return (item) => item[groupBy];
    default: {
      const values = await readColumnById(database, catalog, groupBy, setting('groupBy'));
      return ({ id }) => values.get(String(id)) ?? null;
    }
  }
}

async function readRoles(
  database: Database,
  catalog: Catalog,
  { heldOutBy, trainValues, heldOutValues }: PairColumnSettings,
): Promise<PairColumns['roleOf']> {
  if (heldOutBy === null) return null;
  const both = trainValues.find((value) => heldOutValues.includes(value));
  if (both !== undefined) {
    throw new UserError(
      `"${both}" is in ${setting('trainValues')} and in ${setting('heldOutValues')}; an item is trained on or held out`,
    );
  }
  const values = await readColumnById(database, catalog, heldOutBy, setting('heldOutBy'));
  for (const [key, wanted] of [
    ['trainValues', trainValues],
    ['heldOutValues', heldOutValues],
  ] as const) {
    const there = new Set([...values.values()].filter((value) => value !== null));
    if (wanted.some((value) => there.has(value))) continue;
    throw new UserError(
      `${catalog.file.path}: "${heldOutBy}" is ${wanted.join(' or ')} in no row (${setting(key)}); it has: ${nameSome(there)}`,
    );
  }
  return ({ id }) => {
    const value = values.get(String(id)) ?? '';
    if (trainValues.includes(value)) return ROLES.train;
    return heldOutValues.includes(value) ? ROLES.heldOut : ROLES.neither;
  };
}

function nameSome(values: ReadonlySet<string>): string {
  const named = [...values].sort().slice(0, MOST_NAMED);
  const more = values.size - named.length;
  return [...named, ...(more === 0 ? [] : [`and ${formatCount(more)} more`])].join(', ');
}

async function readWeights(
  database: Database,
  catalog: Catalog,
  { weightBy }: PairColumnSettings,
): Promise<PairColumns['weightOf']> {
  if (weightBy === null) return null;
  const values = await readColumnById(database, catalog, weightBy, setting('weightBy'));
  return ({ id, row }) => {
    const value = values.get(String(id)) ?? '';
    const weight = value.trim() === '' ? NaN : Number(value);
    if (weight >= 0 && weight < Infinity) return weight;
    throw new UserError(
      `${catalog.file.path}, row ${row}: "${weightBy}" is ${value === '' ? 'empty' : `"${value}"`}; ` +
        `${setting('weightBy')} wants numbers of 0 or above`,
    );
  };
}
