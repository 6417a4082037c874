import { nameOf } from './find-records.ts';
import type { FoundRecord } from './find-records.ts';
import { trialFolderOf } from './group-records.ts';
import type { RecordGroup } from './group-records.ts';
import type { ComparisonView } from './read-comparison.ts';

/** What a record is called in charts: the strategy of its trial, else its folder. */
export type LabelOf = (member: FoundRecord) => string;

/** @param view of the group's comparison, where it is one */
export function labelsOf(group: RecordGroup, view: ComparisonView | undefined): LabelOf {
  const byFolder = new Map(
    view?.strategies.flatMap(({ name, trialFolders }) =>
      trialFolders.map((folder) => [folder, name] as const),
    ),
  );
  const names = group.members.map(nameOf);
  return (member) => {
    const trial = trialFolderOf(member, group);
    if (trial !== undefined) return byFolder.get(trial) ?? trial;
    const name = nameOf(member);
    return names.indexOf(name) === names.lastIndexOf(name) ? name : member.folder;
  };
}

/** Whether a record is of a trial that the comparison's table no longer has: an older config's. */
export function isLeftOver(
  member: FoundRecord,
  group: RecordGroup,
  view: ComparisonView | undefined,
): boolean {
  const trial = trialFolderOf(member, group);
  return (
    trial !== undefined &&
    view?.strategies.every(({ trialFolders }) => !trialFolders.includes(trial)) === true
  );
}
