// JSON with a line for what is wrong.
import { readFileSync } from 'node:fs';
import { parseJson } from '../schema/parse-json.ts';
import type { Schema } from '../schema/parse-json.ts';
import { messageOf, systemErrorCode, UserError } from '../util/errors.ts';

/** @throws UserError if the file is missing, a folder or not JSON */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    switch (systemErrorCode(error)) {
      case 'ENOENT':
        throw new UserError(`${path} does not exist; check the name`);
      case 'EISDIR':
        throw new UserError(`${path} is a folder; a JSON file is wanted`);
      case undefined:
        throw new UserError(`${path} is not valid JSON (${messageOf(error)}); mend the file`);
      default:
        throw error;
    }
  }
}

/** A file as its schema wants it. @throws UserError naming the file, and the key that is wrong */
export function readJsonAs<T>(schema: Schema<T>, path: string): T {
  const json = readJson(path);
  try {
    return parseJson(schema, json, '');
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${path}: ${error.message}`);
    throw error;
  }
}
