// One process at a time in a folder, and an end to it when that process ends.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePartialName } from './partial-files.ts';
import { ownMark, stateOf } from './process-mark.ts';
import type { ProcessMark } from './process-mark.ts';

/** Its file is named "owner.partial-MARK": what a dead process has locked is swept up like all that it left. */
const OWNER = 'owner';

/** Who else works in a folder. */
export interface Owner {
  readonly mark: ProcessMark;
  /** The lock's file, which a user may remove. */
  readonly path: string;
}

/**
 * Claims a folder for this process until it ends or `unlockFolder` is called. Claims of dead processes do not count.
 * Two that lock at the same time may both be refused, never both succeed: each writes its own lock before it looks
 * for others.
 *
 * @returns who has it, undefined: this process
 */
export function lockFolder(folder: string): Owner | undefined {
  mkdirSync(folder, { recursive: true });
  const owner = ownerOf(folder);
  if (owner !== undefined) return owner;
  writeFileSync(lockPath(folder), '');
  const other = ownersOf(folder).find(({ mark }) => mark !== ownMark());
  if (other !== undefined) unlockFolder(folder);
  return other;
}

/** @param folder locked by this process; it may have another name since */
export function unlockFolder(folder: string): void {
  rmSync(lockPath(folder), { force: true });
}

/** Whether this process has locked a folder. */
export function isLocked(folder: string): boolean {
  return existsSync(lockPath(folder));
}

/** Who works in a folder; undefined: nobody that lives. */
export function ownerOf(folder: string): Owner | undefined {
  return ownersOf(folder)[0];
}

/** Who of those that live has locked a folder. */
function ownersOf(folder: string): Owner[] {
  return readdirSync(folder)
    .map((name) => ({ path: join(folder, name), ...parsePartialName(name) }))
    .filter((each): each is Owner & { whole: string } => each.whole === OWNER)
    .filter(({ mark }) => stateOf(mark) !== 'gone');
}

function lockPath(folder: string): string {
  return join(folder, `${OWNER}.partial-${ownMark()}`);
}
