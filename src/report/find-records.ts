// Finds every run.json below the given folders.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, normalize, resolve } from 'node:path';
import { readAnyRecord } from '../records/all-records.ts';
import { messageOf, UserError } from '../util/errors.ts';
import { isPartialName } from '../util/partial-files.ts';
import { foldersReadBy } from './follow-records.ts';
import { recordsOf } from './found-record.ts';
import type { FoundRecord } from './found-record.ts';

/** All records below some folders. */
export interface FoundRecords {
  readonly records: readonly FoundRecord[];
  /** A line for each run.json that could not be used. */
  readonly faults: readonly string[];
}

/**
 * Searches folders for run.json, in the order of names, so that the same folders give the same page; then what the
 * comparisons among them read elsewhere, as far as it is there. Links to folders and half-written outputs (`*.partial`)
 * are passed by.
 *
 * @throws UserError if a folder is missing, or none holds a record
 */
export function findRecords(folders: readonly string[]): FoundRecords {
  const records = new Map<string, FoundRecord>();
  const faults: string[] = [];
  const visit = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true });
    const isRecord = entries.some((entry) => entry.name === 'run.json' && entry.isFile());
    if (isRecord && !records.has(resolve(folder))) {
      try {
        records.set(resolve(folder), { folder, record: readAnyRecord(folder) });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        faults.push(messageOf(error));
      }
    }
    const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    for (const name of names.toSorted()) {
      if (!isPartialName(name)) visit(join(folder, name));
    }
  };
  for (const folder of folders) {
    if (!existsSync(folder) || !statSync(folder).isDirectory()) {
      throw new UserError(`${folder} is no folder; give output folders of sid, or one above them`);
    }
    visit(normalize(folder).replace(/(.)\/$/, '$1'));
  }
  const followed: FoundRecord[] = recordsOf([...records.values()], 'compare');
  // What is found on the way is followed too: a trial's semantic IDs, their quantizer.
  for (const found of followed) {
    for (const folder of foldersReadBy(found)) {
      if (!existsSync(folder) || !statSync(folder).isDirectory()) continue;
      const known = records.size;
      visit(folder);
      followed.push(...[...records.values()].slice(known));
    }
  }
  if (records.size === 0) {
    const nothing = `${folders.join(', ')}: no run.json lies below it; give output folders of sid commands`;
    throw new UserError(faults.at(0) ?? nothing);
  }
  return { records: [...records.values()], faults };
}
