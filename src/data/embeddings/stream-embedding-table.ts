// Embeddings out of Parquet, CSV or JSON lines, by SQL.
import { assertFiniteRows, embeddingFault } from '../../artifacts/embedding-batch.ts';
import { findEmbeddingColumns } from '../../artifacts/embedding-columns.ts';
import type { EmbeddingColumnSettings } from '../../artifacts/embedding-columns.ts';
import type { ItemEmbeddingBatch } from '../../artifacts/item-embeddings.ts';
import { UserError } from '../../util/errors.ts';
import type { Database, SqlChunk } from '../duckdb.ts';
import { idCasts } from '../import/id-columns.ts';
import { embeddingListSql, openSourceFile } from '../import/source-file.ts';
import type { SourceFile } from '../import/source-file.ts';
import { assertItemsOnce } from '../queries/assert-items-once.ts';
import { sqlName } from '../queries/sql-text.ts';

const RELATION = 'embedding_rows';

/** @throws UserError, see `streamEmbeddings`; also where an id stands twice, or the file holds no rows */
export async function* streamEmbeddingTable(
  database: Database,
  path: string,
  asked: EmbeddingColumnSettings,
): AsyncGenerator<ItemEmbeddingBatch> {
  const file = await openSourceFile(database, RELATION, [path]);
  const columns = [...file.columns].map(([name, type]) => ({ name, isList: type.endsWith(']') }));
  const { id, embedding } = findEmbeddingColumns(columns, asked, path);
  const idSql = await idSqlOf(database, file, id);
  const listSql = embeddingListSql(file, embedding);
  await assertIds(
    database,
    `(SELECT ${idSql} AS item_id, row_number() OVER () AS row FROM ${RELATION})`,
    id,
    path,
  );
  const width = await widthOfFirst(database, listSql);
  // Lists of one length as an array: its values lie in one piece, and need not become objects each.
  const rows = database.stream(
    `SELECT item_id, try_cast(list AS FLOAT[${width}]), len(list)
     FROM (SELECT ${idSql} AS item_id, ${listSql} AS list FROM ${RELATION})`,
  );
  let firstRow = 0;
  for await (const chunk of rows) {
    const itemIds = chunk.values(0) as (number | string)[];
    const embeddings_BD = floatsOf(chunk, width, (row, what) =>
      embeddingFault(path, firstRow + row, itemIds[row], what),
    );
    yield { itemIds, embeddings_BD, width, firstRow };
    firstRow += chunk.rowCount;
  }
}

function floatsOf(
  chunk: SqlChunk,
  width: number,
  fault: (row: number, what: string) => Error,
): Float32Array {
  const floats_BD = new Float32Array(chunk.rowCount * width);
  const lengths = chunk.values(2);
  chunk.values(1).forEach((list, row) => {
    if (list === null) {
      const length = lengths[row] as number | null;
      throw fault(
        row,
        length === null
          ? 'is missing or no list of numbers'
          : length === 0
            ? 'is empty'
            : `has ${length} numbers, the first row has ${width}`,
      );
    }
    const values = list as readonly (number | null)[];
    if (values.includes(null)) throw fault(row, 'has an empty value');
    floats_BD.set(values as readonly number[], row * width);
  });
  assertFiniteRows(floats_BD, width, fault);
  return floats_BD;
}

/** As `idCasts`; whole numbers that are stored as floats (Pandas makes them so beside empty values) are whole numbers again. */
async function idSqlOf(database: Database, file: SourceFile, column: string): Promise<string> {
  const type = file.columns.get(column) ?? '';
  if (type !== 'DOUBLE' && type !== 'FLOAT')
    return (await idCasts(database, [{ file, column }]))[0];
  const name = sqlName(column);
  const [fault] = await database.rows<{ row: number; value: number }>(
    `SELECT row, value FROM (SELECT row_number() OVER () AS row, ${name} AS value FROM ${RELATION})
     WHERE value IS NOT NULL AND NOT (isfinite(value) AND value = floor(value) AND abs(value) <= 9007199254740991)
     ORDER BY row LIMIT 1`,
  );
  if (fault === undefined) return `${name}::BIGINT`;
  throw new UserError(
    `${file.path}, row ${fault.row}: "${column}" is ${fault.value}; ids are whole numbers or text: write them so`,
  );
}

/** @param rows query in parentheses, with columns `item_id` and `row` */
async function assertIds(
  database: Database,
  rows: string,
  column: string,
  path: string,
): Promise<void> {
  const [{ count, empty }] = await database.rows<{ count: number; empty: number | null }>(
    `SELECT count(*) AS count, min(row) FILTER (WHERE item_id IS NULL) AS empty FROM ${rows}`,
  );
  if (count === 0) throw new UserError(`${path} holds no items; make it again`);
  if (empty !== null) {
    throw new UserError(`${path}, row ${empty}: no "${column}"; fill it, or drop the row`);
  }
  await assertItemsOnce(database, rows, path, '; keep one');
}

/** Length of the first row's list; 1 where that is none, so that the row is found wanting. */
async function widthOfFirst(database: Database, listSql: string): Promise<number> {
  const [{ width }] = await database.rows<{ width: number | null }>(
    `SELECT len(${listSql}) AS width FROM ${RELATION} LIMIT 1`,
  );
  return Math.max(width ?? 1, 1);
}
