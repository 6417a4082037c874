// What a record is called in charts.
import { basename } from 'node:path';
import { nameOf } from './found-record.ts';
import type { FoundRecord } from './found-record.ts';
import { trialFolderOf } from './group-records.ts';
import type { RecordGroup } from './group-records.ts';

/**
 * What a record is called in charts: the lines of the table that its trial stands for (in a sweep, several may share
 * it), else its folder. Never empty.
 */
export type LabelsOf = (member: FoundRecord) => readonly string[];

export function labelsOf(group: RecordGroup): LabelsOf {
  const byFolder = new Map<string, string[]>();
  for (const { strategy, folders } of group.comparison?.record.metrics.strategies ?? []) {
    for (const folder of folders.map((each) => basename(each))) {
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), strategy]);
    }
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
export function isLeftOver(member: FoundRecord, { comparison }: RecordGroup): boolean {
  const trial = trialFolderOf(member, comparison);
  if (trial === undefined || comparison === undefined) return false;
  const { strategies } = comparison.record.metrics;
  return !strategies.some(({ folders }) => folders.some((each) => basename(each) === trial));
}
