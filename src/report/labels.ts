// What a record is called in charts.
import { nameOf } from './find-records.ts';
import type { FoundRecord } from './find-records.ts';
import { trialFolderOf } from './group-records.ts';
import type { RecordGroup } from './group-records.ts';
import type { ComparisonView } from './read-comparison.ts';

/**
 * What a record is called in charts: the lines of the table that its trial stands for (in a sweep, several may share
 * it), else its folder. Never empty.
 */
export type LabelsOf = (member: FoundRecord) => readonly string[];

/** @param view of the group's comparison, where it is one */
export function labelsOf(group: RecordGroup, view: ComparisonView | undefined): LabelsOf {
  const byFolder = new Map<string, string[]>();
  for (const { name, trialFolders } of view?.strategies ?? []) {
    for (const folder of trialFolders)
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), name]);
  }
  const names = group.members.map(nameOf);
  return (member) => {
    const trial = trialFolderOf(member, group.comparison);
    if (trial !== undefined) return byFolder.get(trial) ?? [trial];
    const name = nameOf(member);
    return [names.indexOf(name) === names.lastIndexOf(name) ? name : member.folder];
  };
}

/** Whether a record is of a trial that the comparison's table no longer has: an older config's. */
export function isLeftOver(
  member: FoundRecord,
  group: RecordGroup,
  view: ComparisonView | undefined,
): boolean {
  const trial = trialFolderOf(member, group.comparison);
  if (trial === undefined || view === undefined) return false;
  return view.strategies.every(({ trialFolders }) => !trialFolders.includes(trial));
}
