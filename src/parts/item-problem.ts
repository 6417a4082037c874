// What is wrong with an item: kept, never thrown.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import { boolean, integer, list, objectOf, string, union } from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';

const itemProblem = objectOf({
  item_id: union([integer, string()], 'an id'),
  /** From 1, in the catalog. */
  row: integer,
  problem: string(),
  /** Whether it has a row all the same, made from what is left. */
  kept: boolean(),
});

/** An item that was left out, or done without a part of it. */
export type ItemProblem = InferOutput<typeof itemProblem>;

/** The list in problems.json. */
export const itemProblems = list(itemProblem);

export const PROBLEMS_FILE = 'problems.json';

/** The list in a folder; none where it has no such file. */
export function readProblems(folder: string): readonly ItemProblem[] {
  const path = join(folder, PROBLEMS_FILE);
  return existsSync(path) ? parseFile(itemProblems, readJson(path), path) : [];
}
