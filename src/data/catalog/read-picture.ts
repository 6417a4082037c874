// The bytes of an item's picture.
import { readFile } from 'node:fs/promises';
import { messageOf, systemErrorCode } from '../../util/errors.ts';
import type { PictureSource } from './open-catalog.ts';

/** A picture's bytes as they are stored, or why there are none, in words. */
export type PictureBytes = { readonly bytes: Uint8Array } | { readonly problem: string };

/** Reads a picture; what is wrong with it is said, never thrown. */
export async function readPicture(source: PictureSource | null): Promise<PictureBytes> {
  if (source === null) return { problem: 'no picture' };
  if ('bytes' in source) return source;
  try {
    return { bytes: await readFile(source.path) };
  } catch (error) {
    return { problem: pictureProblem(source, error) };
  }
}

/** "mug.jpg: does not exist", for an error of reading or decoding. */
export function pictureProblem(source: PictureSource | null, error: unknown): string {
  const name = source !== null && 'path' in source ? source.path : 'picture';
  return `${name}: ${explain(error)}`;
}

function explain(error: unknown): string {
  switch (systemErrorCode(error)) {
    case 'ENOENT':
      return 'does not exist';
    case 'EISDIR':
      return 'is a folder';
    default:
      return messageOf(error).split('\n')[0];
  }
}
