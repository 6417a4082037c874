import { expect, test } from 'vitest';
import { createCodeCounts } from '../../../src/quantizer/code/code-counts.ts';

test('usage and perplexity, by hand', () => {
  const counts = createCodeCounts([4, 5]);
  counts.add(Int32Array.of(0, 3, 1, 3, 2, 3));
  counts.add(Int32Array.of(3, 3));
  expect([...counts.ofLevel(0)]).toEqual([1, 1, 1, 1]);
  expect([...counts.ofLevel(1)]).toEqual([0, 0, 0, 4, 0]);
  const [first, second] = counts.usage();
  expect(first.usage).toBe(4);
  expect(first.perplexity).toBeCloseTo(4, 12);
  expect(second).toEqual({ usage: 1, perplexity: 1 });
  counts.reset();
  counts.add(Int32Array.of(0, 0, 0, 1, 0, 1, 1, 1));
  // entropy of 3/4, 1/4
  const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
  expect(counts.usage()[0].perplexity).toBeCloseTo(Math.exp(entropy), 12);
});
