// A comparison with its trials.
import { basename, dirname } from 'node:path';
import { sidsOf } from './follow-records.ts';
import { pathParts, pathWithin, recordsOf } from './found-record.ts';
import type { FoundComparison, FoundRecord } from './found-record.ts';

/** Records that are shown together: a comparison with its trials, or those that belong to none. */
export interface RecordGroup {
  /** The `sid compare`; undefined for the last group. */
  readonly comparison: FoundComparison | undefined;
  /** Trials in a store that several comparisons share are in the group of each. */
  readonly members: readonly FoundRecord[];
}

/** A group for each comparison, in the order found, then one for all other records, where there are any. */
export function groupRecords(records: readonly FoundRecord[]): RecordGroup[] {
  const comparisons = recordsOf(records, 'compare');
  const others = records.filter(({ record }) => record.command !== 'compare');
  const groups = comparisons.map((comparison) => {
    const trials = others.filter((each) => trialFolderOf(each, comparison) !== undefined);
    const inputs = namesOfInputs(trials, others);
    const members = others.filter(
      (each) =>
        trials.includes(each) ||
        inputs.has(basename(each.folder)) ||
        // Folders come before what lies in them, so the last comparison around a record is the nearest.
        comparisons.findLast((outer) => pathWithin(outer, each) !== undefined) === comparison,
    );
    return { comparison, members: withoutCopies(members, comparison) };
  });
  const taken = new Set(groups.flatMap(({ members }) => members));
  const rest = others.filter((each) => !taken.has(each));
  return rest.length === 0 ? groups : [...groups, { comparison: undefined, members: rest }];
}

/**
 * The same trial or input may have been made in several places, under the same name, since that has a hash of all that
 * it depends on. The comparison's own is preferred, else the first.
 */
function withoutCopies(
  members: readonly FoundRecord[],
  comparison: FoundComparison,
): FoundRecord[] {
  const isOwn = (member: FoundRecord): boolean => pathWithin(comparison, member) !== undefined;
  const chosen = new Map<string, FoundRecord>();
  for (const member of members) {
    const trial = trialFolderOf(member, comparison);
    const parts = pathParts(member);
    const key = parts.slice(trial === undefined ? -1 : parts.indexOf(trial)).join('/');
    const other = chosen.get(key);
    if (other === undefined || (isOwn(member) && !isOwn(other))) chosen.set(key, member);
  }
  return [...chosen.values()];
}

/** "prefix-seed-1-59d1dca4a3" of a record of one of the comparison's trials; undefined for other records. */
export function trialFolderOf(
  member: FoundRecord,
  comparison: FoundComparison | undefined,
): string | undefined {
  if (comparison === undefined) return undefined;
  const trials = trialFoldersOf(comparison);
  const listed = pathParts(member).find((part) => trials.has(part));
  if (listed !== undefined) return listed;
  const [first, second] = pathWithin(comparison, member) ?? [];
  return first === 'trials' ? second : undefined;
}

const trialFolders = new WeakMap<FoundComparison, ReadonlySet<string>>();

/** Names of the folders of the trials in the table. They hold a hash of all that a trial depends on. */
function trialFoldersOf(comparison: FoundComparison): ReadonlySet<string> {
  const known = trialFolders.get(comparison);
  if (known !== undefined) return known;
  const { strategies } = comparison.record.metrics;
  const names = new Set(strategies.flatMap(({ folders }) => folders.map((each) => basename(each))));
  trialFolders.set(comparison, names);
  return names;
}

/** Names of the folders of the codes that trials read, and of the quantizers that those are from. */
function namesOfInputs(
  trials: readonly FoundRecord[],
  others: readonly FoundRecord[],
): ReadonlySet<string> {
  const codes = new Set(
    trials.flatMap((trial) => {
      const sids = sidsOf(trial);
      return sids === null ? [] : [basename(dirname(sids))];
    }),
  );
  const quantizers = recordsOf(others, 'assign')
    .filter(({ folder }) => codes.has(basename(folder)))
    .map(({ record }) => basename(record.config.rqvae));
  return new Set([...codes, ...quantizers]);
}
