// JSON files with a schema; a line for what is wrong.
import { readFileSync } from 'node:fs';
import { parseJson } from '../schema/parse-json.ts';
import type { Schema } from '../schema/parse-json.ts';
import { messageOf, systemErrorCode, UserError } from '../util/errors.ts';

/**
 * @param remedy for a file that is not JSON
 * @throws UserError if the file is missing, a folder or not JSON
 */
export function readJson(path: string, remedy = 'mend the file'): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    switch (systemErrorCode(error)) {
      case 'ENOENT':
        throw new UserError(`${path} does not exist; check the name`);
      case 'EISDIR':
        throw new UserError(`${path} is a folder; a JSON file is wanted`);
      case undefined:
        throw new UserError(`${path} is not valid JSON (${messageOf(error)}); ${remedy}`);
      default:
        throw error;
    }
  }
}

/**
 * What a file holds, as its schema wants it.
 *
 * @param remedy for a file that a program wrote: "train again"
 * @throws UserError naming file, field and remedy
 */
export function parseFile<T>(schema: Schema<T>, json: unknown, path: string, remedy?: string): T {
  try {
    return parseJson(schema, json, '');
  } catch (error) {
    const why = `${path}: ${messageOf(error)}`;
    throw new UserError(remedy === undefined ? why : `${why}; ${remedy}`);
  }
}

/** The same of JSON that is a part of a file. */
export function parseFileText<T>(
  schema: Schema<T>,
  text: string | undefined,
  path: string,
  remedy: string,
): T {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '');
  } catch (error) {
    throw new UserError(`${path} is damaged (${messageOf(error)}); ${remedy}`);
  }
  return parseFile(schema, json, path, remedy);
}
