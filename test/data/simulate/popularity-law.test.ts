import { expect, test } from 'vitest';
import { fitPopularityLaw, popularityWeight } from '../../../src/data/simulate/popularity-law.ts';

/** Plain check: many items, sorted, cut. */
function cuts(impressions: Float64Array): { head: number; torso: number } {
  const sorted = impressions.sort().reverse();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const top = (share: number): number =>
    sorted.slice(0, Math.round(share * sorted.length)).reduce((sum, value) => sum + value, 0) /
    total;
  return { head: top(0.001), torso: top(0.056) };
}

const SPREAD = Float64Array.of(0.1, 0.3, 0.6, 1, 1.6, 3);

test.each([
  ['all items alike', Float64Array.of(1)],
  ['items of unequal lives', SPREAD],
])('the cuts come out: %s', (_, factors) => {
  const law = fitPopularityLaw({ factors, impressionsPerUnit: 1e6 });
  const numRanks = 100_000;
  const impressions = Float64Array.from({ length: numRanks * factors.length }, (_, i) => {
    const rank = Math.floor(i / factors.length);
    return popularityWeight(law, (rank + 0.5) / numRanks) * factors[i % factors.length];
  });
  const { head, torso } = cuts(impressions);
  expect(head).toBeCloseTo(0.25, 1.9);
  expect(torso).toBeCloseTo(0.75, 1.9);
});

test('the weight falls, without a jump at the cuts', () => {
  const law = fitPopularityLaw({ factors: SPREAD, impressionsPerUnit: 100 });
  for (const cut of [0.001, 0.056]) {
    const ratio = popularityWeight(law, cut * 1.0001) / popularityWeight(law, cut * 0.9999);
    expect(ratio).toBeGreaterThan(0.999);
    expect(ratio).toBeLessThan(1);
  }
});

test.each([
  [100, 0.9124969482421875, 1.2749443054199219],
  [3, 1.1453460693359374, 1.2771415710449219],
])(
  'worlds of before are drawn again: every bit at %d impressions',
  (impressionsPerUnit, ...law) => {
    const { torsoExponent, tailExponent } = fitPopularityLaw({
      factors: SPREAD,
      impressionsPerUnit,
    });
    expect([torsoExponent, tailExponent]).toEqual(law);
  },
);
