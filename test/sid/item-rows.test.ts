import { expect, test } from 'vitest';
import { createItemRows, tokensOf } from '../../src/sid/item-rows.ts';
import { EMBED_NAMES, STRATEGIES } from '../../src/sid/strategies.ts';
import { hashId } from '../../src/util/hash.ts';
import { Rng } from '../../src/util/rng.ts';
import { referenceRow } from './reference.ts';

/** K of each level. */
const [THREE, FOUR] = [
  [4, 4, 4],
  [4, 4, 4, 4],
];
const BIG = 1_000_000;

/** Two items, L = 3, K = 4: (1, 2, 3) and (0, 3, 1). */
function threeLevels(numRows = BIG) {
  return {
    itemIds: ['a', 'b'],
    codes: { codes_NL: Int32Array.of(1, 2, 3, 0, 3, 1), levels: 3, codebookSizes: THREE },
    numRows,
    seed: 1,
  };
}

test('trigram: K^2 c1 + K c2 + c3', () => {
  const rows = createItemRows('trigram', threeLevels());
  expect([...rows.rows_NJ]).toEqual([16 + 8 + 3, 0 + 12 + 1]);
  expect(rows).toMatchObject({ tokensPerItem: 1, numRows: 64 });
});

test('fourgram: K^3 c1 + K^2 c2 + K c3 + c4', () => {
  const codes = { codes_NL: Int32Array.of(1, 2, 3, 0), levels: 4, codebookSizes: FOUR };
  const rows = createItemRows('fourgram', { itemIds: ['a'], codes, numRows: BIG, seed: 1 });
  expect([...rows.rows_NJ]).toEqual([64 + 32 + 12 + 0]);
  expect(rows.numRows).toBe(256);
});

test('all bigrams: K c1 + c2, then K c2 + c3 behind the 16 of the first place', () => {
  const rows = createItemRows('all-bigrams', threeLevels());
  expect([...rows.rows_NJ]).toEqual([4 + 2, 16 + 8 + 3, 0 + 3, 16 + 12 + 1]);
  expect(rows).toMatchObject({ tokensPerItem: 2, numRows: 32 });
});

test('prefix: c1, then c1c2 behind 4, then c1c2c3 behind 4 + 16', () => {
  const rows = createItemRows('prefix', threeLevels());
  expect([...rows.rows_NJ]).toEqual([1, 4 + 6, 20 + 27, 0, 4 + 3, 20 + 13]);
  expect(rows).toMatchObject({ tokensPerItem: 3, numRows: 84 });
});

test('prefix of depth 2 leaves the last code out', () => {
  const rows = createItemRows('prefix', { ...threeLevels(), depth: 2 });
  expect([...rows.rows_NJ]).toEqual([1, 4 + 6, 0, 4 + 3]);
});

test('all n-grams: c1, c1c2, c1c2c3, c2, c2c3, c3, each behind those before', () => {
  const rows = createItemRows('all-ngrams', threeLevels());
  expect([...rows.rows_NJ.slice(0, 6)]).toEqual([1, 4 + 6, 20 + 27, 84 + 2, 88 + 11, 104 + 3]);
  expect(rows).toMatchObject({ tokensPerItem: 6, numRows: 108 });
});

test('sum: one table of K rows for each level', () => {
  const rows = createItemRows('sum', threeLevels());
  expect([...rows.rows_NJ]).toEqual([1, 4 + 2, 8 + 3, 0, 4 + 3, 8 + 1]);
  expect(rows).toMatchObject({ tokensPerItem: 3, numRows: 12 });
});

test('sizes that differ by level, 3, 5 and 2: each code is worth the sizes behind it', () => {
  // (1, 4, 0) and (2, 3, 1)
  const codes = {
    codes_NL: Int32Array.of(1, 4, 0, 2, 3, 1),
    levels: 3,
    codebookSizes: [3, 5, 2],
  };
  const of = (embed: (typeof EMBED_NAMES)[number], numRows = BIG) => {
    const rows = createItemRows(embed, { itemIds: ['a', 'b'], codes, numRows, seed: 1 });
    return [rows.numRows, ...rows.rows_NJ];
  };
  // 5 * 2 c1 + 2 c2 + c3
  expect(of('trigram')).toEqual([30, 10 + 8 + 0, 20 + 6 + 1]);
  expect(of('prefix')).toEqual([3 + 15 + 30, 1, 3 + 9, 18 + 18, 2, 3 + 13, 18 + 27]);
  expect(of('all-bigrams')).toEqual([15 + 10, 5 + 4, 15 + 8, 10 + 3, 15 + 7]);
  expect(of('sum')).toEqual([3 + 5 + 2, 1, 3 + 4, 8 + 0, 2, 3 + 3, 8 + 1]);
  expect(of('sum', 4)).toEqual([4, 1, 3, 0, 2, 2, 1]);
  const all = { itemIds: ['a', 'b'], codes, numRows: BIG, seed: 1 };
  // c1, c1c2, c1c2c3, c2, c2c3, c3 begin at 0, 3, 18, 48, 53, 63 of 65.
  const { rows_NJ, numRows } = createItemRows('all-ngrams', all);
  expect([...rows_NJ.slice(0, 6)]).toEqual([1, 3 + 9, 18 + 18, 48 + 4, 53 + 8, 63 + 0]);
  expect(numRows).toBe(65);
});

test('rows beyond the table are taken modulo its size', () => {
  const rows = createItemRows('prefix', threeLevels(10));
  expect([...rows.rows_NJ]).toEqual([1, 0, 7, 0, 7, 3]);
  expect(rows.numRows).toBe(10);
});

const OF_CODES = EMBED_NAMES.filter((embed) => STRATEGIES[embed].needsCodes);

test.each(
  [Array<number>(6).fill(2048), [4096, 2048, 64, 1999, 8192, 512]].flatMap((sizes) =>
    OF_CODES.map((embed) => [embed, sizes] as const),
  ),
)(
  '%s is exact where the product of the sizes passes 2^53 (%s, 50 million rows)',
  (embed, codebookSizes) => {
    const levels = codebookSizes.length;
    const numRows = 50_000_017;
    const rng = Rng.fromSeed(7);
    const codes_NL = Int32Array.from({ length: 40 * levels }, (_, i) =>
      i < levels ? codebookSizes[i] - 1 : rng.int(codebookSizes[i % levels]),
    );
    const itemIds = Float64Array.from({ length: 40 }, (_, i) => i);
    const { rows_NJ, tokensPerItem } = createItemRows(embed, {
      itemIds,
      codes: { codes_NL, levels, codebookSizes },
      numRows,
      seed: 1,
    });
    const ngrams = tokensOf(embed, levels);
    const expected = [...itemIds].flatMap((_, item) => {
      const codes = [...codes_NL.subarray(item * levels, (item + 1) * levels)];
      return ngrams.map((_, j) => referenceRow(codes, codebookSizes, ngrams, j, numRows));
    });
    expect(tokensPerItem).toBe(ngrams.length);
    expect([...rows_NJ]).toEqual(expected);
  },
);

test('individual: a row for each item, whatever the table size given', () => {
  const rows = createItemRows('individual', { itemIds: ['x', 'y', 'z'], numRows: 2, seed: 1 });
  expect([...rows.rows_NJ]).toEqual([0, 1, 2]);
  expect(rows).toMatchObject({ tokensPerItem: 1, numRows: 3 });
});

test('random: depends on the id and the seed, not on the place', () => {
  const ids = Float64Array.from({ length: 3000 }, (_, i) => 10 * i);
  const rows = createItemRows('random', { itemIds: ids, collisionFactor: 3, seed: 5 });
  const again = createItemRows('random', {
    itemIds: ids.slice().reverse(),
    numRows: 1000,
    seed: 5,
  });
  const other = createItemRows('random', { itemIds: ids, numRows: 1000, seed: 6 });
  expect(rows.numRows).toBe(1000);
  expect([...again.rows_NJ].reverse()).toEqual([...rows.rows_NJ]);
  expect(rows.rows_NJ[17]).toBe(hashId(170, 5) % 1000);
  expect([...other.rows_NJ]).not.toEqual([...rows.rows_NJ]);
  // 3000 balls in 1000 boxes: about 1000 e^-3 = 50 stay empty.
  expect(new Set(rows.rows_NJ).size).toBeGreaterThan(900);
  expect(new Set(rows.rows_NJ).size).toBeLessThan(990);
});

test('multi-hash: independent hashes of the id, the first that of random', () => {
  const itemIds = Float64Array.from({ length: 3000 }, (_, i) => 10 * i);
  const of = (numHashes: number) =>
    createItemRows('multi-hash', { itemIds, numRows: 1000, numHashes, seed: 5 });
  const three = of(3);
  expect(three).toMatchObject({ tokensPerItem: 3, numRows: 1000 });
  expect(createItemRows('multi-hash', { itemIds, numRows: 1000, seed: 5 })).toEqual(three);
  const at = (j: number): number[] => [...three.rows_NJ].filter((_, i) => i % 3 === j);
  const random = createItemRows('random', { itemIds, numRows: 1000, seed: 5 });
  expect(at(0)).toEqual([...random.rows_NJ]);
  expect([...of(1).rows_NJ]).toEqual(at(0));
  // Of 3000 items, 3 are expected to have one row at two given positions, and of 3000 * 2999 / 2 pairs of items that
  // share their first row (some 4500) one in 1000 their second: 4.5.
  const [first, second] = [at(0), at(1)];
  expect(first.filter((row, i) => row === second[i]).length).toBeLessThan(15);
  const pairs = new Map<string, number>();
  first.forEach((row, i) => {
    const key = `${row} ${second[i]}`;
    pairs.set(key, (pairs.get(key) ?? 0) + 1);
  });
  expect([...pairs.values()].filter((count) => count > 1).length).toBeLessThan(20);
});

test('shuffled codes: the same semantic IDs, none at its own item, by the seed', () => {
  const itemIds = Float64Array.from({ length: 200 }, (_, i) => i);
  // Every item has an ID of its own, so that a kept one shows.
  const codes_NL = Int32Array.from({ length: 400 }, (_, i) =>
    i % 2 === 0 ? Math.floor(i / 32) : Math.floor(i / 2) % 16,
  );
  const codes = { codes_NL, levels: 2, codebookSizes: [16, 16] };
  const rowsOf = (shuffled: boolean, seed: number): string[] => {
    const input = { itemIds, codes, numRows: BIG, shuffleCodes: shuffled, seed };
    const { rows_NJ } = createItemRows('prefix', input);
    return Array.from(itemIds, (i) => `${rows_NJ[2 * i]} ${rows_NJ[2 * i + 1]}`);
  };
  const [own, shuffled] = [rowsOf(false, 1), rowsOf(true, 1)];
  expect([...shuffled].sort()).toEqual([...own].sort());
  expect(shuffled.filter((rows, i) => rows === own[i])).toEqual([]);
  expect(rowsOf(true, 1)).toEqual(shuffled);
  expect(rowsOf(true, 2)).not.toEqual(shuffled);
});

test('without --rows the table has a third of the items, rounded up', () => {
  const rows = createItemRows('random', { itemIds: ['a', 'b', 'c', 'd'], seed: 1 });
  expect(rows.numRows).toBe(2);
});

test.each([
  ['trigram', 2, /"trigram" needs codes of 3 levels or more, these have 2/],
  ['fourgram', 3, /"fourgram" needs codes of 4 levels or more, these have 3/],
  ['all-bigrams', 1, /"all-bigrams" needs codes of 2 levels or more, these have 1/],
] as const)('%s of %i levels is refused with what to do', (embed, levels, message) => {
  const codes = { codes_NL: new Int32Array(levels), levels, codebookSizes: FOUR.slice(0, levels) };
  expect(() => createItemRows(embed, { itemIds: ['a'], codes, seed: 1 })).toThrow(message);
});

test('what does not fit is refused with what to do', () => {
  expect(() => createItemRows('prefix', { itemIds: ['a'], seed: 1 })).toThrow(
    'embed "prefix" needs semantic IDs; give the file that sid assign makes',
  );
  expect(() => createItemRows('prefix', { ...threeLevels(), depth: 4 })).toThrow(
    '‹depth› 4 does not fit codes of 3 levels; give 1 to 3',
  );
  expect(() => createItemRows('sum', { ...threeLevels(), depth: 2 })).toThrow(
    '‹depth› 2 is not read by sum; leave it out',
  );
  expect(() => createItemRows('prefix', { ...threeLevels(), numHashes: 2 })).toThrow(
    '‹numHashes› 2 is not read by prefix; leave it out',
  );
  expect(() => createItemRows('random', { ...threeLevels(), shuffleCodes: true })).toThrow(
    '‹shuffleCodes› is not read by random; leave it out',
  );
  expect(() => createItemRows('sum', { ...threeLevels(), itemIds: ['a'] })).toThrow(
    '2 items have codes, but the corpus has 1',
  );
  expect(() => createItemRows('random', { ...threeLevels(), numRows: 0 })).toThrow(/‹rows› 0 /);
});

test('a table size that makes mod H forget the coarse codes is warned of, others are not', () => {
  const codes = { codes_NL: Int32Array.of(1, 2, 3), levels: 3, codebookSizes: [2048, 2048, 2048] };
  const warningOf = (numRows: number) =>
    createItemRows('trigram', { itemIds: ['a'], codes, numRows, seed: 1 }).warning;
  // 2048^2 = 2^22 and 2^20 rows: no first code counts. 3 * 2^12 rows: those that differ by 3 are one.
  expect(warningOf(2 ** 20)).toBe(
    'mod 1048576, the rows, keeps 1 of the 2048 first codes of 3-grams apart; 1048575 rows keep all',
  );
  expect(warningOf(3 * 2 ** 12)).toMatch(/keeps 3 of the 2048/);
  expect(warningOf(2 ** 20 + 1)).toBeUndefined();
  // 2 is all that they have in common: 2^22 mod H has 500,000 multiples.
  expect(warningOf(1_000_002)).toBeUndefined();
  expect(createItemRows('sum', threeLevels()).warning).toBeUndefined();
});

test('the warning counts the first codes that a table tells apart', () => {
  for (const [codebookSize, numRows] of [
    [6, 40],
    [4, 24],
    [10, 16],
    [12, 54],
    [7, 30],
    [8, 100],
  ]) {
    const codes_NL = Int32Array.from({ length: 3 * codebookSize }, (_, i) =>
      i % 3 === 0 ? i / 3 : 0,
    );
    const codes = { codes_NL, levels: 3, codebookSizes: Array<number>(3).fill(codebookSize) };
    const itemIds = Float64Array.from({ length: codebookSize }, (_, i) => i);
    const { rows_NJ, warning } = createItemRows('trigram', { itemIds, codes, numRows, seed: 1 });
    const apart = new Set(rows_NJ).size;
    if (apart < codebookSize) expect(warning).toContain(`keeps ${apart} of the ${codebookSize} `);
    else expect(warning).toBeUndefined();
  }
});

test('with sizes that differ the warning is of the n-gram that loses most', () => {
  const warningOf = (embed: 'all-bigrams' | 'prefix', sizes: number[], numRows: number) => {
    const codes = {
      codes_NL: new Int32Array(sizes.length),
      levels: sizes.length,
      codebookSizes: sizes,
    };
    return createItemRows(embed, { itemIds: ['a'], codes, numRows, seed: 1 }).warning;
  };
  // c1c2 weighs c1 by 7, which has nothing in common with 24; c2c3 weighs c2 by 6: 24 / 6 = 4 of 7.
  expect(warningOf('all-bigrams', [5, 7, 6], 24)).toBe(
    'mod 24, the rows, keeps 4 of the 7 first codes of 2-grams apart; 23 rows keep all',
  );
  // The prefix of three weighs c1 by 7 * 6 = 42: 24 / 6 = 4 of 5.
  expect(warningOf('prefix', [5, 7, 6], 24)).toContain('keeps 4 of the 5 first codes of 3-grams');
  expect(warningOf('prefix', [5, 7, 11], 24)).toBeUndefined();
});

test('every name of --embed gives rows within the table', () => {
  const rng = Rng.fromSeed(3);
  const itemIds = Float64Array.from({ length: 60 }, (_, i) => i);
  const codes = {
    codes_NL: Int32Array.from({ length: 240 }, () => rng.int(8)),
    levels: 4,
    codebookSizes: [8, 8, 8, 8],
  };
  for (const embed of EMBED_NAMES) {
    const rows = createItemRows(embed, { itemIds, codes, seed: 1 });
    expect(rows.rows_NJ.length).toBe(60 * rows.tokensPerItem);
    expect(Math.min(...rows.rows_NJ)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...rows.rows_NJ)).toBeLessThan(rows.numRows);
  }
});
