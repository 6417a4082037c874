import { expect, test } from 'vitest';
import type { RankGroup } from '../../src/metrics/rank-group.ts';
import { searchExactly, searchNearest } from '../../src/retrieval/exact-search.ts';
import type { Search } from '../../src/retrieval/exact-search.ts';
import { cosineOf, toUnitRows } from '../../src/retrieval/unit-rows.ts';
import { Rng } from '../../src/util/rng.ts';

const WIDTH = 24;

/** Random directions; among them copies, and copies moved by less than 32 bits tell. */
function vectors(count: number, rng: Rng, copies = 0): Float32Array {
  const rows = Float32Array.from({ length: count * WIDTH }, () => rng.normal());
  for (let i = 0; i < copies; i++) {
    const [from, to] = [rng.int(count), rng.int(count)];
    rows.set(rows.subarray(from * WIDTH, (from + 1) * WIDTH), to * WIDTH);
    if (i % 2 === 0) rows[to * WIDTH] *= 1 + 2 ** -22;
  }
  return rows;
}

/** Every pair of query and item, sorted; ties found one by one. */
function plainly({ items, queries, relevant, self, count }: Search) {
  const numItems = items.rows_ND.length / WIDTH;
  return relevant.map((wanted, query) => {
    const all = Array.from({ length: numItems }, (_, item) => item)
      .filter((item) => item !== self[query])
      .map((item) => ({ item, cosine: cosineOf(queries, query, items, item) }))
      .sort((a, b) => b.cosine - a.cosine || a.item - b.item);
    const groups: RankGroup[] = [];
    for (const cosine of new Set(all.map((each) => each.cosine))) {
      const tied = all.filter((each) => each.cosine === cosine);
      const hits = tied.filter(({ item }) => wanted.includes(item)).length;
      const above = all.filter((each) => each.cosine > cosine).length;
      if (hits > 0 && (above < count || groups.length === 0)) {
        groups.push({ above, tied: tied.length, relevant: hits });
      }
    }
    return { nearest: all.slice(0, count).map(({ item }) => item), groups };
  });
}

function randomSearch(seed: number, part: Partial<Search> = {}): Search {
  const rng = Rng.fromSeed(seed);
  const [numItems, numQueries] = [300, 70];
  return {
    items: toUnitRows(vectors(numItems, rng, 120), WIDTH, 'items'),
    queries: toUnitRows(vectors(numQueries, rng), WIDTH, 'queries'),
    relevant: Array.from({ length: numQueries }, () =>
      Int32Array.from(new Set(Array.from({ length: 1 + rng.int(4) }, () => rng.int(numItems)))),
    ),
    self: new Int32Array(numQueries).fill(-1),
    count: 10,
    ...part,
  };
}

test('the same nearest items and ranks as by looking at each pair, copies and near copies among them', () => {
  for (const seed of [1, 2]) {
    const search = randomSearch(seed);
    const answers = [...searchExactly(search)];
    const expected = plainly(search);
    expect(answers.map(({ nearest }) => [...nearest])).toEqual(expected.map((e) => e.nearest));
    expect(answers.map(({ groups }) => groups)).toEqual(expected.map((e) => e.groups));
    expect(expected.flatMap((e) => e.groups).some(({ tied }) => tied > 1)).toBe(true);
  }
});

test('an item is no answer to itself; its copies are', () => {
  const rng = Rng.fromSeed(5);
  const rows = vectors(40, rng);
  rows.set(rows.subarray(0, WIDTH), 7 * WIDTH);
  const items = toUnitRows(rows, WIDTH, 'items');
  const self = Int32Array.from({ length: 40 }, (_, i) => i);
  const relevant = Array.from({ length: 40 }, (_, i) => Int32Array.of((i + 1) % 40));
  const search = { items, queries: items, relevant, self, count: 39 };
  const answers = [...searchExactly(search)];
  answers.forEach(({ nearest }, i) => expect([...nearest]).not.toContain(i));
  expect(answers[0].nearest[0]).toBe(7);
  expect(answers[7].nearest[0]).toBe(0);
  expect(answers.map(({ groups }) => groups)).toEqual(plainly(search).map((e) => e.groups));
});

test("vectors that differ by an encoder's rounding are tied", () => {
  const rng = Rng.fromSeed(6);
  const rows = vectors(30, rng);
  rows.set(
    rows.subarray(0, WIDTH).map((value) => value * (1 + 1e-7 * rng.normal())),
    9 * WIDTH,
  );
  const items = toUnitRows(rows, WIDTH, 'items');
  const queries = toUnitRows(rows.slice(0, WIDTH), WIDTH, 'queries');
  const search = {
    items,
    queries,
    relevant: [Int32Array.of(9)],
    self: Int32Array.of(-1),
    count: 5,
  };
  const [{ groups }] = searchExactly(search);
  expect(groups).toEqual([{ above: 0, tied: 2, relevant: 1 }]);
});

test('where all items have one vector, all are tied', () => {
  const one = Float32Array.from({ length: WIDTH }, (_, i) => Math.sin(i + 1));
  const same = Float32Array.from({ length: 50 * WIDTH }, (_, i) => one[i % WIDTH]);
  const search = randomSearch(3, { items: toUnitRows(same, WIDTH, 'items') });
  const relevant = search.relevant.map(() => Int32Array.of(20, 30));
  for (const { groups } of searchExactly({ ...search, relevant })) {
    expect(groups).toEqual([{ above: 0, tied: 50, relevant: 2 }]);
  }
});

test('a vector without a direction is named by its row', () => {
  const rows = new Float32Array(3 * WIDTH).fill(1).fill(0, WIDTH, 2 * WIDTH);
  expect(() => toUnitRows(rows, WIDTH, 'x.arrow')).toThrow('x.arrow, row 2: the embedding is all');
});

test('the nearest with all that are as near as the last of them', () => {
  const search = randomSearch(3, { count: 4 });
  const found = [...searchNearest(search)];
  let tied = 0;
  plainly({ ...search, count: 40 }).forEach(({ nearest }, query) => {
    const { items, cosines } = found[query];
    const at = (item: number): number => cosineOf(search.queries, query, search.items, item);
    const wanted = nearest.filter((item) => at(item) >= at(nearest[3]));
    expect([...items]).toEqual(wanted);
    expect([...cosines]).toEqual(wanted.map(at));
    tied += Number(items.length > 4);
  });
  expect(tied).toBeGreaterThan(0);
});
