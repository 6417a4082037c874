// Arrow files into DuckDB.
import { BIGINT, BOOLEAN, DOUBLE, FLOAT, LIST, VARCHAR } from '@duckdb/node-api';
import type { DuckDBType } from '@duckdb/node-api';
import { openArrowFile } from '../../artifacts/arrow-file.ts';
import { UserError } from '../../util/errors.ts';
import type { Database, SqlValue } from '../duckdb.ts';
import { sqlName, sqlText } from '../queries/sql-text.ts';

/** How a column of an Arrow file comes into the database. */
interface ColumnPlan {
  readonly name: string;
  readonly type: DuckDBType;
  /** SQL over the loaded column that gives what the file means. */
  readonly sql: string;
  readonly convert: (value: unknown) => SqlValue;
}

/**
 * Appends an Arrow IPC file to a table, which is made if needed. Columns of types that an import has no use
 * for are left out. Batch by batch: memory does not grow with the file.
 *
 * @throws UserError if the file is missing, cut short, damaged, or has other columns than the table
 */
export async function loadArrowFile(
  database: Database,
  relation: string,
  path: string,
): Promise<void> {
  const file = await openArrowFile(path);
  try {
    const plans = file.schema.fields
      .map((field) => planColumn(field.name, String(field.type)))
      .filter((plan) => plan !== undefined);
    const staging = `${relation}_rows`;
    const definition = plans.map(({ name, type }) => `${sqlName(name)} ${type.toString()}`);
    await createOnce(database, relation, staging, definition.join(', '), plans, path);
    for await (const batch of file.batches()) {
      if (batch.numRows === 0) continue;
      const columns = plans.map(({ name, convert }) => {
        const vector = batch.getChild(name);
        return Array.from({ length: batch.numRows }, (_, row): SqlValue => {
          const value: unknown = vector?.get(row);
          return value === null || value === undefined ? null : convert(value);
        });
      });
      await database.append(
        staging,
        plans.map(({ type }) => type),
        columns,
      );
    }
  } finally {
    await file.close();
  }
}

async function createOnce(
  database: Database,
  relation: string,
  staging: string,
  definition: string,
  plans: readonly ColumnPlan[],
  path: string,
): Promise<void> {
  const known = await database.rows(
    `SELECT string_agg(column_name || ' ' || data_type, ', ' ORDER BY column_index) AS columns
     FROM duckdb_columns() WHERE table_name = ${sqlText(staging)}`,
  );
  const have = known[0].columns;
  if (have === null) {
    if (plans.length === 0) throw new UserError(`${path} has no column of a known type`);
    const selected = plans.map(({ name, sql }) => `${sql} AS ${sqlName(name)}`).join(', ');
    await database.run(`CREATE TABLE ${staging} (${definition})`);
    await database.run(`CREATE VIEW ${relation} AS SELECT ${selected} FROM ${staging}`);
  } else if (have !== definition.replaceAll('"', '')) {
    throw new UserError(`${path} has other columns than the files before it (${String(have)})`);
  }
}

function planColumn(name: string, arrowType: string): ColumnPlan | undefined {
  const column = sqlName(name);
  const plain = (type: DuckDBType, convert: (value: unknown) => SqlValue): ColumnPlan => ({
    name,
    type,
    sql: column,
    convert,
  });
  if (/^U?int\d+$/i.test(arrowType)) return plain(BIGINT, wholeNumber(name));
  if (/^Float\d+$/.test(arrowType)) return plain(DOUBLE, Number);
  if (arrowType === 'Bool') return plain(BOOLEAN, Boolean);
  if (/^(Large)?Utf8$|^Dictionary<.*Utf8>$/.test(arrowType)) return plain(VARCHAR, String);
  if (/^(FixedSize)?List.*<Float\d+>$/.test(arrowType)) return plain(LIST(FLOAT), listOf(asIs));
  if (/^(FixedSize)?List.*<U?int\d+>$/i.test(arrowType)) {
    return plain(LIST(BIGINT), listOf(wholeNumber(name)));
  }
  if (/^(FixedSize)?List.*<(Large)?Utf8>$/.test(arrowType)) {
    return plain(LIST(VARCHAR), listOf(String));
  }
  // Arrow's reader gives dates and timestamps of any unit as milliseconds.
  if (/^(Timestamp|Date)/.test(arrowType)) {
    const hasZone = arrowType.includes(',');
    const sql = hasZone ? `make_timestamptz(${column} * 1000)` : `epoch_ms(${column})`;
    return { ...plain(BIGINT, (value) => Math.floor(Number(value))), sql };
  }
  return undefined;
}

function wholeNumber(name: string): (value: unknown) => SqlValue {
  return (value) => {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new UserError(`column "${name}": ${String(value)} is above 2^53; write such ids as text`);
  };
}

function listOf(convert: (value: unknown) => SqlValue): (value: unknown) => SqlValue {
  return (value) =>
    Array.from(value as Iterable<unknown>, (each) => (each === null ? null : convert(each)));
}

function asIs(value: unknown): SqlValue {
  return value as number;
}
