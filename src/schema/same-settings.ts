// A resumed run has the settings it began with.
import { basename, resolve } from 'node:path';
import { UserError } from '../util/errors.ts';
import type { PathTo } from './kinds.ts';
import type { SettingsTable } from './settings.ts';

/** What has a hash of its own wherever it lies; beside a catalog's file lie pictures. */
const PLACES: readonly (PathTo | undefined)[] = ['folder', 'embeddings'];

/**
 * Settings as a run that goes on is compared by, which has hashes of its inputs beside them: of folders the last name is
 * left, wherever they lie and however the path is written, and of what decides nothing, like a cache, its default.
 */
export function comparedSettings(table: SettingsTable, values: object): Record<string, unknown> {
  const nameOf = (value: unknown): unknown =>
    typeof value === 'string' ? basename(resolve(value)) : value;
  const entries = Object.entries(values).map(([key, value]: [string, unknown]) => {
    if (table[key]?.decides === false) return [key, table[key].default] as const;
    if (!PLACES.includes(table[key]?.kind.path)) return [key, value] as const;
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
  const wanted: Record<string, unknown> = { ...now };
  for (const [key, value] of Object.entries(begun)) {
    if (JSON.stringify(value) !== JSON.stringify(wanted[key])) {
      throw new UserError(
        `${folder} was begun with ${key} ${JSON.stringify(value)}, now it is ` +
          `${JSON.stringify(wanted[key])}; give the same settings, or remove ${folder} to begin anew`,
      );
    }
  }
}
