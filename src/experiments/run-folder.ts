// A folder that is worked in until its run is whole, for commands that can be interrupted.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { assertFolderIsFree } from '../util/atomic-output.ts';
import { isLocked, unlockFolder } from '../util/folder-lock.ts';
import { setting, UserError } from '../util/errors.ts';
import { isPartialName, parsePartialName, sweepPartialsIn } from '../util/partial-files.ts';
import { lockWhenFree } from './lock-when-free.ts';

/** Where both trainers keep their checkpoint, within the folder. */
const CHECKPOINT = 'checkpoint';

/** Flags of a command that can be interrupted and goes on with --resume. */
export interface ResumableOptions {
  readonly out: string;
  readonly resume: boolean;
  readonly force: boolean;
}

/** Where a run works, and how that ends. */
export interface RunFolder {
  /** Claimed for this process; the final one where `isFinished`. */
  readonly path: string;
  /** With --resume: --out holds a finished run, whose settings the caller compares. */
  readonly isFinished: boolean;
  /** Gives it the name of --out. To be called when run.json is written. */
  finish(): void;
  /** In any case at last: lets others work in it, and removes it where there is nothing to go on from. */
  leave(): void;
}

/** The folder that a run works in. */
export function partialFolder(out: string): string {
  return `${out.replace(/\/+$/, '')}.partial`;
}

/**
 * Claims the folder of a run. What dead processes left in it is swept up; one that lives is waited for a while.
 *
 * @throws UserError if --out is taken, an interrupted run is in the way, or a process that does not end
 */
export async function startRun(
  options: ResumableOptions,
  say: (line: string) => void,
): Promise<RunFolder> {
  const { out, resume, force } = options;
  const path = partialFolder(out);
  if (!resume) assertFolderIsFree(out, { force });
  await lockWhenFree(path, say);
  const run = { ...createRunFolder(out, path, force), path };
  try {
    sweepPartialsIn(path);
    if (resume && !force && isFinished(path) && !isFinished(out)) {
      // It died when all but this was done.
      assertFolderIsFree(out, { force });
      run.finish();
    }
    if (resume && !force && isFinished(out)) {
      run.leave();
      sweepPartialsIn(out);
      return { ...run, path: out, isFinished: true };
    }
    assertFolderIsFree(out, { force });
    if (!resume && !force && canResume(path)) {
      throw new UserError(
        `${path} holds an interrupted run; add ${setting('resume')} to go on, or ${setting('force')} to begin anew`,
      );
    }
    if (resume && (force || !canResume(path)))
      say(`${out}: nothing to resume, begins from the beginning`);
    if (force || !resume || !hasCheckpoint(path)) clear(path);
    return { ...run, isFinished: false };
  } catch (error) {
    run.leave();
    throw error;
  }
}

function createRunFolder(
  out: string,
  path: string,
  force: boolean,
): Pick<RunFolder, 'finish' | 'leave'> {
  return {
    finish() {
      rmSync(join(path, CHECKPOINT), { force: true, recursive: true });
      if (force) rmSync(out, { force: true, recursive: true });
      mkdirSync(dirname(resolve(out)), { recursive: true });
      renameSync(path, out);
      unlockFolder(out);
    },
    leave() {
      if (!isLocked(path)) return;
      if (canResume(path)) unlockFolder(path);
      else rmSync(path, { force: true, recursive: true });
    },
  };
}

/** All that it takes to go on, or to be finished. */
function canResume(path: string): boolean {
  return hasCheckpoint(path) || isFinished(path);
}

/** Weights may lie in folders of it; a file among them is written last, and whole. */
function hasCheckpoint(path: string): boolean {
  const folder = join(path, CHECKPOINT);
  if (!existsSync(folder)) return false;
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.some((entry) => entry.isFile() && !isPartialName(entry.name));
}

function isFinished(folder: string): boolean {
  return existsSync(join(folder, 'run.json'));
}

/** All but the claims. */
function clear(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (parsePartialName(name) === undefined) {
      rmSync(join(folder, name), { force: true, recursive: true });
    }
  }
}
