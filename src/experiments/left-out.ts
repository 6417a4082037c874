// Why an item has no embedding: the finished steps that went without it.
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EMBEDDINGS_FILE } from '../artifacts/embeddings-file.ts';
import { readJson } from '../artifacts/json-file.ts';
import { PROBLEMS_FILE, readProblems } from '../parts/item-problem.ts';
import { isObject } from '../schema/json.ts';

/** Settings of `sid embed` and `sid train-clip` that name outputs of steps over the same catalog. */
const SOURCES = ['boxes', 'texts', 'clip', 'pictureFeatures', 'textFeatures'];

export interface LeftOut {
  /** What the steps said, each once. */
  readonly reasons: readonly string[];
  /** Outputs that were made without the item or without a part of it: all are to be made again once that is mended. */
  readonly folders: readonly string[];
}

/**
 * Goes back from an output to what it was made from, by the records, and forth to what beside it was made from that too.
 *
 * @returns undefined: the output does not say that it left the item out
 */
export function findLeftOut(item: number | string, folder: string): LeftOut | undefined {
  const own = problemsOf(item, folder);
  if (!own.some(({ kept }) => !kept)) return undefined;
  const isWithout = (each: string): boolean => problemsOf(item, each).length > 0;
  const back = [folder, ...sourcesOf(folder)].filter(isWithout);
  const forth = foldersBeside(folder).filter(
    (each) => sourcesOf(each).some((source) => includesPath(back, source)) && isWithout(each),
  );
  const folders = [...back, ...forth].filter(
    (each, i, all) => !includesPath(all.slice(0, i), each),
  );
  const told = back.flatMap((each) => problemsOf(item, each).filter(({ kept }) => !kept));
  const reasons: string[] = [];
  for (const { problem } of told) {
    if (!reasons.some((reason) => reason.includes(problem))) reasons.push(problem);
  }
  return { reasons, folders };
}

function foldersBeside(folder: string): string[] {
  const parent = dirname(folder);
  return readdirSync(parent)
    .sort()
    .map((name) => join(parent, name))
    .filter((path) => existsSync(join(path, PROBLEMS_FILE)));
}

function includesPath(paths: readonly string[], path: string): boolean {
  return paths.some((each) => resolve(each) === resolve(path));
}

function problemsOf(item: number | string, folder: string) {
  return readProblems(folder).filter(({ item_id }) => item_id === item);
}

/** Folders that an output was made from, with what those were made from. */
function sourcesOf(folder: string): string[] {
  const path = join(folder, 'run.json');
  const record = existsSync(path) ? readJson(path) : undefined;
  const config = isObject(record) && isObject(record.config) ? record.config : {};
  const paths = SOURCES.flatMap((key) => config[key]).filter((each) => typeof each === 'string');
  const folders = paths.map((each) => (basename(each) === EMBEDDINGS_FILE ? dirname(each) : each));
  return folders.flatMap((each) => [each, ...sourcesOf(each)]);
}
