import { expect, test } from 'vitest';
import { Rng } from '../../../src/util/rng.ts';
import { createItemSampler } from './item-popularity.ts';

test('head, torso and tail have 25, 50 and 25 % of the draws', () => {
  const [numItems, numDraws] = [100_000, 400_000];
  const draw = createItemSampler(numItems);
  const rng = Rng.fromSeed(1);
  const counts = { head: 0, torso: 0, tail: 0 };
  for (let i = 0; i < numDraws; i++) {
    const item = draw(rng);
    if (item < 0.001 * numItems) counts.head += 1;
    else if (item < 0.056 * numItems) counts.torso += 1;
    else counts.tail += 1;
  }
  expect(counts.head / numDraws).toBeCloseTo(0.25, 1.7);
  expect(counts.torso / numDraws).toBeCloseTo(0.5, 1.7);
  expect(counts.tail / numDraws).toBeCloseTo(0.25, 1.7);
});
