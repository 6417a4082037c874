// Checks rows as they are read.
import { dayStartMs } from '../artifacts/corpus.ts';
import type { CorpusInfo } from '../artifacts/corpus.ts';
import type { ImpressionBatch } from '../artifacts/impressions.ts';
import { UserError } from '../util/errors.ts';

/** Looks at the next batch of a day's file; keeps the row number and the last time between batches. */
export type ImpressionCheck = (batch: ImpressionBatch) => void;

/**
 * Checks the values of one day's impressions, batch by batch in file order.
 *
 * The check throws a UserError with file and row (counted from 1) at the first label other than 0 or 1,
 * time outside the day or before the row above, user or item that the corpus does not have, or dense
 * value that is NaN or infinite.
 *
 * @param day counted from 1
 * @param path the day's file, for messages
 */
export function createImpressionCheck(
  info: CorpusInfo,
  day: number,
  path: string,
): ImpressionCheck {
  const startMs = dayStartMs(info, day);
  const endMs = dayStartMs(info, day + 1);
  let rowsBefore = 0;
  let lastMs = startMs;
  return (batch) => {
    const fail = (row: number, fault: string): never => {
      throw new UserError(`${path}, row ${rowsBefore + row + 1}: ${fault}; make the corpus again`);
    };
    const { userIndex, itemIndex, timeMs, label, dense } = batch;
    for (let row = 0; row < label.length; row++) {
      if (label[row] > 1) fail(row, `label is ${label[row]}, but 0 (not clicked) or 1 is wanted`);
      const time = timeMs[row];
      if (!(time >= startMs && time < endMs)) {
        fail(row, `time ${isoTime(time)} is outside day ${day}, which begins ${isoTime(startMs)}`);
      }
      if (time < lastMs) fail(row, `time ${isoTime(time)} is before that of the row above`);
      lastMs = time;
      if (!(userIndex[row] >= 0 && userIndex[row] < info.numUsers)) {
        fail(row, `user_index ${userIndex[row]} is outside the corpus's ${info.numUsers} users`);
      }
      if (!(itemIndex[row] >= 0 && itemIndex[row] < info.numItems)) {
        fail(row, `item_index ${itemIndex[row]} is outside the corpus's ${info.numItems} items`);
      }
    }
    dense.forEach((values, f) => {
      for (let row = 0; row < values.length; row++) {
        if (!Number.isFinite(values[row])) fail(row, `${info.denseFeatures[f]} is ${values[row]}`);
      }
    });
    rowsBefore += label.length;
  };
}

function isoTime(timeMs: number): string {
  const isInRange = Math.abs(timeMs) <= 8.64e15;
  return isInRange ? new Date(timeMs).toISOString() : String(timeMs);
}
