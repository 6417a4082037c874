// A table of settings: declared once beside their stage, read as flags, JSON keys and documentation.
import * as v from 'valibot';
import { messageOf } from '../util/errors.ts';
import type { Kind, ValueOf } from './kinds.ts';
import { isObject, objectOf, parseJson } from './parse-json.ts';
import type { Schema } from './parse-json.ts';

/** One setting. It is required, or has a default, or is null where not given, or follows from the data. */
export interface Setting {
  readonly kind: Kind<unknown>;
  /** What it is, for help texts: "clicks of history at most". */
  readonly says: string;
  /** The paper's, or ours: "T". */
  readonly symbol?: string;
  /** What the paper has: "O(100)". */
  readonly paper?: string;
  readonly required?: true;
  /** Null: nothing, or what `otherwise` says. */
  readonly default?: unknown;
  /** In words what a null stands for: "all levels". */
  readonly otherwise?: string;
  /** Records from before there was this setting have the default. */
  readonly isOptionalInRecords?: true;
  /** In words how the value follows from the data where it is not given. */
  readonly computed?: string;
  /** It is how a result is got, like a cache, and decides nothing of what comes out. */
  readonly decides?: false;
  /** Other settings of the command that it wants, all of them, to have an effect. */
  readonly onlyWith?: OtherSettings;
  /** The same where one of several will do. */
  readonly onlyWithAny?: readonly OtherSettings[];
  /** Why it has none in a command, whatever else is given: "in hourglass". */
  readonly hasNoEffect?: string;
}

/**
 * Settings by their key, each with the values that will do, or those that will not, or merely given (a flag: on), or not.
 *
 * @example { quantizer: ['rq-vae'], groupBy: { not: ['none'] } }
 */
export type OtherSettings = Readonly<
  Record<string, readonly string[] | { readonly not: readonly string[] } | 'given' | 'missing'>
>;

/** Settings by their key in camel case. */
export type SettingsTable = Readonly<Record<string, Setting>>;

type ValueIn<S> = S extends { readonly kind: infer K } ? ValueOf<K> : never;

/** All settings of a table. */
export type SettingsOf<T> = {
  readonly [K in keyof T]: T[K] extends { readonly default: null }
    ? ValueIn<T[K]> | null
    : ValueIn<T[K]>;
};

/** The same where values that follow from the data are not known yet. */
export type OptionsOf<T> = {
  readonly [K in keyof T]: T[K] extends { readonly computed: string }
    ? ValueIn<T[K]> | undefined
    : SettingsOf<T>[K];
};

/** What was given of a table's settings; null and undefined: nothing. */
export type GivenOf<T> = { readonly [K in keyof T]?: ValueIn<T[K]> | null | undefined };

type Checked<T> = {
  [K in keyof T]: T[K] extends { readonly default: infer D }
    ? D extends ValueIn<T[K]> | null
      ? unknown
      : { readonly default: ValueIn<T[K]> | null }
    : T[K] extends { readonly required: true } | { readonly computed: string }
      ? unknown
      : { readonly required: true };
};

/**
 * Declares settings.
 *
 * @example
 * const settings = defineSettings({
 *   levels: { kind: positiveInt, default: 3, symbol: 'L', says: 'codebooks' },
 * });
 * type Config = SettingsOf<typeof settings>; // { readonly levels: number }
 */
export function defineSettings<const T extends SettingsTable>(table: T & Checked<T>): T {
  return table;
}

/** The settings of a table that have a default. */
export type DefaultsOf<T> = {
  readonly [
    K in keyof T as T[K] extends { readonly default: unknown } ? K : never
  ]: SettingsOf<T>[K];
};

export function defaultsOf<T extends SettingsTable>(table: T): DefaultsOf<T> {
  const entries = Object.entries(table).filter(([, setting]) => 'default' in setting);
  return Object.fromEntries(
    entries.map(([key, setting]) => [key, setting.default]),
  ) as DefaultsOf<T>;
}

/** Some settings of a table. */
export function pickSettings<T extends SettingsTable, const K extends keyof T & string>(
  table: T,
  keys: readonly K[],
): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, table[key]])) as Pick<T, K>;
}

/** The values of a table's settings, out of an object that has others too. */
export function valuesOf<T extends SettingsTable>(table: T, options: OptionsOf<T>): OptionsOf<T> {
  const keys = Object.keys(table) as (keyof T)[];
  return Object.fromEntries(keys.map((key) => [key, options[key]])) as OptionsOf<T>;
}

/** What is given of a table's settings, out of an object that has others too. */
export function givenIn<T extends SettingsTable>(table: T, given: GivenOf<T>): GivenOf<T> {
  const entries = Object.entries(withoutNothing(given)).filter(([key]) => key in table);
  return Object.fromEntries(entries) as GivenOf<T>;
}

/** All settings of a table but some. */
export function omitSettings<T extends SettingsTable, const K extends keyof T & string>(
  table: T,
  keys: readonly K[],
): Omit<T, K> {
  const rest = Object.entries(table).filter(([key]) => !(keys as readonly string[]).includes(key));
  return Object.fromEntries(rest) as Omit<T, K>;
}

/** The entries of an object that gives some settings of a table: each may be left out, and null takes one back. */
export function givenEntries<T extends SettingsTable>(
  table: T,
): { readonly [K in keyof T]: Schema<ValueIn<T[K]> | null | undefined> } {
  const entries = Object.entries(table).map(([key, { kind }]) => [key, v.nullish(ofConfig(kind))]);
  return Object.fromEntries(entries) as {
    readonly [K in keyof T]: Schema<ValueIn<T[K]> | null | undefined>;
  };
}

/** The schema of an object that gives some settings of a table. */
export function givenSchema<T extends SettingsTable>(table: T): Schema<GivenOf<T>> {
  return v.pipe(
    v.unknown(),
    v.check(isObject, 'an object'),
    objectOf(givenEntries(table)),
    v.transform(withoutNothing),
  );
}

/** What is neither null nor undefined. */
export function withoutNothing<T extends object>(given: T): T {
  const entries = Object.entries(given).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return Object.fromEntries(entries) as T;
}

/** A value of a kind as a configuration may have it; where the kind allows it, in the words of a command line: "1-4". */
function ofConfig<T>(kind: Kind<T>): Schema<T> {
  if (!kind.isReadFromText) return kind.schema;
  const word = v.pipe(
    v.unknown(),
    v.rawTransform<unknown, T>(({ dataset, addIssue, NEVER }) => {
      try {
        return kind.fromWord(String(dataset.value));
      } catch (error) {
        addIssue({ message: messageOf(error).replace(/^give /, '') });
        return NEVER;
      }
    }),
  );
  const isWord = (value: unknown): boolean =>
    typeof value === 'string' || typeof value === 'number';
  return v.lazy((value) => (isWord(value) ? word : kind.schema));
}

/**
 * What a configuration gives of a table's settings.
 *
 * @param where path of the object in the file, for messages
 * @throws UserError for a wrong value, and for an unknown key with the nearest that is known
 */
export function parseGiven<T extends SettingsTable>(
  table: T,
  json: unknown,
  where: string,
): GivenOf<T> {
  return parseJson(givenSchema(table), json, where);
}

/**
 * Puts defaults in the place of what was not given.
 *
 * @param where as for `parseGiven`
 * @throws UserError for a missing setting that is required
 */
export function completeSettings<T extends SettingsTable>(
  table: T,
  given: GivenOf<T>,
  where: string,
): OptionsOf<T> {
  const complete: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(table)) {
    const value = given[key] ?? setting.default;
    if (value === undefined && setting.required === true) {
      const path = where === '' ? key : `${where}.${key}`;
      parseJson(setting.kind.schema, undefined, path);
    }
    complete[key] = value;
  }
  return complete as OptionsOf<T>;
}

/** The schema of all settings of a table, as they stand in a record. */
export function settingsSchema<T extends SettingsTable>(table: T): Schema<SettingsOf<T>> {
  const entries = Object.entries(table).map(([key, { kind, ...setting }]) => {
    const schema = setting.default === null ? v.nullable(kind.schema) : kind.schema;
    return [key, setting.isOptionalInRecords ? v.exactOptional(schema, setting.default) : schema];
  });
  return objectOf(Object.fromEntries(entries) as v.ObjectEntries) as Schema<SettingsOf<T>>;
}

/**
 * All settings of a table, from a record.
 *
 * @param where as for `parseGiven`
 * @throws UserError for a missing, unknown or wrong one
 */
export function parseSettings<T extends SettingsTable>(
  table: T,
  json: unknown,
  where: string,
): SettingsOf<T> {
  return parseJson(settingsSchema(table), json, where);
}

/** "keepDays" -> "--keep-days" */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The words of a command line that gives these settings; null, undefined and false are left out. */
export function toWords<T extends SettingsTable>(table: T, given: GivenOf<T>): string[] {
  return Object.entries(table).flatMap(([key, { kind }]) => {
    const value: unknown = given[key];
    if (value === null || value === undefined || value === false) return [];
    return [flagOf(key), ...kind.toWords(value)];
  });
}

/** What a help text says of a setting: symbol, meaning, names to choose from, the paper's value, default. */
export function describeSetting(setting: Setting): string {
  const { kind, says, symbol, paper } = setting;
  return [
    symbol === undefined ? says : `${symbol}, ${says}`,
    ...(kind.names === undefined ? [] : [`: ${kind.names.join(', ')}`]),
    ...(paper === undefined ? [] : [`; paper: ${paper}`]),
    ...describeDefault(setting),
  ].join('');
}

function describeDefault(setting: Setting): string[] {
  const shown = defaultInWords(setting);
  return shown === undefined ? [] : [` (default: ${shown})`];
}

/** As it would be typed, or in words; undefined where there is none. */
export function defaultInWords({
  kind,
  otherwise,
  computed,
  ...rest
}: Setting): string | undefined {
  const value = rest.default;
  if (value === undefined || value === null || typeof value === 'boolean')
    return otherwise ?? computed;
  return kind.toWords(value).join(' ');
}
