import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assertWholeParquetFile } from '../../../src/data/import/parquet-file.ts';
import { UserError } from '../../../src/util/errors.ts';
import { copyTo, temporaryFolder } from './support.ts';

const folder = temporaryFolder();

test('lets a whole file pass', async () => {
  const path = await copyTo(join(folder, 'whole.parquet'), 'SELECT 1 AS a');
  expect(() => assertWholeParquetFile(path)).not.toThrow();
});

test.each([
  ['cut short', (whole: Buffer) => whole.subarray(0, whole.length - 1), /is cut short .* again$/],
  ['cut to its first bytes', () => Buffer.from('PAR1'), /is cut short/],
  ['another kind', () => Buffer.from('ARROW1 and more'), /is not a Parquet file; convert it/],
  ['empty', () => Buffer.alloc(0), /is empty/],
])('refuses a file that is %s', async (name, change, message) => {
  const path = await copyTo(join(folder, `${name}.parquet`), 'SELECT 1 AS a');
  writeFileSync(path, change(readFileSync(path)));
  const check = (): void => assertWholeParquetFile(path);
  expect(check).toThrow(UserError);
  expect(check).toThrow(message);
  expect(check).toThrow(path);
});
