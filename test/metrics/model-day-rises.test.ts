import { expect, test } from 'vitest';
import { ownModelOf, risesAboveOwn, summarizeRises } from '../../src/metrics/model-day-rises.ts';

test('the own model of a day is the newest that was there at its end, else the first', () => {
  const own = [1, 2, 3, 4, 5, 6, 7].map((day) => ownModelOf([2, 5], day));
  expect(own).toEqual([0, 0, 0, 0, 1, 1, 1]);
});

const matrix = {
  modelDays: [1, 2, 3],
  days: [1, 2, 3, 4],
  ne: [
    [0.8, 0.9, 0.88, 0.96],
    [0.84, 0.75, 0.84, 0.9],
    [0.88, 0.78, 0.8, 0.8],
  ],
};

test('rises by hand: percent above the own model, which is at 0', () => {
  const rises = risesAboveOwn(matrix);
  expect(rises[0]).toEqual([0, 20, 10, 20].map((each) => expect.closeTo(each, 9) as number));
  expect(rises[2]).toEqual([10, 4, 0, 0].map((each) => expect.closeTo(each, 9) as number));
});

test('backward is the last model on earlier days, forward the first on later ones; day 4 has no own model', () => {
  const { backward, backwardMean, forwardMean } = summarizeRises(matrix);
  expect([...backward.keys()]).toEqual([1, 2]);
  expect(backward.get(2)).toBeCloseTo(4, 9);
  expect(backwardMean).toBeCloseTo(7, 9);
  expect(forwardMean).toBeCloseTo(15, 9);
});

test('a day without impressions is left out of the means; one model has nothing to compare', () => {
  const ne = matrix.ne.map((row) => row.map((each, column) => (column === 0 ? NaN : each)));
  expect(summarizeRises({ ...matrix, ne }).backwardMean).toBeCloseTo(4, 9);
  const alone = summarizeRises({ modelDays: [3], days: [3, 4], ne: [[0.9, 0.9]] });
  expect([alone.backwardMean, alone.forwardMean]).toEqual([NaN, NaN]);
});
