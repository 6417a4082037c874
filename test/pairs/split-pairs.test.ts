import { expect, test } from 'vitest';
import { splitPairs } from '../../src/pairs/split-pairs.ts';
import { UserError } from '../../src/util/errors.ts';
import { hashString } from '../../src/util/hash.ts';

const N = 4000;
const range = (length: number, of: (i: number) => number): Int32Array =>
  Int32Array.from({ length }, (_, i) => of(i));

/** Ten pairs a group, texts by group, every picture twice. */
function table(order: (i: number) => number = (i) => i) {
  const items = range(N, order);
  const group = (item: number): number => Math.floor(item / 10);
  return {
    catalogPath: 'items.csv',
    itemIds: Array.from(items, (item) => `item ${item}`),
    text_N: items.map(group),
    picture_N: items.map((item) => item % (N / 2)),
    groupHash_N: Uint32Array.from(items, (item) => hashString(`group ${group(item)}`)),
    role_N: null,
  };
}
const settings = {
  ...({ heldOutShare: 0.1, heldOutUnit: 'items', evaluatedPairs: 5000, seed: 1 } as const),
};

const names = (pairs: { itemIds: readonly string[] }, rows: Int32Array): string[] =>
  Array.from(rows, (row) => pairs.itemIds[row]).sort();

test('a tenth is held out, each pair is on one side, and another seed draws others', () => {
  const { train, heldOut, evaluated, numNeither } = splitPairs(table(), settings);
  expect([...train, ...heldOut].sort((a, b) => a - b)).toEqual([...range(N, (i) => i)]);
  // Four standard errors of a share of 0.1.
  expect(Math.abs(heldOut.length / N - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / N));
  expect(evaluated).toEqual(heldOut);
  expect(numNeither).toBe(0);
  const other = splitPairs(table(), { ...settings, seed: 2 }).heldOut;
  const both = heldOut.filter((pair) => other.includes(pair)).length;
  expect(both / N).toBeGreaterThan(0);
  expect(both / N).toBeLessThan(0.02);
});

test('the order of the catalog does not matter, nor what else it holds', () => {
  const straight = table();
  const turned = table((i) => N - 1 - i);
  const held = splitPairs(straight, settings);
  expect(names(turned, splitPairs(turned, settings).heldOut)).toEqual(
    names(straight, held.heldOut),
  );
  const half = table((i) => 2 * i);
  const even = names(straight, held.heldOut).filter((name) => Number(name.slice(5)) % 2 === 0);
  expect(names(half, splitPairs(half, settings).heldOut)).toEqual(expect.arrayContaining(even));
});

test('whole groups: none is on both sides, so no held-out text is known', () => {
  const byItem = splitPairs(table(), settings);
  // Nine others have its text: all of them held out is one case in 10^9.
  expect(byItem.known.texts).toBe(byItem.heldOut.length);
  expect(byItem.known.pictures).toBeGreaterThan(0.8 * byItem.heldOut.length);
  const pairs = table();
  const { train, heldOut, known } = splitPairs(pairs, { ...settings, heldOutUnit: 'groups' });
  const groups = (rows: Int32Array) => new Set(rows.map((row) => pairs.text_N[row]));
  expect([...groups(train)].filter((group) => groups(heldOut).has(group))).toEqual([]);
  expect(known.texts).toBe(0);
  expect(heldOut.length % 10).toBe(0);
  expect(Math.abs(heldOut.length / N - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / (N / 10)));
});

test('a sample of the held-out pairs is measured on, and every one of them remains held out', () => {
  const { heldOut, evaluated } = splitPairs(table(), { ...settings, evaluatedPairs: 50 });
  expect(evaluated).toHaveLength(50);
  expect(new Set(evaluated).size).toBe(50);
  expect([...heldOut]).toEqual(expect.arrayContaining([...evaluated]));
  expect([...evaluated]).toEqual([...evaluated].sort((a, b) => a - b));
  // Drawn from all of them, not from the first.
  expect(evaluated.filter((pair) => pair < N / 2).length).toBeGreaterThan(10);
  expect(evaluated.filter((pair) => pair >= N / 2).length).toBeGreaterThan(10);
});

test("a column's word goes before the draw", () => {
  const role_N = Uint8Array.from({ length: N }, (_, i) => i % 3);
  const { train, heldOut, numNeither } = splitPairs({ ...table(), role_N }, settings);
  expect(train).toEqual(range(Math.ceil((N - 1) / 3), (i) => 3 * i + 1));
  expect(heldOut[1]).toBe(5);
  expect(train.length + heldOut.length + numNeither).toBe(N);
});

test('nothing held out where nothing is wanted; too few to train on is told', () => {
  const none = splitPairs(table(), { ...settings, heldOutShare: 0 });
  expect(none.heldOut).toHaveLength(0);
  expect(none.train).toHaveLength(N);
  const alone = { ...table(), itemIds: ['only'], role_N: Uint8Array.of(1) };
  expect(() => splitPairs(alone, settings)).toThrow(UserError);
  expect(() => splitPairs(alone, settings)).toThrow('1 of 1 pairs to train on');
  const drawn = { ...alone, role_N: null };
  expect(() => splitPairs(drawn, { ...settings, heldOutShare: 0 })).toThrow('; give more items');
  const alike = { ...table(), groupHash_N: new Uint32Array(N).fill(7) };
  expect(() => splitPairs(alike, settings)).toThrow('pairs to train on are of one group');
});
