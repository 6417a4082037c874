// A text file whose lines are read some at a time, in any order.
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

/** Lines of a file, in groups. */
export interface LineGroups {
  /** The lines of a group, without their ends; fewer where the file is too short. */
  read(group: number): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * Opens a file whose lines end with a newline each. Memory holds where each group begins.
 *
 * @param counts lines of each group, one group behind the other
 */
export async function openLineGroups(path: string, counts: readonly number[]): Promise<LineGroups> {
  const file = await open(path);
  try {
    const ends = await findEnds(file, counts);
    return {
      async read(group) {
        const start = group === 0 ? 0 : ends[group - 1];
        const bytes = Buffer.alloc(ends[group] - start);
        await file.read(bytes, 0, bytes.length, start);
        return bytes.toString('utf8').split('\n').slice(0, -1);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Where each group ends, in bytes. */
async function findEnds(file: FileHandle, counts: readonly number[]): Promise<number[]> {
  const ends: number[] = [];
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let left = counts[0];
  let position = 0;
  while (ends.length < counts.length) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) break;
    const read = chunk.subarray(0, bytesRead);
    for (let at = read.indexOf(NEWLINE); at >= 0; at = read.indexOf(NEWLINE, at + 1)) {
      left--;
      if (left > 0) continue;
      ends.push(position + at + 1);
      left = counts[ends.length];
    }
    position += bytesRead;
  }
  while (ends.length < counts.length) ends.push(position);
  return ends;
}
