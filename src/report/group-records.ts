import { pathWithin } from './find-records.ts';
import type { FoundRecord } from './find-records.ts';

/** Records that are shown together: a comparison with its trials, or those that belong to none. */
export interface RecordGroup {
  /** The `sid compare` or `sid quickstart`; undefined for the last group. */
  readonly comparison: FoundRecord | undefined;
  readonly members: readonly FoundRecord[];
}

const COMPARISONS: readonly string[] = ['compare', 'quickstart'];

/** A group for each comparison, in the order found, then one for all other records, where there are any. */
export function groupRecords(records: readonly FoundRecord[]): RecordGroup[] {
  const comparisons = records.filter(({ record }) => COMPARISONS.includes(record.command));
  const members = new Map<FoundRecord | undefined, FoundRecord[]>();
  for (const each of records) {
    if (comparisons.includes(each)) continue;
    // Folders come before what lies in them, so the last comparison around a record is the nearest.
    const owner = comparisons.findLast((comparison) => pathWithin(comparison, each) !== undefined);
    members.set(owner, [...(members.get(owner) ?? []), each]);
  }
  const groups = comparisons.map((comparison) => ({
    comparison,
    members: members.get(comparison) ?? [],
  }));
  const rest = members.get(undefined);
  return rest === undefined ? groups : [...groups, { comparison: undefined, members: rest }];
}

/** "prefix-seed-1-59d1dca4a3" of a record within a comparison's trials; undefined for other records. */
export function trialFolderOf(
  member: FoundRecord,
  { comparison }: RecordGroup,
): string | undefined {
  const path = comparison && pathWithin(comparison, member);
  return path?.[0] === 'trials' ? path[1] : undefined;
}
