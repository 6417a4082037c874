import { expect, test } from 'vitest';
import { hitsAtK } from '../../src/metrics/hits-at-k.ts';
import { chanceGroup, expectedRank } from '../../src/metrics/rank-group.ts';
import type { RankGroup } from '../../src/metrics/rank-group.ts';
import { recallAtK } from '../../src/metrics/recall-at-k.ts';
import { reciprocalRank } from '../../src/metrics/reciprocal-rank.ts';

const alone = (rank: number): RankGroup => ({ above: rank - 1, tied: 1, relevant: 1 });

test('without ties: rank 3 is a hit from k = 3 on, and its reciprocal is 1/3', () => {
  expect([1, 2, 3, 4].map((k) => hitsAtK(alone(3), k))).toEqual([0, 0, 1, 1]);
  expect(reciprocalRank(alone(3))).toBeCloseTo(1 / 3, 12);
  expect(expectedRank(alone(3))).toBe(3);
});

test('a tie by hand: 2 relevant of 4 tied behind 1', () => {
  const group = { above: 1, tied: 4, relevant: 2 };
  // The first relevant one is at place 1, 2 or 3 of the tied with 1/2, 1/3, 1/6.
  expect(hitsAtK(group, 1)).toBe(0);
  expect(hitsAtK(group, 2)).toBeCloseTo(1 / 2, 12);
  expect(hitsAtK(group, 3)).toBeCloseTo(5 / 6, 12);
  expect(hitsAtK(group, 4)).toBe(1);
  expect(reciprocalRank(group)).toBeCloseTo(1 / 2 / 2 + 1 / 3 / 3 + 1 / 6 / 4, 12);
  expect(expectedRank(group)).toBeCloseTo(1 + 5 / 3, 12);
  expect(recallAtK([group], 2, 3)).toBeCloseTo(1 / 2, 12);
});

test('recall@k by hand: relevant items at ranks 1, 3 and 7', () => {
  const groups = [alone(1), alone(3), alone(7)];
  expect([1, 2, 3, 6, 7, 10].map((k) => recallAtK(groups, 3, k))).toEqual(
    [1, 1, 2, 2, 3, 3].map((found) => found / 3),
  );
});

test('an embedding that gives all items one vector scores what chance does', () => {
  const group = chanceGroup(50, 1);
  for (const k of [1, 5, 10]) expect(hitsAtK(group, k)).toBeCloseTo(k / 50, 12);
  expect(recallAtK([chanceGroup(50, 4)], 4, 10)).toBeCloseTo(10 / 50, 12);
  // All four kinds of 3 items in any order: (1 + 1/2 + 1/3) / 3.
  expect(reciprocalRank(chanceGroup(3, 1))).toBeCloseTo(11 / 18, 12);
  expect(hitsAtK(chanceGroup(3, 1), 10)).toBe(1);
});

/** All orders of the tied, one by one. */
function byOrders(group: RankGroup, figure: (rank: number) => number): number {
  const orders = (places: number, relevant: number): number[][] =>
    places === 0
      ? [[]]
      : [0, 1].flatMap((kind) =>
          (kind === 1 ? relevant : places - relevant) === 0
            ? []
            : orders(places - 1, relevant - kind).map((rest) => [kind, ...rest]),
        );
  const all = orders(group.tied, group.relevant);
  const figures = all.map((order) => figure(group.above + order.indexOf(1) + 1));
  return figures.reduce((a, b) => a + b, 0) / all.length;
}

test('a tie is the mean over all its orders', () => {
  for (const above of [0, 2]) {
    for (let tied = 1; tied <= 8; tied++) {
      for (let relevant = 1; relevant <= tied; relevant++) {
        const group = { above, tied, relevant };
        expect(expectedRank(group)).toBeCloseTo(
          byOrders(group, (rank) => rank),
          10,
        );
        expect(reciprocalRank(group)).toBeCloseTo(
          byOrders(group, (rank) => 1 / rank),
          10,
        );
        for (const k of [1, 3, 5]) {
          expect(hitsAtK(group, k)).toBeCloseTo(
            byOrders(group, (rank) => Number(rank <= k)),
            10,
          );
        }
      }
    }
  }
});
