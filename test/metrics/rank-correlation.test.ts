import { expect, test } from 'vitest';
import { rankCorrelation } from '../../src/metrics/rank-correlation.ts';
import { Rng } from '../../src/util/rng.ts';

const rng = () => Rng.fromSeed(1);

test('by hand: one order, the opposite, two neighbors changed about, a tie', () => {
  expect(rankCorrelation([1, 2, 9], [0, 5, 6], rng()).value).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 9], [6, 5, 0], rng()).value).toBeCloseTo(-1, 12);
  // Differences of ranks 1, 1, 0, 0: 1 - 6 * 2 / (4 * 15)
  expect(rankCorrelation([1, 2, 3, 4], [2, 1, 3, 4], rng()).value).toBeCloseTo(0.8, 12);
  // Ranks 1.5, 1.5, 3 against 1, 2, 3: 1.5 / sqrt(1.5 * 2)
  expect(rankCorrelation([7, 7, 8], [1, 2, 3], rng()).value).toBeCloseTo(Math.sqrt(0.75), 12);
  expect(rankCorrelation([7, 7, 7], [1, 2, 3], rng())).toEqual({ value: NaN, ci95: undefined });
});

test('of pairs without relation most intervals hold 0, of related ones none', () => {
  const draws = Rng.fromSeed(6);
  let [held, heldRelated] = [0, 0];
  for (let world = 0; world < 20; world++) {
    const x = Array.from({ length: 40 }, () => draws.normal());
    const noise = x.map(() => draws.normal());
    const interval = (y: readonly number[]) => rankCorrelation(x, y, draws).ci95 ?? [1, -1];
    const [low, high] = interval(noise);
    held += Number(low <= 0 && high >= 0);
    heldRelated += Number(interval(x.map((each, i) => each + noise[i] / 2))[0] <= 0);
  }
  expect(held).toBeGreaterThanOrEqual(17);
  expect(heldRelated).toBe(0);
});
