// Somebody's codebooks.
import { readNpy } from '../../artifacts/npy-file.ts';
import { UserError } from '../../util/errors.ts';
import type { CodebookList } from './codebook-list.ts';
import { cutIntoLevels } from './cut-into-levels.ts';
import { readTensorCodebooks } from './tensor-codebooks.ts';
import type { ReadCodebooks } from './tensor-codebooks.ts';

/**
 * @param sizes of each level, where the file has all vectors in one list
 * @throws UserError where the file is of no known form, sizes are wanted or do not fit, or a number is not finite
 */
export function readCodebooks(path: string, sizes: readonly number[] | null): ReadCodebooks {
  const read = path.toLowerCase().endsWith('.npy')
    ? { ...cutIntoLevels(readNpy(path), sizes, path), notes: [] }
    : readTensorCodebooks(path, sizes);
  assertFinite(read, path);
  return read;
}

function assertFinite({ vectors, width }: CodebookList, path: string): void {
  const at = vectors.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new UserError(
    `${path}: vector ${Math.floor(at / width)} holds ${vectors[at]}; make the codebooks again`,
  );
}
