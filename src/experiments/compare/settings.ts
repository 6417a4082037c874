// Config keys to flags.
import { isObject } from '../../schema/fields.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';

/** Flags of a subcommand as keys of a configuration: `keepDays: [4, 20]` is `--keep-days 4,20`. */
export type Settings = Readonly<Record<string, unknown>>;

/** "keepDays" -> "--keep-days" */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * The words of a command line. True is the flag alone; false and null leave it out; lists are joined with
 * commas, and {from, to} is from-to.
 *
 * @throws UserError for a value that no flag can have
 */
export function toFlags(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    if (value === false || value === null || value === undefined) return [];
    if (value === true) return [flagOf(key)];
    return [flagOf(key), toWord(key, value)];
  });
}

function toWord(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((each) => toWord(key, each)).join(',');
  if (isObject(value) && 'from' in value && 'to' in value) {
    return `${toWord(key, value.from)}-${toWord(key, value.to)}`;
  }
  throw new UserError(
    `"${key}" cannot be ${JSON.stringify(value)}; give a number, a text or a list`,
  );
}

/** @throws UserError for a key that is no flag of the command, with the nearest one that is */
export function assertKnownSettings(
  settings: Settings,
  flags: readonly string[],
  where: string,
): void {
  const known = flags.map((flag) =>
    flag.replace(/^--/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
  for (const key of Object.keys(settings)) {
    if (!known.includes(key)) {
      throw new UserError(`unknown key "${where}.${key}"; ${suggestName(key, known)}`);
    }
  }
}
