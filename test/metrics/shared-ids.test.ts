import { expect, test } from 'vitest';
import { measureSharedIds } from '../../src/metrics/shared-ids.ts';

test('duplicates are told from collisions; a group with both is a collision', () => {
  const groups = { group_N: Int32Array.of(0, 0, 1, 1, 1, 2, 3, 3), numGroups: 4 };
  const rows_ND = Float32Array.of(
    // The same content, once twice as long.
    ...[1, 2, 2, 4],
    // Two of one content and another.
    ...[1, 0, 1, 0, 0, 1],
    ...[3, 3],
    // A millionth apart in angle: cosine 1 - 5e-13, the same; and a vector without a direction is only itself.
    ...[1, 0, 1, 1e-6],
  );
  const { collisions, ...figures } = measureSharedIds(groups, rows_ND, 2);
  expect(figures).toEqual({ sharing: 7, duplicates: 4, colliding: 3, largest: 3 });
  expect(collisions).toEqual([Int32Array.of(2, 3, 4)]);
});

test('cosines a little below 1 - 1e-6 are other contents', () => {
  const groups = { group_N: Int32Array.of(0, 0), numGroups: 1 };
  const at = (angle: number) =>
    measureSharedIds(groups, Float32Array.of(1, 0, Math.cos(angle), Math.sin(angle)), 2);
  // cos 0.0013 = 1 - 8.5e-7, cos 0.0015 = 1 - 1.1e-6
  expect(at(0.0013)).toMatchObject({ duplicates: 2, colliding: 0 });
  expect(at(0.0015)).toMatchObject({ duplicates: 0, colliding: 2 });
});

test('collisions come largest first', () => {
  const groups = { group_N: Int32Array.of(0, 0, 1, 1, 1), numGroups: 2 };
  const { collisions } = measureSharedIds(groups, Float32Array.of(1, -1, 1, -1, 2), 1);
  expect(collisions).toEqual([Int32Array.of(2, 3, 4), Int32Array.of(0, 1)]);
});

test('a row of zeros is another content than one with a direction', () => {
  const groups = { group_N: Int32Array.of(0, 0, 1, 1), numGroups: 2 };
  const rows_ND = Float32Array.of(...[0, 0, 1, 2], ...[0, 0, 0, 0]);
  expect(measureSharedIds(groups, rows_ND, 2)).toMatchObject({ duplicates: 2, colliding: 2 });
});
