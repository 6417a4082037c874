// Whole or not at all.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setting, systemErrorCode, UserError } from './errors.ts';
import { partialPath, sweepPartialsOf } from './partial-files.ts';

/**
 * Runs `write` on a temporary name beside `path` and renames it when whole, so that nothing half-written
 * ever has the final name. What was there under that name is replaced.
 */
export async function writeFileWhole(
  path: string,
  write: (temporaryPath: string) => Promise<void> | void,
): Promise<void> {
  const temporaryPath = partialPath(path);
  try {
    mkdirSync(dirname(path), { recursive: true });
    sweepPartialsOf(path);
    await write(temporaryPath);
    renameSync(temporaryPath, path);
  } catch (error) {
    removeLeftover(temporaryPath);
    throw explainWriteError(error, path);
  }
}

/** Never hides the fault that left it. */
function removeLeftover(path: string): void {
  try {
    rmSync(path, { force: true, recursive: true });
  } catch {
    // What cannot be removed was never made, or the disk has a fault that the first error tells of.
  }
}

/** JSON, indented, with a final newline; whole or not at all. */
export async function writeJsonWhole(path: string, value: unknown): Promise<void> {
  await writeFileWhole(path, (temporaryPath) => {
    // On the disk before it has its name: a machine that dies leaves the old file or the new one.
    writeFileSync(temporaryPath, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
  });
}

/**
 * Makes an output folder that appears under its final name only when `fill` has ended well.
 *
 * @throws UserError if the folder holds something and `force` is not set
 */
export async function writeFolderWhole(
  path: string,
  options: { readonly force: boolean },
  fill: (temporaryPath: string) => Promise<void>,
): Promise<void> {
  assertFolderIsFree(path, options);
  const temporaryPath = partialPath(path);
  try {
    sweepPartialsOf(path);
    rmSync(temporaryPath, { force: true, recursive: true });
    mkdirSync(temporaryPath, { recursive: true });
    await fill(temporaryPath);
    // Another process may have been as far.
    assertFolderIsFree(path, options);
    rmSync(path, { force: true, recursive: true });
    renameSync(temporaryPath, path);
  } catch (error) {
    removeLeftover(temporaryPath);
    throw explainWriteError(error, path);
  }
}

/** One of these is in every folder that sid has written. */
const MARKS: readonly string[] = ['run.json', 'corpus.json'];

/**
 * @throws UserError if `path` is a file; or a folder that holds something, and `force` is not set or it is no
 *   output of sid's: whatever else lies there is never deleted
 */
export function assertFolderIsFree(path: string, options: { readonly force: boolean }): void {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    throw new UserError(
      `${path} is a file, but a folder is to be written; choose another ${setting('out')}`,
    );
  }
  const names = readdirSync(path);
  if (names.length === 0) return;
  if (!names.some((name) => MARKS.includes(name))) {
    throw new UserError(
      `${path} holds files that are not sid's (no run.json), and is left alone; choose another ${setting('out')}`,
    );
  }
  if (!options.force) {
    throw new UserError(
      `${path} already holds a run; choose another ${setting('out')}, or add ${setting('force')} to replace it`,
    );
  }
}

/** Turns a full disk, a forbidden folder and the like into a line for the user; leaves the rest alone. */
export function explainWriteError(error: unknown, path: string): unknown {
  switch (systemErrorCode(error)) {
    case 'ENOSPC':
      return new UserError(`${path}: the disk is full; free some room and run the command again`);
    case 'EDQUOT':
      return new UserError(
        `${path}: the disk quota is used up; free some room and run the command again`,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UserError(
        `${path}: not writable; choose another ${setting('out')} or change its permissions`,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new UserError(
        `${path}: a part of this path is a file; choose another ${setting('out')}`,
      );
    case 'ENOENT':
      return isOfMaking(error) ? linkToNowhere(path) : error;
    default:
      return error;
  }
}

/** Folders are made with all that they lie in, so that nothing but a link can lack what is above. */
function isOfMaking(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
}

export function linkToNowhere(path: string): UserError {
  return new UserError(
    `${path}: a part of this path is a link to what is not there; choose another ${setting('out')}`,
  );
}
