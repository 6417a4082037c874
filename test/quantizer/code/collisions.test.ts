import { expect, test } from 'vitest';
import { createCollisionMeter } from '../../../src/quantizer/code/collisions.ts';

test.each([
  ['exact', [4, 5, 6]],
  ['hashed', [2 ** 20, 2 ** 20, 2 ** 20]],
])('collisions by hand, %s keys', (_, codebookSizes) => {
  const meter = createCollisionMeter(codebookSizes);
  meter.add(Int32Array.of(0, 1, 2, 3, 3, 3, 0, 1, 2));
  meter.add(Int32Array.of(0, 2, 1, 0, 1, 2, 3, 3, 3));
  expect(meter.finish()).toEqual({
    items: 6,
    semanticIds: 3,
    itemsPerSemanticId: 2,
    sharingShare: 5 / 6,
    largest: 3,
  });
});

test('no items', () => {
  expect(createCollisionMeter([2, 2]).finish()).toMatchObject({ items: 0, sharingShare: 0 });
});
