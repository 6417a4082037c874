import { expect, test } from 'vitest';
import { AliasTable } from '../../../src/data/simulate/alias-table.ts';
import { Rng } from '../../../src/util/rng.ts';

test('draws in proportion to the weights, zeros never', () => {
  const weights = Float64Array.of(5, 0, 1, 0.5, 3.5);
  const table = new AliasTable(new Float64Array(5).fill(1));
  table.rebuild(weights);
  const rng = Rng.fromSeed(3);
  const counts = new Float64Array(5);
  const draws = 200_000;
  for (let i = 0; i < draws; i++) counts[table.draw(rng)]++;
  for (let i = 0; i < 5; i++) {
    const share = weights[i] / 10;
    const tolerance = 5 * Math.sqrt((share * (1 - share)) / draws);
    expect(Math.abs(counts[i] / draws - share)).toBeLessThanOrEqual(tolerance);
  }
});

test('all weights 0 is our fault', () => {
  expect(() => new AliasTable(new Float64Array(3))).toThrow(RangeError);
});
