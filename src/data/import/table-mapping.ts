// The mapping file of `sid import table`.
import { dirname, isAbsolute, join } from 'node:path';
import { readJson } from '../../artifacts/read-json.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { TIME_FEATURE_NAMES } from '../queries/time-features.ts';

/** Units of whole or decimal numbers that stand for a time since 1970 UTC. */
export const TIME_UNITS = ['s', 'ms', 'us', 'ns'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** Which columns of which files are what: the JSON file of `sid import table`. */
export interface TableMapping {
  /** Files of the log, of one kind; `*` in a name stands for any text. Relative to the mapping file. */
  readonly events: readonly string[];
  readonly user: string;
  readonly item: string;
  readonly time: {
    readonly column: string;
    /** For numbers. Default ms. */
    readonly unit: TimeUnit;
    /** For text, as in strptime: "%d.%m.%Y %H:%M". Without it text is read as ISO 8601. */
    readonly format?: string;
    /** Clock of times that do not say theirs. Default UTC. */
    readonly timeZone: string;
  };
  /** 1 or true clicked, 0 or false not. Without it every row is a click and negatives are sampled. */
  readonly label?: string;
  /** Number columns that a ranker knows before the click. */
  readonly dense: readonly string[];
  /** Whether hour and weekend on the local clock are dense features too. Default true. */
  readonly timeFeatures: boolean;
  readonly embeddings: {
    readonly file: string;
    readonly id: string;
    /** One list column ... */
    readonly column?: string;
    /** ... or one column for each float. */
    readonly columns?: readonly string[];
    /** ... or all columns that begin so, in the order of the file. */
    readonly columnPrefix?: string;
  };
}

type Json = Readonly<Record<string, unknown>>;

/** @throws UserError naming the file and the field, with the nearest known name for a misspelt one */
export function readTableMapping(path: string): TableMapping {
  const json = asObject(readJson(path), path, 'the mapping');
  const keys = ['events', 'user', 'item', 'time', 'label', 'dense', 'timeFeatures', 'embeddings'];
  assertKnownKeys(json, keys, path, '');
  const inFolder = (file: string): string => (isAbsolute(file) ? file : join(dirname(path), file));
  const label = optional(json, 'label', path, '', asText);
  const dense = optional(json, 'dense', path, '', asTexts) ?? [];
  const hasTimeFeatures = optional(json, 'timeFeatures', path, '', asBoolean) ?? true;
  assertDenseNames(dense, hasTimeFeatures, path);
  const embeddings = asObject(required(json, 'embeddings', path, ''), path, '"embeddings"');
  return {
    events: asSomeTexts(required(json, 'events', path, ''), path, '"events"').map(inFolder),
    user: asText(required(json, 'user', path, ''), path, '"user"'),
    item: asText(required(json, 'item', path, ''), path, '"item"'),
    time: parseTime(required(json, 'time', path, ''), path),
    ...(label === undefined ? {} : { label }),
    dense,
    timeFeatures: hasTimeFeatures,
    embeddings: parseEmbeddings(embeddings, path, inFolder),
  };
}

function parseTime(value: unknown, path: string): TableMapping['time'] {
  if (typeof value === 'string') return { column: value, unit: 'ms', timeZone: 'UTC' };
  const time = asObject(value, path, '"time"');
  assertKnownKeys(time, ['column', 'unit', 'format', 'timeZone'], path, 'time.');
  const unit = optional(time, 'unit', path, 'time.', asText) ?? 'ms';
  if (!TIME_UNITS.includes(unit as TimeUnit)) {
    throw new UserError(`${path}: "time.unit" is "${unit}"; known: ${TIME_UNITS.join(', ')}`);
  }
  const format = optional(time, 'format', path, 'time.', asText);
  return {
    column: asText(required(time, 'column', path, 'time.'), path, '"time.column"'),
    unit: unit as TimeUnit,
    timeZone: optional(time, 'timeZone', path, 'time.', asText) ?? 'UTC',
    ...(format === undefined ? {} : { format }),
  };
}

function parseEmbeddings(
  json: Json,
  path: string,
  inFolder: (file: string) => string,
): TableMapping['embeddings'] {
  const at = 'embeddings.';
  assertKnownKeys(json, ['file', 'id', 'column', 'columns', 'columnPrefix'], path, at);
  const column = optional(json, 'column', path, at, asText);
  const columns = optional(json, 'columns', path, at, asSomeTexts);
  const columnPrefix = optional(json, 'columnPrefix', path, at, asText);
  const given = [column, columns, columnPrefix].filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw new UserError(
      `${path}: "embeddings" must have one of "column" (a list column), "columns" (a list of names) ` +
        `and "columnPrefix"`,
    );
  }
  return {
    file: inFolder(asText(required(json, 'file', path, at), path, '"embeddings.file"')),
    id: asText(required(json, 'id', path, at), path, '"embeddings.id"'),
    ...(column === undefined ? {} : { column }),
    ...(columns === undefined ? {} : { columns }),
    ...(columnPrefix === undefined ? {} : { columnPrefix }),
  };
}

function assertKnownKeys(json: Json, known: readonly string[], path: string, at: string): void {
  for (const key of Object.keys(json)) {
    if (!known.includes(key)) {
      throw new UserError(`${path}: unknown field "${at}${key}"; ${suggestName(key, known)}`);
    }
  }
}

function required(json: Json, key: string, path: string, at: string): unknown {
  if (json[key] === undefined) throw new UserError(`${path}: "${at}${key}" is missing; add it`);
  return json[key];
}

function optional<T>(
  json: Json,
  key: string,
  path: string,
  at: string,
  parse: (value: unknown, path: string, what: string) => T,
): T | undefined {
  return json[key] === undefined ? undefined : parse(json[key], path, `"${at}${key}"`);
}

function asObject(value: unknown, path: string, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new UserError(`${path}: ${what} must be an object in braces`);
}

function asText(value: unknown, path: string, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new UserError(`${path}: ${what} must be a text, not ${JSON.stringify(value)}`);
}

function asBoolean(value: unknown, path: string, what: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new UserError(`${path}: ${what} must be true or false, not ${JSON.stringify(value)}`);
}

function asTexts(value: unknown, path: string, what: string): string[] {
  if (Array.isArray(value)) return value.map((element) => asText(element, path, `each of ${what}`));
  return [asText(value, path, what)];
}

function asSomeTexts(value: unknown, path: string, what: string): string[] {
  const texts = asTexts(value, path, what);
  if (texts.length === 0)
    throw new UserError(`${path}: ${what} is an empty list; name at least one`);
  return texts;
}

/** Names of the day files' other columns cannot be those of dense features. */
function assertDenseNames(dense: readonly string[], hasTimeFeatures: boolean, path: string): void {
  dense.forEach((name, i) => {
    if (dense.indexOf(name) < i) throw new UserError(`${path}: "dense" names "${name}" twice`);
    if (['user_index', 'item_index', 'time_ms', 'label'].includes(name)) {
      throw new UserError(
        `${path}: a dense feature cannot be called "${name}", as a corpus has that column; rename it`,
      );
    }
    if (hasTimeFeatures && TIME_FEATURE_NAMES.includes(name)) {
      throw new UserError(
        `${path}: "${name}" is a time feature already; rename the column, or set "timeFeatures" to false`,
      );
    }
  });
}
