// Names of what is not whole yet, and the end of what dead processes left.
import { readdirSync, rmSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MARK_PATTERN, ownMark, stateOf } from './process-mark.ts';
import type { ProcessMark } from './process-mark.ts';

const PARTIAL = new RegExp(String.raw`^(.*)\.partial(?:-(${MARK_PATTERN}))?$`);

/** Where this process writes what will be `path` when it is whole. */
export function partialPath(path: string): string {
  return `${resolve(path)}.partial-${ownMark()}`;
}

/** Whether a file's or folder's name is of something that is not whole: "a.partial" or "a.partial-MARK". */
export function isPartialName(name: string): boolean {
  return PARTIAL.test(name);
}

/** "a.partial-MARK" into "a" and the mark; undefined for other names. */
export function parsePartialName(name: string): { whole: string; mark: ProcessMark } | undefined {
  const [, whole, mark] = PARTIAL.exec(name) ?? [];
  return mark === undefined ? undefined : { whole, mark };
}

/** Removes what dead processes left of `path`. */
export function sweepPartialsOf(path: string): void {
  const folder = dirname(resolve(path));
  sweep(folder, (whole) => whole === basename(path));
}

/** Removes what dead processes left anywhere in a folder. What belongs to a process that lives stays. */
export function sweepPartialsIn(folder: string): void {
  sweep(folder, () => true);
  for (const entry of entriesOf(folder)) {
    if (entry.isDirectory()) sweepPartialsIn(join(folder, entry.name));
  }
}

function sweep(folder: string, isMeant: (whole: string) => boolean): void {
  for (const { name } of entriesOf(folder)) {
    const partial = parsePartialName(name);
    if (partial === undefined || !isMeant(partial.whole)) continue;
    if (stateOf(partial.mark) === 'gone') {
      rmSync(join(folder, name), { force: true, recursive: true });
    }
  }
}

/** None where the folder is missing or no folder. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
