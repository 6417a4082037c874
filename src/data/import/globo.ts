// News clicks (CHAMELEON).
import { embeddingsFileAt } from '../../artifacts/embeddings-file.ts';
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import { timeFeatures } from '../queries/time-features.ts';
import type { FeatureSql } from '../queries/time-features.ts';
import type { EventSource } from './event-source.ts';
import { idCasts } from './id-columns.ts';
import { assertNumeric } from './number-column.ts';
import { columnSql, embeddingListSql, inputsOf, openSourceFile } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

/** Our names for the columns, and those of the published CSV files (CHAMELEON). */
const COLUMNS = {
  user_id: 'user_id',
  item_id: 'click_article_id',
  ts_ms: 'click_timestamp',
  environment: 'click_environment',
  device_group: 'click_deviceGroup',
  os: 'click_os',
  country: 'click_country',
} as const;
type GloboColumn = keyof typeof COLUMNS;

/** Codes that stand for at least one click in fifty; what a code means is not published in full. */
const CODES: readonly (readonly [GloboColumn, number])[] = [
  ['environment', 4],
  ['device_group', 1],
  ['device_group', 3],
  ['device_group', 4],
  ['os', 17],
  ['os', 2],
  ['os', 20],
  ['os', 12],
  ['country', 1],
];

/**
 * Clicks on news of the G1 portal (CHAMELEON, arXiv 1904.10367), as one Parquet file or the published
 * `clicks_hour_*.csv`, and the articles' content vectors. The referrer is left out: it says how the page of
 * the click was reached, which a ranker does not know before.
 */
export async function openGlobo(
  database: Database,
  files: { readonly clicks: readonly string[]; readonly embeddings: string },
): Promise<EventSource> {
  const clicks = await openSourceFile(database, 'globo_clicks', files.clicks);
  const embeddingsFile = embeddingsFileAt(files.embeddings);
  const embeddings = await openSourceFile(database, 'globo_embeddings', [embeddingsFile]);
  const isPublished = clicks.columns.has(COLUMNS.item_id);
  const name = (column: GloboColumn): string => {
    const inFile = isPublished ? COLUMNS[column] : column;
    columnSql(clicks, inFile);
    return inFile;
  };
  const user = name('user_id');
  const item = name('item_id');
  columnSql(embeddings, 'item_id');
  const [userSql] = await idCasts(database, [{ file: clicks, column: user }]);
  const [itemSql, embeddingItemSql] = await idCasts(database, [
    { file: clicks, column: item },
    { file: embeddings, column: 'item_id' },
  ]);
  const time = wholeNumberColumn(clicks, name('ts_ms'));
  const codeColumns = [...new Set(CODES.map(([column]) => column))];
  for (const column of codeColumns) await assertNumeric(database, clicks, name(column));
  const codes = codeColumns
    .map((column) => `, ${columnSql(clicks, name(column))} AS ${column}`)
    .join('');
  return {
    name: 'globo',
    hasLabels: false,
    eventsPath: clicks.path,
    eventsSql:
      `SELECT ${userSql} AS user_id, ${itemSql} AS item_id, ${time} AS time_ms${codes}, ` +
      `CASE WHEN user_id IS NULL THEN 'no user' WHEN item_id IS NULL THEN 'no item' ` +
      `WHEN time_ms IS NULL THEN 'no time' END AS drop_reason FROM ${clicks.relation}`,
    embeddingsPath: embeddings.path,
    embeddingsSql:
      `SELECT ${embeddingItemSql} AS item_id, ${embeddingListSql(embeddings, 'embedding')} AS embedding, ` +
      `row_number() OVER () AS row FROM ${embeddings.relation}`,
    denseFeatures: (zone) => [...timeFeatures(zone), ...CODES.map(codeFeature)],
    inputs: { ...inputsOf('clicks', clicks), ...inputsOf('embeddings', embeddings) },
    notes: {
      origin: 'Globo.com / G1 news clicks, CHAMELEON (arXiv 1904.10367)',
      license: 'academic, non-commercial use only',
    },
  };
}

function wholeNumberColumn(file: SourceFile, column: string): string {
  const type = file.columns.get(column) ?? '';
  if (/INT$|^INTEGER$/.test(type)) return `${columnSql(file, column)}::BIGINT`;
  throw new UserError(
    `${file.path}: column "${column}" is ${type}, but whole milliseconds since 1970 UTC are wanted`,
  );
}

function codeFeature([column, code]: readonly [GloboColumn, number]): FeatureSql {
  return { name: `${column}_${code}`, sql: `coalesce(${column} = ${code}, false)` };
}
