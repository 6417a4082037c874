// A resumed run has the settings it began with.
import { basename, normalize, resolve } from 'node:path';
import { UserError } from '../util/errors.ts';
import type { PathTo } from './kinds.ts';
import type { SettingsTable } from './settings.ts';

/** What is left of a path: of what has a hash of its own wherever it lies, the name; beside a catalog's file lie pictures. */
const COMPARED: Readonly<Record<PathTo, (path: string) => string>> = {
  file: normalize,
  folder: (path) => basename(resolve(path)),
  embeddings: (path) => basename(resolve(path)),
};

/**
 * Settings as a run that goes on is compared by, which has hashes of its inputs beside them: of folders the last name is
 * left, wherever they lie and however the path is written, and of what decides nothing, like a cache, nothing.
 */
export function comparedSettings(table: SettingsTable, values: object): Record<string, unknown> {
  const deciding = Object.entries(values).filter(([key]) => table[key]?.decides !== false);
  const entries = deciding.map(([key, value]: [string, unknown]) => {
    const path = table[key]?.kind.path;
    if (path === undefined) return [key, value] as const;
    const nameOf = (each: unknown): unknown =>
      typeof each === 'string' ? COMPARED[path](each) : each;
    return [key, Array.isArray(value) ? value.map(nameOf) : nameOf(value)] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * For a run that goes on: its settings must be those that it was begun with.
 *
 * @param folder of the run, for the message
 * @throws UserError naming the first setting that differs
 */
export function assertSameSettings(begun: object, now: object, folder: string): void {
  const before: Record<string, unknown> = { ...begun };
  const wanted: Record<string, unknown> = { ...now };
  for (const key of Object.keys({ ...before, ...wanted })) {
    const value = before[key];
    if (JSON.stringify(value) !== JSON.stringify(wanted[key])) {
      throw new UserError(
        `${folder} was begun with ${key} ${JSON.stringify(value)}, now it is ` +
          `${JSON.stringify(wanted[key])}; give the same settings, or remove ${folder} to begin anew`,
      );
    }
  }
}
