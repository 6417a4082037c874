// JSON with a line for what is wrong.
import { readFileSync } from 'node:fs';
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
