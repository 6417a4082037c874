// Codes as Parquet or CSV.
import { join } from 'node:path';
import { withDatabase } from '../../data/duckdb.ts';
import { loadArrowFile } from '../../data/import/arrow-table.ts';
import { sqlText } from '../../data/queries/sql-text.ts';
import type { CodesToWrite } from './write-codes.ts';
import { letterOf } from './code-tokens.ts';

/**
 * Writes codes.parquet (item_id, codes: list of int32, code_1 ... code_L, tokens) or codes.csv (the same without the list),
 * in the order of the file of codes.
 */
export async function writeCodeTable(
  { sids, path, folder }: CodesToWrite,
  kind: 'parquet' | 'csv',
): Promise<void> {
  await withDatabase({}, async (database) => {
    await loadArrowFile(database, 'sids', path);
    const levels = Array.from({ length: sids.levels }, (_, level) => level);
    const columns = levels.map((level) => `codes[${level + 1}]::INTEGER AS code_${level + 1}`);
    const tokens = levels.map((level) => `'<${letterOf(level)}_', codes[${level + 1}], '>'`);
    const selected = [
      'item_id',
      ...(kind === 'parquet' ? ['codes::INTEGER[] AS codes'] : []),
      ...columns,
      `concat(${tokens.join(', ')}) AS tokens`,
    ];
    const to = sqlText(join(folder, `codes.${kind}`));
    const format = kind === 'parquet' ? 'FORMAT parquet' : 'FORMAT csv, HEADER';
    await database.run(`COPY (SELECT ${selected.join(', ')} FROM sids) TO ${to} (${format})`);
  });
}
