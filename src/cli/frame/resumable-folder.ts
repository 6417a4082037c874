// A folder that is worked in, for --resume.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { assertFolderIsFree } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';

/** Flags of a command that can be interrupted and goes on with --resume. */
export interface ResumableOptions {
  readonly out: string;
  readonly resume?: true;
  readonly force?: true;
}

/**
 * The folder that is worked in; `finishFolder` gives it the name of --out when the run is whole.
 *
 * @throws UserError if --out is taken, if there is nothing to resume, or an interrupted run in the way
 */
export function startFolder(options: ResumableOptions): string {
  assertFolderIsFree(options.out, { force: options.force === true });
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
export function finishFolder(folder: string, { out, force }: ResumableOptions): void {
  if (force) rmSync(out, { force: true, recursive: true });
  mkdirSync(dirname(resolve(out)), { recursive: true });
  renameSync(folder, out);
}
