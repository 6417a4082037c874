// SHA-256 of files and bytes, and of JSON for names of folders.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Read at a time. A stream's 64 KiB take two and a half times as long: each is a promise. */
const CHUNK_BYTES = 1 << 20;

/** SHA-256 of a file's bytes, hexadecimal. Memory does not grow with the file. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** SHA-256, hexadecimal. */
export function hashBytes(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Ten hexadecimal digits determined by a JSON value, for the names of folders. */
export function shortHash(value: unknown): string {
  return hashBytes(JSON.stringify(value)).slice(0, 10);
}
