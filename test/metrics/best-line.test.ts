import { expect, test } from 'vitest';
import { bestLine } from '../../src/metrics/best-line.ts';

test('the least mean, and what three seeds do not tell from it', () => {
  const best = bestLine([
    { name: 'a', values: [0.9, 0.95, 1] },
    { name: 'close', values: [0.91, 0.93, 1.03] },
    { name: 'worse, whatever the seed', values: [0.92, 0.97, 1.02] },
    { name: 'not measured', values: [0.1, NaN, 0.1] },
  ]);
  expect(best?.name).toBe('a');
  expect(best?.mean).toBeCloseTo(0.95, 12);
  expect(best?.tied).toEqual(['close']);
});

test('one seed tells nothing apart; no line, no best', () => {
  expect(
    bestLine([
      { name: 'a', values: [1] },
      { name: 'b', values: [2] },
    ])?.tied,
  ).toEqual(['b']);
  expect(bestLine([{ name: 'a', values: [] }])).toBeUndefined();
});
