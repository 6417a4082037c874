// What decides whether an input is the same.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { systemErrorCode, UserError } from '../util/errors.ts';
import { hashFile } from '../util/hash-file.ts';
import { isPartialName } from '../util/partial-files.ts';
import { rememberEach } from '../util/remember-each.ts';

/**
 * SHA-256 of an input: a file's bytes, or for a folder the names and bytes of all its files in the
 * order of their names. Left out are half-written files and run.json, which holds times of day: the same
 * data made twice has one hash.
 *
 * @throws UserError if there is nothing of that name
 */
export async function hashInput(path: string): Promise<string> {
  if (!isFolder(path)) return hashFile(path);
  const hash = createHash('sha256');
  for (const name of filesBelow(path)) {
    hash.update(`${name}\n${await hashFile(join(path, name))}\n`);
  }
  return hash.digest('hex');
}

/** `hashInput` that reads each input once. */
export function createInputHasher(): (path: string) => Promise<string> {
  return rememberEach(hashInput);
}

/** "hash of NAME" of each input, for the settings of a run that may go on. */
export async function nameHashes(
  inputs: Readonly<Record<string, string>>,
  hash: (path: string) => Promise<string> = hashInput,
): Promise<Readonly<Record<string, string>>> {
  const named = Object.entries(inputs).map(
    async ([name, path]) => [`hash of ${name}`, await hash(path)] as const,
  );
  return Object.fromEntries(await Promise.all(named));
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') throw new UserError(`${path} does not exist`);
    throw error;
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'run.json' && !isPartialName(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
