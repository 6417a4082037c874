// What decides the output of a step: settings, and what is in the files and folders that they name.
import { normalize } from 'node:path';
import { embeddingsFileAt } from '../../artifacts/embeddings-file.ts';
import type { PathTo } from '../../schema/kinds.ts';
import { withoutNothing } from '../../schema/settings.ts';
import type { Setting, SettingsTable } from '../../schema/settings.ts';
import { sortedEntries } from '../../util/sorted-entries.ts';
import type { InputLookup } from './input-lookup.ts';

/**
 * The settings that decide, by key, for names of folders; two that mean the same give the same: defaults are left out, and
 * hashes stand in the place of paths.
 *
 * @param given what is given of the table's settings
 * @throws UserError for a file or folder that is not there
 */
export async function decidingEntries(
  table: SettingsTable,
  given: object,
  lookup: InputLookup,
): Promise<(readonly [string, unknown])[]> {
  const entries = sortedEntries(withoutNothing(given)).filter(([key, value]) =>
    decides(table[key], value),
  );
  return Promise.all(
    entries.map(async ([key, value]) => {
      const { path } = table[key].kind;
      return [key, path === undefined ? value : await hashPaths(path, value, lookup)] as const;
    }),
  );
}

function decides(setting: Setting, value: unknown): boolean {
  return setting.decides !== false && JSON.stringify(value) !== JSON.stringify(setting.default);
}

async function hashPaths(kind: PathTo, value: unknown, lookup: InputLookup): Promise<unknown[]> {
  const paths = [value].flat() as string[];
  const files = await Promise.all(paths.map((path) => pathsOf(kind, path, lookup)));
  // A catalog's pictures lie beside it, so that the same bytes elsewhere are another one.
  const name = (path: string): string[] => (kind === 'file' ? [normalize(path)] : []);
  return Promise.all(files.flat().map(async (path) => [...name(path), await lookup.hash(path)]));
}

/** What a path stands for: the files that are like a pattern, the file of embeddings in a folder. */
async function pathsOf(
  kind: PathTo,
  path: string,
  { filesLike }: InputLookup,
): Promise<readonly string[]> {
  if (kind === 'embeddings') return [embeddingsFileAt(path)];
  return kind === 'file' ? filesLike(path) : [path];
}
