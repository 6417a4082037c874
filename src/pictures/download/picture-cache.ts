// Downloaded pictures in a folder, so that other runs need not download them again.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileWhole } from '../../util/atomic-output.ts';
import { hashBytes } from '../../util/hash-file.ts';

/**
 * The file of a picture; it is downloaded where the cache lacks it. Runs may share a cache. Files are named by hashes,
 * since a URL may hold a secret.
 */
export async function cachedPicture(
  cache: string,
  url: string,
  download: () => Promise<Uint8Array>,
): Promise<string> {
  const name = hashBytes(url);
  // Spread over 256 folders, which no tool minds listing.
  const path = join(cache, name.slice(0, 2), name.slice(2));
  if (!existsSync(path)) {
    const bytes = await download();
    await writeFileWhole(path, (temporaryPath) => writeFileSync(temporaryPath, bytes));
  }
  return path;
}
