// Whether a Parquet file is whole.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { UserError } from '../../util/errors.ts';

const MAGIC = 'PAR1';

/**
 * Looks at both ends of a Parquet file.
 *
 * @throws UserError if it is empty, of another kind, or cut short
 */
export function assertWholeParquetFile(path: string): void {
  const { size } = statSync(path);
  if (size === 0) throw new UserError(`${path} is empty; choose another file`);
  const file = openSync(path, 'r');
  try {
    if (readText(file, 0) !== MAGIC) {
      throw new UserError(`${path} is not a Parquet file; convert it, or choose another file`);
    }
    if (size < 3 * MAGIC.length || readText(file, size - MAGIC.length) !== MAGIC) {
      throw new UserError(`${path} is cut short (no Parquet footer); get or make it again`);
    }
  } finally {
    closeSync(file);
  }
}

function readText(file: number, position: number): string {
  const bytes = Buffer.alloc(MAGIC.length);
  readSync(file, bytes, 0, bytes.length, position);
  return bytes.toString('latin1');
}
