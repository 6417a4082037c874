// `corpus.json`, and where a corpus's files lie.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  amount,
  byName,
  check,
  exactOptional,
  integer,
  isObject,
  list,
  literal,
  number,
  objectOf,
  pipe,
  string,
  unknown,
} from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import { writeJsonWhole } from '../util/atomic-output.ts';
import { UserError } from '../util/errors.ts';
import { parseFile, readJson } from './json-file.ts';

const FORMAT = 'sid-corpus-1';
const REMEDY = 'make the corpus again';

/** `corpus.json`: what a corpus folder holds. */
const corpusSchema = pipe(
  objectOf({
    format: literal(FORMAT),
    /** Where it comes from: "simulate", "globo", "online-retail", "table". */
    source: string(),
    numItems: amount,
    numUsers: amount,
    /** Days are counted from 1 to this; every one has a file, if an empty one. */
    numDays: amount,
    /** UTC milliseconds at which day 1 begins. */
    firstDayStartMs: integer,
    /** Milliseconds in a day of this corpus: 24 hours, or longer where a calendar day holds too little. */
    dayMs: amount,
    /**
     * UTC milliseconds at which each day begins, then the end of the last: numDays + 1 values. Only where
     * days are not all of one length (a time zone with summer time). Read it through `dayStartMs`.
     */
    dayStartsMs: exactOptional(list(integer)),
    impressionsPerDay: list(amount),
    clicksPerDay: list(amount),
    /** Rows of prior-clicks.arrow; left out where there is no such file. */
    numPriorClicks: exactOptional(amount),
    /** Names of the float32 columns in the day files, in order. */
    denseFeatures: list(string()),
    /** Names of the text columns of items.arrow that are categories of the items; left out where there are none. */
    categories: exactOptional(list(string())),
    /** D: floats in an item embedding. */
    embeddingWidth: amount,
    /** How non-clicks came about, one sentence; shown wherever a figure is shown. */
    negativesRule: string(),
    /**
     * The lowest NE of what tells clicks from sampled non-clicks without knowing item or user (`StandingProbe`); 1 is
     * nothing. Only where it could be measured.
     */
    negativesProbeNe: exactOptional(number()),
    /** Anything else worth keeping: share of events without an embedding, time zone, world facts. */
    notes: byName(unknown()),
  }),
  check(
    ({ numDays, impressionsPerDay, clicksPerDay }) =>
      impressionsPerDay.length === numDays && clicksPerDay.length === numDays,
    'of as many days as it has counts',
  ),
);
export type CorpusInfo = InferOutput<typeof corpusSchema>;

/** A calendar day in milliseconds. */
export const CALENDAR_DAY_MS = 24 * 3600 * 1000;

/** File names within a corpus folder. */
export function corpusPath(
  corpus: string,
  file: 'corpus.json' | 'items.arrow' | 'users.arrow' | 'embeddings.arrow' | 'prior-clicks.arrow',
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
  const json = readJson(path, REMEDY);
  const format = isObject(json) ? json.format : undefined;
  if (format !== FORMAT) {
    throw new UserError(`${path} has format "${String(format)}", not ${FORMAT}; ${REMEDY}`);
  }
  return parseFile(corpusSchema, json, path, REMEDY);
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
