import { expect, test } from 'vitest';
import { createCodeTree } from '../../src/metrics/code-tree.ts';

const codes_NL = Int32Array.of(7, 1, 7, 1, 7, 2, 7, 0, 3, 5, 4, 5);

test('first-level codes with their second-level ones, the smallest put together', () => {
  expect(createCodeTree(codes_NL, 2, [10, 20, 30, 40, 50, 60], 2)).toEqual([
    {
      code: 7,
      codes: 1,
      items: 4,
      impressions: 100,
      children: [
        { code: 1, codes: 1, items: 2, impressions: 30 },
        { code: 0, codes: 1, items: 1, impressions: 40 },
        { code: null, codes: 1, items: 1, impressions: 30 },
      ],
    },
    {
      code: 3,
      codes: 1,
      items: 1,
      impressions: 50,
      children: [{ code: 5, codes: 1, items: 1, impressions: 50 }],
    },
    { code: null, codes: 1, items: 1, impressions: 60 },
  ]);
});

test('one level has no children', () => {
  const nodes = createCodeTree(Int32Array.of(2, 0, 2), 1, [0, 1, 0], 64);
  expect(nodes).toEqual([
    { code: 2, codes: 1, items: 2, impressions: 0 },
    { code: 0, codes: 1, items: 1, impressions: 1 },
  ]);
});
