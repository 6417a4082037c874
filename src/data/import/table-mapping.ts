// The mapping file of `sid import table`.
import { dirname, isAbsolute, join } from 'node:path';
import { parseFile, readJson } from '../../artifacts/json-file.ts';
import {
  array,
  exactOptional,
  isObject,
  lazy,
  minLength,
  objectOf,
  pipe,
  string,
  transform,
} from '../../schema/json.ts';
import type { InferOutput, Schema } from '../../schema/json.ts';
import { flag, oneOf, text } from '../../schema/kinds.ts';
import { UserError } from '../../util/errors.ts';
import { TIME_FEATURE_NAMES } from '../queries/time-features.ts';

/** Units of whole or decimal numbers that stand for a time since 1970 UTC. */
export const TIME_UNITS = ['s', 'ms', 'us', 'ns'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

const listOfTexts = array(text.schema, 'a text or a list of texts');

/** One text stands for a list of one. */
const texts: Schema<readonly string[]> = lazy((input) =>
  typeof input === 'string'
    ? pipe(
        text.schema,
        transform((one) => [one]),
      )
    : listOfTexts,
);

const someTexts = pipe(texts, minLength(1, 'a text or a list of at least one'));

const timeObject = objectOf({
  column: text.schema,
  /** For numbers. */
  unit: exactOptional(oneOf(TIME_UNITS).schema, 'ms'),
  /** For text, as in strptime: "%d.%m.%Y %H:%M". Without it text is read as ISO 8601. */
  format: exactOptional(text.schema),
  /** Clock of times that do not say theirs. */
  timeZone: exactOptional(text.schema, 'UTC'),
});

/** A column, or an object that says more about it. */
function columnOr<T>(object: Schema<T>): Schema<T> {
  return lazy((input) =>
    isObject(input)
      ? object
      : pipe(
          string('a text or an object'),
          transform((column): unknown => ({ column })),
          object,
        ),
  );
}

const historyObject = objectOf({
  column: text.schema,
  /** What stands between the ids of a text; without it a list column, or text like ["a", "b"]. */
  separator: exactOptional(text.schema),
  /** Whether the newest click stands first. */
  newestFirst: exactOptional(flag.schema, false),
});

const categoriesObject = objectOf({
  columns: someTexts,
  /** A file of items; those of the embeddings where not given. */
  file: exactOptional(text.schema),
  /** Its column with the item's id; that of the embeddings where not given. */
  id: exactOptional(text.schema),
});

/** Columns, or an object that says more about them. */
const categories = lazy((input) =>
  isObject(input)
    ? categoriesObject
    : pipe(
        someTexts,
        transform((columns): unknown => ({ columns })),
        categoriesObject,
      ),
);

const mappingSchema = objectOf({
  /** Files of the log, of one kind; `*` in a name stands for any text. Relative to the mapping file. */
  events: someTexts,
  user: text.schema,
  item: text.schema,
  time: columnOr(timeObject),
  /** Lists of the items that the user clicked before, oldest first. */
  history: exactOptional(columnOr(historyObject)),
  /** 1 or true clicked, 0 or false not. Without it every row is a click and negatives are sampled. */
  label: exactOptional(text.schema),
  /** Number columns that a ranker knows before the click. */
  dense: exactOptional(texts, []),
  /** Whether hour and weekend on the local clock are dense features too. */
  timeFeatures: exactOptional(flag.schema, true),
  /** Columns of a file of items that are categories of theirs: topic, publisher. */
  categories: exactOptional(categories),
  embeddings: objectOf({
    file: text.schema,
    id: text.schema,
    /** One list column ... */
    column: exactOptional(text.schema),
    /** ... or one column for each float. */
    columns: exactOptional(someTexts),
    /** ... or all columns that begin so, in the order of the file. */
    columnPrefix: exactOptional(text.schema),
  }),
});

/** Which columns of which files are what: the JSON file of `sid import table`, its defaults filled in. */
export type TableMapping = InferOutput<typeof mappingSchema>;

/** @throws UserError naming the file and the key, with the nearest known name for a misspelled one */
export function readTableMapping(path: string): TableMapping {
  const mapping = parseFile(mappingSchema, readJson(path), path);
  assertOneSource(mapping, path);
  assertDenseNames(mapping, path);
  assertCategoryNames(mapping, path);
  const inFolder = (file: string): string => (isAbsolute(file) ? file : join(dirname(path), file));
  const { events, embeddings, categories } = mapping;
  return {
    ...mapping,
    events: events.map(inFolder),
    embeddings: { ...embeddings, file: inFolder(embeddings.file) },
    ...(categories?.file === undefined
      ? {}
      : { categories: { ...categories, file: inFolder(categories.file) } }),
  };
}

function assertOneSource({ embeddings }: TableMapping, path: string): void {
  const { column, columns, columnPrefix } = embeddings;
  const given = [column, columns, columnPrefix].filter((value) => value !== undefined);
  if (given.length !== 1) {
    throw new UserError(
      `${path}: "embeddings" must have one of "column" (a list column), "columns" (a list of names) ` +
        `and "columnPrefix"`,
    );
  }
}

/** Names of the day files' other columns cannot be those of dense features. */
function assertDenseNames({ dense, timeFeatures }: TableMapping, path: string): void {
  dense.forEach((name, i) => {
    if (dense.indexOf(name) < i) throw new UserError(`${path}: "dense" names "${name}" twice`);
    if (['user_index', 'item_index', 'time_ms', 'label'].includes(name)) {
      throw new UserError(
        `${path}: a dense feature cannot be called "${name}", as a corpus has that column; rename it`,
      );
    }
    if (timeFeatures && TIME_FEATURE_NAMES.includes(name)) {
      throw new UserError(
        `${path}: "${name}" is a time feature already; rename the column, or set "timeFeatures" to false`,
      );
    }
  });
}

/** A category is a column of items.arrow, and stands in lists with commas between. */
function assertCategoryNames({ categories }: TableMapping, path: string): void {
  const columns = categories?.columns ?? [];
  columns.forEach((name, i) => {
    if (columns.indexOf(name) < i) {
      throw new UserError(`${path}: "categories" names "${name}" twice`);
    }
    if (name === 'item_id' || name === 'none' || name.includes(',')) {
      const why =
        name === 'item_id' ? 'as a corpus has that column' : 'where lists have commas and "none"';
      throw new UserError(
        `${path}: a category cannot be called "${name}", ${why}; rename the column`,
      );
    }
  });
}
