// The records of all commands.
import { ANALYZE_RECORDS } from './analyze-records.ts';
import { assignRecord } from './assign-record.ts';
import { compareRecord } from './compare-record.ts';
import { decodeRecord } from './decode-record.ts';
import { describeRecord } from './describe-record.ts';
import { embedRecord } from './embed-record.ts';
import { evalDriftRecord } from './eval-drift-record.ts';
import { evalSegmentsRecord } from './eval-segments-record.ts';
import { exportRecord } from './export-record.ts';
import { groundRecord } from './ground-record.ts';
import { importCodebooksRecord } from './import-codebooks-record.ts';
import { importCodesRecord } from './import-codes-record.ts';
import { IMPORT_RECORDS } from './import-records.ts';
import { inspectRecord } from './inspect-record.ts';
import { mapRecord } from './map-record.ts';
import { retrieveRecord } from './retrieve-record.ts';
import { openRecord, parseRecord } from './run-record.ts';
import type { RecordKind, RecordOf } from './run-record.ts';
import { shuffleLabelsRecord } from './shuffle-labels-record.ts';
import { simulateRecord } from './simulate-record.ts';
import { trainRankerRecord } from './train-ranker-record.ts';
import { trainClipRecord } from './train-clip-record.ts';
import { trainRqVaeRecord } from './train-rqvae-record.ts';
import { verifyRecord } from './verify-record.ts';
import { whereRecord } from './where-record.ts';
import { UserError } from '../util/errors.ts';

/** Every kind of run.json. */
export const RECORD_KINDS = [
  simulateRecord,
  shuffleLabelsRecord,
  ...Object.values(IMPORT_RECORDS),
  importCodesRecord,
  importCodebooksRecord,
  groundRecord,
  describeRecord,
  embedRecord,
  retrieveRecord,
  trainClipRecord,
  trainRqVaeRecord,
  assignRecord,
  verifyRecord,
  inspectRecord,
  decodeRecord,
  exportRecord,
  trainRankerRecord,
  evalSegmentsRecord,
  evalDriftRecord,
  ...Object.values(ANALYZE_RECORDS),
  whereRecord,
  compareRecord,
  mapRecord,
] as const;

/** A record of any command; its `command` says which. */
export type AnyRecord = RecordOf<(typeof RECORD_KINDS)[number]>;

/** The record of one command among all. */
export type RecordFor<C extends AnyRecord['command']> = Extract<AnyRecord, { readonly command: C }>;

/** The kind of a command's records. */
export function findKind(command: string): RecordKind<string, object, object> | undefined {
  return RECORD_KINDS.find((kind) => kind.command === command);
}

/** @throws UserError if the folder has no run.json, or one that no command of this version writes */
export function readAnyRecord(folder: string): AnyRecord {
  const { path, command, json } = openRecord(folder);
  const kind = findKind(command);
  if (kind === undefined) {
    throw new UserError(`${path} is of sid ${command}, which this version does not have`);
  }
  return parseRecord(kind, json, path) as AnyRecord;
}
