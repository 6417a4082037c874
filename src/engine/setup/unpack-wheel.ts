// Chosen files of a wheel.
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import type { ProgressListener } from '../../util/progress.ts';

/**
 * Unpacks chosen files of a wheel (a zip file), one at a time.
 *
 * @param destinationOf where a file of the archive goes, below `folder`; undefined: it stays packed
 */
export async function unpackWheel(
  wheel: string,
  folder: string,
  destinationOf: (name: string) => string | undefined,
  onProgress: ProgressListener,
): Promise<void> {
  const archive = await yauzl.openPromise(wheel);
  let done = 0;
  for await (const entry of archive.eachEntry()) {
    done += 1;
    const destination = entry.fileName.endsWith('/') ? undefined : destinationOf(entry.fileName);
    if (destination === undefined) continue;
    const path = join(folder, destination);
    mkdirSync(dirname(path), { recursive: true });
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(path));
    onProgress({ stage: 'unpacking', done, total: archive.entryCount, unit: 'files' });
  }
  onProgress({ stage: 'unpacking', done, total: archive.entryCount, unit: 'files' });
}
