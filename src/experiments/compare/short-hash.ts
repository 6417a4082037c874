// Hashes in the names of folders.
import { createHash } from 'node:crypto';

/** Ten hexadecimal digits determined by a JSON value, for the names of folders. */
export function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 10);
}
