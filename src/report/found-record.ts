// A record that was found, of any command.
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import type { AnyRecord, RecordFor } from '../records/all-records.ts';

/** A run.json and where it lies. */
export interface FoundRecord<R extends AnyRecord = AnyRecord> {
  /** As given and found: "runs/tiny/trials/prefix-seed-1-59d1dca4a3/run". */
  readonly folder: string;
  readonly record: R;
}

/** The record of a `sid compare`. */
export type FoundComparison = FoundRecord<RecordFor<'compare'>>;

/** Whether a record is of a command. */
export function isOf<C extends AnyRecord['command']>(
  found: FoundRecord,
  command: C,
): found is FoundRecord<RecordFor<C>> {
  return found.record.command === command;
}

/** Those of one command. */
export function recordsOf<C extends AnyRecord['command']>(
  records: readonly FoundRecord[],
  command: C,
): FoundRecord<RecordFor<C>>[] {
  return records.filter((each) => isOf(each, command));
}

/** The folder's own name. */
export function nameOf({ folder }: FoundRecord): string {
  return basename(resolve(folder));
}

/** The parts of a record's path. */
export function pathParts({ folder }: FoundRecord): string[] {
  return folder.split(sep);
}

/** The parts of the path from `outer` to `inner`; undefined where it does not lie within. */
export function pathWithin(outer: FoundRecord, inner: FoundRecord): string[] | undefined {
  const path = relative(outer.folder, inner.folder);
  const isOutside = path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
  return isOutside ? undefined : path.split(sep);
}
