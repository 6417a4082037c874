import { readFileSync } from 'node:fs';
import { messageOf, systemErrorCode, UserError } from '../util/errors.ts';

/** @throws UserError if the file is missing or not JSON */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') throw new UserError(`${path} does not exist`);
    throw new UserError(`${path} is not valid JSON (${messageOf(error)})`);
  }
}
