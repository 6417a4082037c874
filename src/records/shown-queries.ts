// Queries with their nearest items, to look at: `shown.json` beside the run.json of a `sid retrieve`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import {
  amount,
  boolean,
  byName,
  figure,
  list,
  nullable,
  objectOf,
  string,
  wordOf,
} from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';

/** How an item or a query looks. */
const look = objectOf({
  title: nullable(string()),
  /** Data URL. */
  picture: nullable(string()),
});

const shownQuery = objectOf({
  id: string(),
  look,
  why: wordOf('drawn', 'worst'),
  /** Ids of items; the first of them where there are many. */
  wanted: list(string()),
  numWanted: amount,
  answers: list(
    objectOf({
      embedding: string(),
      /** Of the first wanted item. */
      rank: figure,
      nearest: list(objectOf({ id: string(), cosine: figure, isWanted: boolean() })),
    }),
  ),
});

const shownQueries = objectOf({
  queries: list(shownQuery),
  /** By id. */
  items: byName(look),
});

export type ItemLook = InferOutput<typeof look>;
export type ShownQuery = InferOutput<typeof shownQuery>;
export type ShownQueries = InferOutput<typeof shownQueries>;

export const SHOWN_FILE = 'shown.json';

/** Undefined where the folder has none. @throws UserError if it has another form */
export function readShownQueries(folder: string): ShownQueries | undefined {
  const path = join(folder, SHOWN_FILE);
  return existsSync(path) ? parseFile(shownQueries, readJson(path), path) : undefined;
}
