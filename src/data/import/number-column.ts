// A column of numbers, checked.
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import { sqlName } from '../queries/sql-text.ts';
import type { SourceFile } from './source-file.ts';

/** Whether an SQL type holds numbers. */
export function isNumeric(type: string): boolean {
  return /INT$|^INTEGER$|^FLOAT$|^DOUBLE$|^DECIMAL/.test(type);
}

/**
 * Looks at a column that must hold numbers, or true and false; it must be in the file.
 *
 * @throws UserError naming the type, and for text the first row that is no number
 */
export async function assertNumeric(
  database: Database,
  file: SourceFile,
  column: string,
): Promise<void> {
  const type = file.columns.get(column) ?? '';
  if (isNumeric(type) || type === 'BOOLEAN') return;
  if (type === 'VARCHAR') {
    const name = sqlName(column);
    const [fault] = await database.rows<{ row: number; value: string }>(
      `SELECT row, ${name} AS value FROM (SELECT row_number() OVER () AS row, ${name} FROM ${file.relation})
       WHERE ${name} IS NOT NULL AND try_cast(${name} AS DOUBLE) IS NULL ORDER BY row LIMIT 1`,
    );
    if (fault !== undefined) {
      throw new UserError(
        `${file.path}, row ${fault.row}: column "${column}" is "${fault.value}", but a number is wanted; ` +
          `mend the row, or make one column of 0 and 1 for each word`,
      );
    }
  }
  throw new UserError(
    `${file.path}: column "${column}" is ${type}, but numbers are wanted; convert or leave it out`,
  );
}
