import { describe, expect, test } from 'vitest';
import type { CorpusInfo } from '../../src/artifacts/corpus.ts';
import type { ImpressionBatch } from '../../src/artifacts/impressions.ts';
import { createImpressionCheck } from '../../src/data/validate-impressions.ts';
import { UserError } from '../../src/util/errors.ts';

const DAY_MS = 1000;

const INFO: CorpusInfo = {
  format: 'sid-corpus-1',
  source: 'test',
  numItems: 3,
  numUsers: 2,
  numDays: 2,
  firstDayStartMs: 5000,
  dayMs: DAY_MS,
  impressionsPerDay: [0, 0],
  clicksPerDay: [0, 0],
  denseFeatures: ['price'],
  embeddingWidth: 1,
  negativesRule: '',
  notes: {},
};

/** Two rows of day 2, valid but for what is given. */
function batchOf(change: Partial<Record<keyof ImpressionBatch, number[]>>): ImpressionBatch {
  return {
    userIndex: Int32Array.from(change.userIndex ?? [0, 1]),
    itemIndex: Int32Array.from(change.itemIndex ?? [2, 0]),
    timeMs: Float64Array.from(change.timeMs ?? [6000, 6999]),
    label: Uint8Array.from(change.label ?? [0, 1]),
    dense: [Float32Array.from(change.dense ?? [0.5, -1])],
  };
}

describe('createImpressionCheck', () => {
  test('lets valid rows pass, also of equal times and over several batches', () => {
    const check = createImpressionCheck(INFO, 2, 'day-002.arrow');
    check(batchOf({ timeMs: [6000, 6000] }));
    check(batchOf({ timeMs: [6000, 6999] }));
    check(batchOf({ userIndex: [], itemIndex: [], timeMs: [], label: [], dense: [] }));
  });

  test.each([
    ['label 2', { label: [0, 2] }, 'row 2: label is 2'],
    ['time before the day', { timeMs: [5999, 6000] }, 'row 1: time .* is outside day 2'],
    ['time at the end of the day', { timeMs: [6000, 7000] }, 'row 2: time .* is outside day 2'],
    ['time going back', { timeMs: [6500, 6400] }, 'row 2: time .* before that of the row above'],
    ['user out of range', { userIndex: [0, 2] }, 'row 2: user_index 2 is outside'],
    ['item out of range', { itemIndex: [3, 0] }, 'row 1: item_index 3 is outside'],
    ['negative item', { itemIndex: [-1, 0] }, 'row 1: item_index -1 is outside'],
    ['NaN feature', { dense: [0, NaN] }, 'row 2: price is NaN'],
  ])('names file and row: %s', (_, change, message) => {
    const run = (): void => createImpressionCheck(INFO, 2, 'day-002.arrow')(batchOf(change));
    expect(run).toThrow(UserError);
    expect(run).toThrow(new RegExp(`^day-002.arrow, ${message}`));
  });

  test('counts rows and time over batches', () => {
    const check = createImpressionCheck(INFO, 2, 'day.arrow');
    check(batchOf({ timeMs: [6000, 6500] }));
    expect(() => check(batchOf({ timeMs: [6400, 6600] }))).toThrow(/^day.arrow, row 3: time/);
  });

  test('reads the begins of days that differ in length', () => {
    const info = { ...INFO, dayStartsMs: [5000, 5900, 7100] };
    const check = createImpressionCheck(info, 2, 'day.arrow');
    check(batchOf({ timeMs: [5900, 7099] }));
    const late = createImpressionCheck(info, 2, 'day.arrow');
    expect(() => late(batchOf({ timeMs: [5900, 7100] }))).toThrow(/row 2: time/);
  });
});
