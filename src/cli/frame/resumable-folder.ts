// A folder that is worked in, for --resume.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { assertFolderIsFree } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import type { TrainingOut } from './common-flags.ts';

/**
 * The folder that is worked in; `finishFolder` gives it the name of --out when the run is whole.
 *
 * @throws UserError if --out is taken, if there is nothing to resume, or an interrupted run in the way
 */
export function startFolder(options: TrainingOut): string {
  assertFolderIsFree(options.out, { force: options.force });
  const folder = `${options.out.replace(/\/+$/, '')}.partial`;
  if (options.resume) {
    if (!existsSync(folder)) {
      throw new UserError(`${options.out} has no interrupted run to resume; leave --resume out`);
    }
    return folder;
  }
  if (existsSync(folder) && !options.force) {
    throw new UserError(
      `${folder} holds an interrupted run; add --resume to go on, or --force to begin anew`,
    );
  }
  rmSync(folder, { force: true, recursive: true });
  return folder;
}

/** Gives the folder its final name. */
export function finishFolder(folder: string, { out, force }: TrainingOut): void {
  if (force) rmSync(out, { force: true, recursive: true });
  mkdirSync(dirname(resolve(out)), { recursive: true });
  renameSync(folder, out);
}
