// What one reading of a log says of its items, users and days.
import { dayPath } from '../../artifacts/corpus.ts';
import type { CorpusInfo } from '../../artifacts/corpus.ts';
import { readDay } from '../../artifacts/impressions.ts';
import { createImpressionCheck } from '../../data/validate-impressions.ts';
import { hashInts } from '../../util/hash.ts';
import { InterruptedError } from '../../util/errors.ts';
import type { LogWatch } from './user-similarity.ts';

/** Counts over a log; days are counted from 1, 0 where there is none. */
export interface LoggedCounts {
  readonly firstDay_N: Int32Array;
  readonly lastDay_N: Int32Array;
  /** The first day on which an item was shown often. */
  readonly oftenDay_N: Int32Array;
  /** Impressions, clicks and clicks expected at each day's mean rate, by the half that a user is in. */
  readonly impressions_N: readonly [Float64Array, Float64Array];
  readonly clicks_N: readonly [Float64Array, Float64Array];
  readonly expected_N: readonly [Float64Array, Float64Array];
  /** Of the last day; and the clicks before it. */
  readonly onLastDay_N: Float64Array;
  readonly clicksBefore_N: Float64Array;
  /** Users with an impression, by day. */
  readonly usersByDay: readonly number[];
  readonly itemsByDay: readonly number[];
  readonly numUsers: number;
}

/** An item shown so often on a day would be seen again if it lived. */
export const SHOWN_OFTEN = 10;

/** Reads every day once. Memory: some numbers for each item and user. */
export async function countLog(
  corpus: string,
  info: CorpusInfo,
  watch: LogWatch,
): Promise<LoggedCounts> {
  const { numItems, numUsers, numDays } = info;
  const ofHalves = (): [Float64Array, Float64Array] => [
    new Float64Array(numItems),
    new Float64Array(numItems),
  ];
  const counts = {
    firstDay_N: new Int32Array(numItems),
    lastDay_N: new Int32Array(numItems),
    oftenDay_N: new Int32Array(numItems),
    impressions_N: ofHalves(),
    clicks_N: ofHalves(),
    expected_N: ofHalves(),
    onLastDay_N: new Float64Array(numItems),
    clicksBefore_N: new Float64Array(numItems),
    usersByDay: new Array<number>(numDays).fill(0),
    itemsByDay: new Array<number>(numDays).fill(0),
  };
  const half_V = Uint8Array.from({ length: numUsers }, (_, user) => hashInts(0x68616c66, user) & 1);
  const userDay_V = new Int32Array(numUsers);
  const shownToday_N = new Int32Array(numItems);
  let users = 0;
  for (let day = 1; day <= numDays; day++) {
    const rate = info.clicksPerDay[day - 1] / Math.max(1, info.impressionsPerDay[day - 1]);
    const path = dayPath(corpus, day);
    const check = createImpressionCheck(info, day, path);
    shownToday_N.fill(0);
    for await (const batch of readDay(path, [])) {
      if (watch.shouldStop()) throw new InterruptedError('stopped; nothing was written');
      check(batch);
      const { userIndex, itemIndex, label } = batch;
      for (let row = 0; row < label.length; row++) {
        const [user, item] = [userIndex[row], itemIndex[row]];
        if (userDay_V[user] !== day) {
          if (userDay_V[user] === 0) users += 1;
          userDay_V[user] = day;
          counts.usersByDay[day - 1] += 1;
        }
        if (shownToday_N[item]++ === 0) {
          if (counts.firstDay_N[item] === 0) counts.firstDay_N[item] = day;
          counts.lastDay_N[item] = day;
          counts.itemsByDay[day - 1] += 1;
        }
        if (shownToday_N[item] === SHOWN_OFTEN && counts.oftenDay_N[item] === 0) {
          counts.oftenDay_N[item] = day;
        }
        const half = half_V[user];
        counts.impressions_N[half][item] += 1;
        counts.clicks_N[half][item] += label[row];
        counts.expected_N[half][item] += rate;
        if (day === numDays) counts.onLastDay_N[item] += 1;
        else counts.clicksBefore_N[item] += label[row];
      }
    }
    watch.onProgress({ stage: 'reading the log', done: day, total: numDays, unit: 'days' });
  }
  return { ...counts, numUsers: users };
}
