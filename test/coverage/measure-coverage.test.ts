import { expect, test } from 'vitest';
import { measureCoverage } from './measure-coverage.ts';

const repeated = (bySeed: readonly number[], ci95: readonly [number, number]) => ({
  bySeed,
  ci95,
  ci95OneSeed: null,
  ...{ betweenSeeds: 1, usersAndItems: 3 },
});

test('by hand: the truth of each is the mean of the others', () => {
  // Means 1, 3, 5; of the others 4, 3, 2.
  const { mean, spread, believedSpread, intervals } = measureCoverage(
    [repeated([0, 2], [0, 3.9]), repeated([3, 3], [2, 4]), repeated([4, 6], [2, 6])],
    2,
  );
  expect([mean, spread, believedSpread]).toEqual([3, 2, 2]);
  expect(intervals.seedsUsersItems.coveredPercent).toBeCloseTo(200 / 3, 10);
  expect(intervals.seedsUsersItems.halfWidth).toBeCloseTo((1.95 + 1 + 2) / 3, 10);
  expect(intervals.usersItemsOneSeed.coveredPercent).toBeNaN();
  // Over 1 -+ 12.7, 3 -+ 0, 5 -+ 12.7.
  expect(intervals.seedsAlone.coveredPercent).toBe(100);
  // First seeds 0, 3, 4: of 0 and 3 the truth is 5, of 3 and 4 it is 1, of 4 and 0 it is 3.
  expect(intervals.repetitions.coveredPercent).toBe(100);
});
