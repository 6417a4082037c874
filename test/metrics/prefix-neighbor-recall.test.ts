import { expect, test } from 'vitest';
import { groupByPrefixes } from '../../src/metrics/groups.ts';
import { prefixNeighborRecall } from '../../src/metrics/prefix-neighbor-recall.ts';
import { Rng } from '../../src/util/rng.ts';
import { mean } from '../../src/util/stats.ts';

test('by hand: two neighbors, one with the first code, one with none; k cuts through a tie', () => {
  // Items 0 to 4; the query is item 0 with codes 1,2.
  const codes_NL = Int32Array.from([1, 2, 1, 3, 1, 4, 5, 2, 6, 6]);
  const prefixes = groupByPrefixes({ codes_NL, levels: 2 });
  const { recall_Q, shared } = prefixNeighborRecall(prefixes, {
    query_Q: [0],
    near_Q: [[1, 3]],
    k: 3,
  });
  // Items 1 and 2 share a code and come first; of items 3 and 4 one has the third place, in half of the orders item 3.
  expect(recall_Q).toEqual(Float64Array.of((1 + 1 / 2) / 3));
  expect(shared).toEqual([
    { share_Q: Float64Array.of(1 / 2), chance_Q: Float64Array.of(2 / 4) },
    { share_Q: Float64Array.of(0), chance_Q: Float64Array.of(0) },
  ]);
});

test('as many neighbors as items are as near as the k-th: recall is over k, so it can be 1', () => {
  const prefixes = groupByPrefixes({ codes_NL: Int32Array.of(0, 0, 0, 1), levels: 1 });
  const neighbors = {
    query_Q: [0, 3],
    near_Q: [
      [1, 2],
      [0, 1, 2],
    ] as const,
    k: 1,
  };
  expect(prefixNeighborRecall(prefixes, neighbors).recall_Q).toEqual(Float64Array.of(1, 1));
});

test('agrees with the mean over all orders of the items, written out', () => {
  const rng = Rng.fromSeed(7);
  const [numItems, levels] = [6, 2];
  for (let world = 0; world < 20; world++) {
    const codes_NL = Int32Array.from({ length: numItems * levels }, () => rng.int(2));
    const query = rng.int(numItems);
    const others = Array.from({ length: numItems }, (_, i) => i).filter((i) => i !== query);
    const k = 1 + rng.int(3);
    const near = rng.shuffle(others.slice()).slice(0, k + rng.int(2));
    const common = (item: number): number => {
      let depth = 0;
      while (
        depth < levels &&
        codes_NL[item * levels + depth] === codes_NL[query * levels + depth]
      ) {
        depth++;
      }
      return depth;
    };
    const recalls = permutations(others).map((order) => {
      // A stable sort keeps the order among those that share equally much.
      const first = order.toSorted((a, b) => common(b) - common(a)).slice(0, k);
      return first.filter((item) => near.includes(item)).length / k;
    });
    const prefixes = groupByPrefixes({ codes_NL, levels });
    const found = prefixNeighborRecall(prefixes, { query_Q: [query], near_Q: [near], k });
    expect(found.recall_Q[0]).toBeCloseTo(mean(recalls), 12);
    found.shared.forEach(({ share_Q, chance_Q }, i) => {
      const sharing = (items: readonly number[]): number =>
        items.filter((item) => common(item) > i).length / items.length;
      expect(share_Q[0]).toBeCloseTo(sharing(near), 12);
      expect(chance_Q[0]).toBeCloseTo(sharing(others), 12);
    });
  }
});

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}
