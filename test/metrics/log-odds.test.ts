import { expect, test } from 'vitest';
import { logOddsScore } from '../../src/metrics/log-odds.ts';

test('by hand: 3 of 4 against 10 of 40', () => {
  // log(3.5 / 1.5) - log(10.5 / 30.5), over the root of 1/3.5 + 1/1.5 + 1/10.5 + 1/30.5
  const expected = (0.847298 + 1.06635) / Math.sqrt(0.285714 + 0.666667 + 0.095238 + 0.032787);
  expect(logOddsScore({ has: 3, of: 4 }, { has: 10, of: 40 })).toBeCloseTo(expected, 4);
});

test('as often as among all is 0, less often below, and a rare thing is no evidence', () => {
  expect(logOddsScore({ has: 10, of: 20 }, { has: 100, of: 200 })).toBe(0);
  expect(logOddsScore({ has: 0, of: 20 }, { has: 100, of: 200 })).toBeLessThan(-2);
  const rare = logOddsScore({ has: 1, of: 300 }, { has: 2, of: 9000 });
  const frequent = logOddsScore({ has: 150, of: 300 }, { has: 200, of: 9000 });
  expect(rare).toBeLessThan(3);
  expect(frequent).toBeGreaterThan(20);
});
