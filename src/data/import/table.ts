// Any log, by a mapping.
import { embeddingsFileAt } from '../../artifacts/embeddings-file.ts';
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import { sqlName, sqlText } from '../queries/sql-text.ts';
import { timeFeatures } from '../queries/time-features.ts';
import { parseTimeZone } from '../queries/time-zone.ts';
import { findCategoryColumns } from './category-columns.ts';
import type { EventSource } from './event-source.ts';
import { idCasts, idListSql } from './id-columns.ts';
import { assertNumeric, isNumeric } from './number-column.ts';
import { columnSql, embeddingListSql, inputsOf, openSourceFile } from './source-file.ts';
import type { SourceFile } from './source-file.ts';
import type { TableMapping, TimeUnit } from './table-mapping.ts';

/**
 * Any log in Parquet, CSV or Arrow IPC files, by a mapping.
 *
 * @param mappingPath for messages
 * @throws UserError naming file and column where the files do not fit the mapping
 */
export async function openTable(
  database: Database,
  mapping: TableMapping,
  mappingPath: string,
): Promise<EventSource> {
  const events = await openSourceFile(database, 'table_events', mapping.events);
  const embeddingsFile = embeddingsFileAt(mapping.embeddings.file);
  const embeddings = await openSourceFile(database, 'table_embeddings', [embeddingsFile]);
  const column = (name: string, field: string): string =>
    columnSql(events, name, `"${field}" in ${mappingPath}`);
  const user = column(mapping.user, 'user');
  const item = column(mapping.item, 'item');
  columnSql(embeddings, mapping.embeddings.id, `"embeddings.id" in ${mappingPath}`);
  const [userSql] = await idCasts(database, [{ file: events, column: mapping.user }]);
  const { history } = mapping;
  const lists =
    history === undefined
      ? []
      : [
          {
            file: events,
            column: history.column,
            listSql: await idListSql(database, {
              file: events,
              column: history.column,
              separator: history.separator,
              asked: `"history" in ${mappingPath}`,
            }),
          },
        ];
  const categories = await findCategoryColumns(database, mapping, embeddings, mappingPath);
  const embeddingId = { file: embeddings, column: mapping.embeddings.id };
  const [itemSql, embeddingItemSql, categoryItemSql, historySql] = await idCasts(database, [
    { file: events, column: mapping.item },
    embeddingId,
    categories?.id ?? embeddingId,
    ...lists,
  ]);
  const embeddingSql = await embeddingSqlOf(database, embeddings, mapping.embeddings, mappingPath);
  const timeSql = await timeSqlOf(database, events, mapping, mappingPath);
  const dense = mapping.dense.map((name, i) => ({
    name,
    sql: `dense_${i}`,
    column: column(name, 'dense'),
  }));
  for (const { name } of dense) await assertNumeric(database, events, name);
  const labelSql =
    mapping.label === undefined ? '' : `, ${labelColumns(column(mapping.label, 'label'))}`;
  return {
    name: 'table',
    hasLabels: mapping.label !== undefined,
    eventsPath: events.path,
    eventsSql:
      `SELECT ${userSql} AS user_id, ${itemSql} AS item_id, ${timeSql} AS time_ms` +
      dense.map(({ sql, column }) => `, ${column} AS ${sql}`).join('') +
      `${labelSql}, CASE WHEN ${user} IS NULL THEN 'no user' WHEN ${item} IS NULL THEN 'no item' ` +
      `WHEN ${timeSql} IS NULL THEN 'no time' END AS drop_reason FROM ${events.relation}`,
    embeddingsPath: embeddings.path,
    embeddingsSql:
      `SELECT ${embeddingItemSql} AS item_id, ` +
      `${embeddingSql} AS embedding, ` +
      `row_number() OVER () AS row FROM ${embeddings.relation}`,
    ...(history === undefined
      ? {}
      : {
          histories: {
            path: events.path,
            sql:
              `SELECT ${userSql} AS user_id, ${timeSql} AS time_ms, ` +
              `${history.newestFirst ? `list_reverse(${historySql})` : historySql} AS items, ` +
              `NULL::BIGINT[] AS clicked_ms FROM ${events.relation}`,
          },
        }),
    categories: categories?.source(categoryItemSql),
    denseFeatures: (zone) => [
      ...(mapping.timeFeatures ? timeFeatures(zone) : []),
      ...dense.map(({ name, sql }) => ({ name, sql })),
    ],
    inputs: {
      mapping: mappingPath,
      ...inputsOf('events', events),
      ...inputsOf('embeddings', embeddings),
      ...(mapping.categories?.file === undefined ? {} : { categories: mapping.categories.file }),
    },
    notes: { mapping },
  };
}

/** `label` 0, 1 or NULL, and `label_text` as it stands in the file. */
function labelColumns(label: string): string {
  const text = `lower(trim(${label}::VARCHAR))`;
  return (
    `CASE WHEN ${text} IN ('1', 'true', '1.0') THEN 1 WHEN ${text} IN ('0', 'false', '0.0') THEN 0 END ` +
    `AS label, ${label}::VARCHAR AS label_text`
  );
}

/** Milliseconds since 1970 UTC, as BIGINT. */
async function timeSqlOf(
  database: Database,
  file: SourceFile,
  mapping: TableMapping,
  mappingPath: string,
): Promise<string> {
  const { column, unit, format, timeZone } = mapping.time;
  const name = columnSql(file, column, `"time" in ${mappingPath}`);
  const type = file.columns.get(column) ?? '';
  const zone = await parseTimeZone(database, timeZone);
  if (type === 'TIMESTAMP WITH TIME ZONE') return `epoch_ms(${name})`;
  if (type.startsWith('TIMESTAMP') || type === 'DATE') {
    return zone.utcMs(`epoch_ms(${name}::TIMESTAMP)`);
  }
  if (type === 'VARCHAR') {
    const parse = (value: string): string =>
      format === undefined
        ? `try_cast(${value} AS TIMESTAMP)`
        : `try_strptime(${value}, ${sqlText(format)})::TIMESTAMP`;
    await assertTimesParse(database, file, column, parse(name), format);
    return zone.utcMs(`epoch_ms(${parse(name)})`);
  }
  if (!isNumeric(type)) {
    throw new UserError(`${file.path}: column "${column}" is ${type}, but a time is wanted`);
  }
  return numberTime(name, type, unit);
}

function numberTime(name: string, type: string, unit: TimeUnit): string {
  const isWhole = /INT$|^INTEGER$/.test(type);
  // Neither NaN nor what is beyond 64 bits is a time.
  const whole = (sql: string): string => `try_cast(${sql} AS BIGINT)`;
  switch (unit) {
    case 's':
      return whole(isWhole ? `${name}::HUGEINT * 1000` : `floor(${name} * 1000)`);
    case 'ms':
      return whole(isWhole ? name : `floor(${name})`);
    case 'us':
      return whole(isWhole ? `${name} // 1000` : `floor(${name} / 1000)`);
    case 'ns':
      return whole(isWhole ? `${name} // 1000000` : `floor(${name} / 1000000)`);
  }
}

type TimeFault = { readonly row: number; readonly value: string };

async function assertTimesParse(
  database: Database,
  file: SourceFile,
  column: string,
  parsed: string,
  format: string | undefined,
): Promise<void> {
  const name = sqlName(column);
  const first = async (condition: string): Promise<TimeFault | undefined> => {
    const [fault] = await database.rows<TimeFault>(
      `SELECT row, ${name} AS value FROM (SELECT row_number() OVER () AS row, ${name} FROM ${file.relation})
       WHERE ${name} IS NOT NULL AND ${condition} ORDER BY row LIMIT 1`,
    );
    return fault;
  };
  let fault = await first(`${parsed} IS NULL`);
  if (fault === undefined) return;
  let wanted = format === undefined ? 'like 2024-05-31 18:30:00' : `of the format ${format}`;
  if (format === undefined && Number.isFinite(Number(fault.value))) {
    // Numbers, and at least one row that is none: that row is the fault.
    const text = await first(`try_cast(${name} AS DOUBLE) IS NULL`);
    if (text !== undefined) [fault, wanted] = [text, 'as a number, as in the other rows,'];
  }
  throw new UserError(
    `${file.path}, row ${fault.row}: column "${column}" is "${fault.value}", but a time ${wanted} is ` +
      `wanted; mend the row or set "time.format" in the mapping`,
  );
}

async function embeddingSqlOf(
  database: Database,
  file: SourceFile,
  embeddings: TableMapping['embeddings'],
  mappingPath: string,
): Promise<string> {
  const { column, columns, columnPrefix } = embeddings;
  if (column !== undefined) {
    return embeddingListSql(file, column, `"embeddings.column" in ${mappingPath}`);
  }
  const names =
    columns ?? [...file.columns.keys()].filter((name) => name.startsWith(columnPrefix ?? ''));
  if (names.length === 0) {
    throw new UserError(
      `${file.path} has no column that begins with "${columnPrefix}" (it has: ` +
        `${[...file.columns.keys()].join(', ')}); mend "embeddings.columnPrefix" in ${mappingPath}`,
    );
  }
  const floats: string[] = [];
  for (const name of names) {
    floats.push(`${columnSql(file, name, `"embeddings.columns" in ${mappingPath}`)}::FLOAT`);
    await assertNumeric(database, file, name);
  }
  return `list_value(${floats.join(', ')})`;
}
