// Where embeddings are: a file, or an output of `sid embed`.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../util/errors.ts';

/** The file that `sid embed` writes, in its folder. */
export const EMBEDDINGS_FILE = 'embeddings.arrow';

/**
 * The file of embeddings that a path names: in a folder what `sid embed` writes there, else the path itself, whether it is
 * there or not.
 *
 * @throws UserError for a folder that holds none
 */
export function embeddingsFileAt(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  const file = join(path, EMBEDDINGS_FILE);
  if (existsSync(file)) return file;
  throw new UserError(
    `${path} holds no ${EMBEDDINGS_FILE}; give an output of sid embed, or a file of embeddings`,
  );
}
