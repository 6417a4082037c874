// One list of vectors as codebooks by level.
import { setting, UserError } from '../../util/errors.ts';
import { levelStarts } from './codebook-list.ts';
import type { CodebookList } from './codebook-list.ts';

/** Vectors that may be cut into levels already. */
export interface VectorBlock {
  /** [all vectors, d], or [L, K, d]. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** @throws UserError where sizes are wanted or do not fit */
export function cutIntoLevels(
  { shape, values }: VectorBlock,
  given: readonly number[] | null,
  path: string,
): CodebookList {
  const width = shape.at(-1) ?? 0;
  if ((shape.length !== 2 && shape.length !== 3) || values.length === 0) {
    throw new UserError(
      `${path} has shape [${shape.join(', ')}]; wanted is [levels, codes, width] or [all vectors, width]`,
    );
  }
  const total = values.length / width;
  if (shape.length === 3) {
    const sizes = Array.from({ length: shape[0] }, () => shape[1]);
    if (given !== null && spread(given, total).join() !== sizes.join()) {
      throw new UserError(
        `${setting('codebookSizes')} ${given.join()}: ${path} has ${shape[0]} levels of ${shape[1]}; leave it out`,
      );
    }
    return { sizes, width, vectors: values };
  }
  if (given === null) {
    throw new UserError(
      `${path} has ${total} vectors in one list; say how they are levels by ${setting('codebookSizes')}, like ` +
        `256,256,256, or 256 for levels of that size`,
    );
  }
  const sizes = spread(given, total);
  const [sum] = levelStarts(sizes).slice(-1);
  if (sum === total) return { sizes, width, vectors: values };
  throw new UserError(
    `${setting('codebookSizes')} ${given.join()} do not make up the ${total} vectors of ${path}; give others`,
  );
}

/** One number stands for as many levels of that size as there are. */
function spread(given: readonly number[], total: number): readonly number[] {
  if (given.length !== 1) return given;
  return Array.from({ length: Math.max(1, Math.floor(total / given[0])) }, () => given[0]);
}
