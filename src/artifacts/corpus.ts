// `corpus.json`, and where a corpus's files lie.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeJsonWhole } from '../util/atomic-output.ts';
import { messageOf, UserError } from '../util/errors.ts';

/** `corpus.json`: what a corpus folder holds. */
export interface CorpusInfo {
  readonly format: 'sid-corpus-1';
  /** Where it comes from: "simulate", "globo", "online-retail", "table". */
  readonly source: string;
  readonly numItems: number;
  readonly numUsers: number;
  /** Days are counted from 1 to this; every one has a file, if an empty one. */
  readonly numDays: number;
  /** UTC milliseconds at which day 1 begins. */
  readonly firstDayStartMs: number;
  /** Milliseconds in a day of this corpus: 24 hours, or longer where a calendar day holds too little. */
  readonly dayMs: number;
  /**
   * UTC milliseconds at which each day begins, then the end of the last: numDays + 1 values. Only where
   * days are not all of one length (a time zone with summer time). Read it through `dayStartMs`.
   */
  readonly dayStartsMs?: readonly number[];
  readonly impressionsPerDay: readonly number[];
  readonly clicksPerDay: readonly number[];
  /** Names of the float32 columns in the day files, in order. */
  readonly denseFeatures: readonly string[];
  /** D: floats in an item embedding. */
  readonly embeddingWidth: number;
  /** How non-clicks came about, one sentence; shown wherever a figure is shown. */
  readonly negativesRule: string;
  /** Anything else worth keeping: share of events without an embedding, time zone, world facts. */
  readonly notes: Readonly<Record<string, unknown>>;
}

/** A calendar day in milliseconds. */
export const CALENDAR_DAY_MS = 24 * 3600 * 1000;

/** File names within a corpus folder. */
export function corpusPath(
  corpus: string,
  file: 'corpus.json' | 'items.arrow' | 'users.arrow' | 'embeddings.arrow',
): string {
  return join(corpus, file);
}

/** `days/day-001.arrow`. @param day counted from 1 */
export function dayPath(corpus: string, day: number): string {
  return join(corpus, 'days', dayFileName(day));
}

/** `day-001.arrow`. @param day counted from 1 */
export function dayFileName(day: number): string {
  return `day-${String(day).padStart(3, '0')}.arrow`;
}

/** @throws UserError if the folder is no corpus */
export function readCorpusInfo(corpus: string): CorpusInfo {
  const path = corpusPath(corpus, 'corpus.json');
  if (!existsSync(path)) {
    throw new UserError(
      `${corpus} is no corpus (no corpus.json); make one with sid simulate or sid import`,
    );
  }
  let info: CorpusInfo;
  try {
    info = JSON.parse(readFileSync(path, 'utf8')) as CorpusInfo;
  } catch (error) {
    throw new UserError(`${path} is damaged (${messageOf(error)}); make the corpus again`);
  }
  if (info.format !== 'sid-corpus-1') {
    throw new UserError(
      `${path} has format "${String(info.format)}", not sid-corpus-1; make the corpus again`,
    );
  }
  assertFields(info, path);
  return info;
}

const NUMBERS = [
  'numItems',
  'numUsers',
  'numDays',
  'firstDayStartMs',
  'dayMs',
  'embeddingWidth',
] as const;
const LISTS = ['impressionsPerDay', 'clicksPerDay', 'denseFeatures'] as const;

function assertFields(info: CorpusInfo, path: string): void {
  const fault =
    NUMBERS.find((field) => !Number.isSafeInteger(info[field])) ??
    LISTS.find((field) => !Array.isArray(info[field]));
  if (fault === undefined) return;
  throw new UserError(`${path}: "${fault}" is missing or of another type; make the corpus again`);
}

/** Written last, so that a folder with a corpus.json is whole. */
export async function writeCorpusInfo(corpus: string, info: CorpusInfo): Promise<void> {
  await writeJsonWhole(corpusPath(corpus, 'corpus.json'), info);
}

/** UTC milliseconds at which a day begins. @param day counted from 1; one past the last gives the end */
export function dayStartMs(info: CorpusInfo, day: number): number {
  return info.dayStartsMs?.[day - 1] ?? info.firstDayStartMs + (day - 1) * info.dayMs;
}

/** @throws UserError if a day is not in the corpus */
export function assertDayInCorpus(info: CorpusInfo, day: number, flag: string): void {
  if (!Number.isInteger(day) || day < 1 || day > info.numDays) {
    throw new UserError(`${flag} ${day} is outside the corpus, which has days 1-${info.numDays}`);
  }
}
