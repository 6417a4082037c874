import { expect, test } from 'vitest';
import { clickLossRate, topImpressions } from '../../src/metrics/click-loss-rate.ts';

const probability = Float32Array.of(0.5, 0.25, 0.75, 0.125, 0.25);
const swapped = Float32Array.of(0.25, 0.25, NaN, 0.25, 0.125);

test('click loss rate, worked by hand', () => {
  // Without the third: before 0.5 + 0.25 + 0.125 + 0.25 = 1.125, after 0.875.
  const all = clickLossRate(probability, swapped, Int32Array.of(0, 1, 2, 3, 4));
  expect(all.rate).toBeCloseTo(-0.25 / 1.125, 12);
  expect(all.leftOut).toBeCloseTo(0.2, 12);
  // Of the first and the third: 0.5 to 0.25.
  expect(clickLossRate(probability, swapped, Int32Array.of(2, 0))).toEqual({
    rate: -0.5,
    leftOut: 0.5,
    isUnchanged: false,
  });
  // A rise is above 0.
  expect(clickLossRate(probability, swapped, Int32Array.of(3))).toMatchObject({
    rate: 1,
    leftOut: 0,
  });
});

test('unchanged: all that was swapped is the same to the bit, and something was', () => {
  const same = (...chosen: number[]): boolean =>
    clickLossRate(probability, swapped, Int32Array.from(chosen)).isUnchanged;
  expect([same(1), same(1, 2), same(1, 3), same(2), same()]).toEqual([
    ...[true, true, false, false, false],
  ]);
});

test('nothing to swap with: no rate', () => {
  const { rate, leftOut } = clickLossRate(probability, swapped, Int32Array.of(2));
  expect([rate, leftOut]).toEqual([NaN, 1]);
});

test('the highest percent, rounded up; of equals the first', () => {
  expect([...topImpressions(probability, 20)]).toEqual([2]);
  expect([...topImpressions(probability, 50)]).toEqual([2, 0, 1]);
  expect([...topImpressions(probability, 100)]).toEqual([2, 0, 1, 4, 3]);
});
