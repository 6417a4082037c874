import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openDatabase } from '../../src/data/duckdb.ts';
import { loadTellingTokenizer } from '../../src/onnx/tokenizer.ts';
import { tokensOf } from '../../src/pairs/pair-table.ts';
import { InterruptedError } from '../../src/util/errors.ts';
import { hashBytes } from '../../src/util/hash-file.ts';
import type { Progress } from '../../src/util/progress.ts';
import { testWithPackages } from '../support/embed-packages.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';
import { makeFolder, NO_GROUPS, noisyPng, readMadeUp, writeCsv } from './made-up-pairs.ts';

/** Three pictures as files, the third of the bytes of the first; a broken one, and a text that is none. */
async function makeShop(): Promise<string> {
  const folder = makeFolder();
  const first = await noisyPng(20, 10, 1);
  writeFileSync(join(folder, 'a.png'), first);
  writeFileSync(join(folder, 'b.png'), await noisyPng(9, 30, 2));
  writeFileSync(join(folder, 'c.png'), first);
  writeFileSync(join(folder, 'broken.png'), first.subarray(0, first.length / 2));
  writeFileSync(join(folder, 'note.png'), 'not a picture');
  return folder;
}

testWithPackages('what is no pair is left out and told, with row and reason', async () => {
  const folder = await makeShop();
  const file = writeCsv(folder, [
    ['red mug', 'a.png', 'Mugs', 'train'],
    ['', 'b.png', '', 'train'],
    ['blue mug', '', 'Mugs', 'train'],
    ['jar', 'nowhere.png', '', 'train'],
    ['jug', 'broken.png', '', 'train'],
    ['pot', 'note.png', '', 'train'],
    ['pan', 'https://shop/pan.png', '', 'train'],
    ['a very long title', 'b.png', '', 'test'],
    ['red mug', 'c.png', 'Mugs', 'late'],
  ]);
  const pairs = await readMadeUp(folder, file);
  expect(pairs.itemIds).toEqual(['i0', 'i7', 'i8']);
  expect([...pairs.row_N]).toEqual([1, 8, 9]);
  const told = pairs.problems.map(({ row, problem, kept }) => `${row} ${kept} ${problem}`);
  const at = (name: string): string => join(folder, name);
  expect(told.slice(0, 3)).toEqual([
    '2 false no text',
    '3 false no picture',
    `4 false ${at('nowhere.png')}: does not exist`,
  ]);
  expect(told[3]).toContain(`5 false ${at('broken.png')}: `);
  expect(told[4]).toContain(`6 false ${at('note.png')}: `);
  expect(told[5]).toContain('7 false https://shop/pan.png: is on the net');
  expect(told).toHaveLength(6);
  // "red mug. Mugs" is "red mug. M" after the cut; the long one is cut too.
  expect(pairs.numCut).toBe(3);
  expect([...tokensOf(pairs.texts, 0)]).toEqual([1, ...Buffer.from('red mug. M'), 2]);
  // One text and one picture of the first and the last, though their files are two.
  expect([...pairs.text_N]).toEqual([0, 1, 0]);
  expect([...pairs.picture_N]).toEqual([0, 1, 0]);
  expect(pairs.numPictures).toBe(2);
  expect(pairs.pictures.get(1)).toEqual({
    source: at('b.png'),
    upright: { width: 9, height: 30 },
    area: null,
  });
  // All pictures are files.
  expect(existsSync(join(folder, 'work'))).toBe(false);
});

testWithPackages(
  'groups: by text, type, another column, or none; an empty value is no group',
  async () => {
    const folder = await makeShop();
    const file = writeCsv(folder, [
      ['mug', 'a.png', 'Mugs', 'x'],
      ['mug', 'b.png', '', 'y'],
      ['cup', 'b.png', 'Mugs', 'x'],
      ['jar', 'b.png', '', ''],
      ['mug', 'b.png', 'Mugs', ''],
    ]);
    const groups = async (groupBy: string): Promise<number[]> => {
      const { group_N } = await readMadeUp(folder, file, { settings: { ...NO_GROUPS, groupBy } });
      return [...group_N];
    };
    expect(await groups('none')).toEqual([0, 1, 2, 3, 4]);
    expect(await groups('text')).toEqual([0, 1, 2, 3, 0]);
    expect(await groups('title')).toEqual([0, 0, 1, 2, 0]);
    expect(await groups('type')).toEqual([0, 1, 0, 2, 0]);
    expect(await groups('split')).toEqual([0, 1, 0, 2, 3]);
    await expect(groups('splot')).rejects.toThrow('did you mean "split"?');
  },
);

testWithPackages(
  'a column says what is trained on; hash and groups follow from the data alone',
  async () => {
    const folder = await makeShop();
    const rows = [
      ['mug', 'a.png', 'Mugs', 'train'],
      ['cup', 'b.png', 'Mugs', 'test'],
      ['jar', 'b.png', 'Jars', 'late'],
    ];
    const settings = { ...NO_GROUPS, groupBy: 'type', heldOutBy: 'split' };
    const first = await readMadeUp(folder, writeCsv(folder, rows), { settings });
    expect([...(first.role_N ?? [])]).toEqual([1, 2, 0]);
    const again = await readMadeUp(folder, writeCsv(folder, rows), { settings });
    expect(again.hash).toBe(first.hash);
    expect(again.groupHash_N).toEqual(first.groupHash_N);
    const [mug, ...others] = rows;
    const changed = writeCsv(folder, [['mog', ...mug.slice(1)], ...others]);
    expect((await readMadeUp(folder, changed, { settings })).hash).not.toBe(first.hash);
    const both = { ...settings, heldOutValues: ['train', 'test'] };
    await expect(readMadeUp(folder, changed, { settings: both })).rejects.toThrow(
      '"train" is in ‹trainValues› and in ‹heldOutValues›',
    );
    const misspelled = { ...settings, heldOutValues: ['tset'] };
    await expect(readMadeUp(folder, changed, { settings: misspelled })).rejects.toThrow(
      '"split" is tset in no row (‹heldOutValues›); it has: late, test, train',
    );
  },
);

testWithPackages(
  'pictures out of a table lie in one file, each at its place, until the store is closed',
  async () => {
    const folder = makeFolder();
    const pictures = [await noisyPng(8, 8, 1), await noisyPng(30, 20, 2), await noisyPng(8, 8, 3)];
    const values = pictures.map((bytes, i) => {
      const hex = Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
      return `(${i}, 'item ${i}', '${hex}'::BLOB)`;
    });
    const database = await openDatabase({ folder: join(folder, 'make'), memoryMb: 128 });
    const path = join(folder, 'items.parquet');
    await database.run(
      `COPY (SELECT * FROM (VALUES ${values.join()}) AS t(item_id, title, jpeg)) TO '${path}'`,
    );
    database.close();
    const pairs = await readMadeUp(folder, 'items.parquet');
    expect(pairs.itemIds).toEqual(Float64Array.of(0, 1, 2));
    for (const [i, bytes] of [...pictures.entries()].reverse()) {
      expect(pairs.pictures.get(i).source).toEqual(Uint8Array.from(bytes));
    }
    const stored = join(folder, 'work', 'pictures.bin');
    expect(existsSync(stored)).toBe(true);
    pairs.pictures.close();
    expect(existsSync(stored)).toBe(false);
  },
);

testWithPackages(
  'boxes of sid ground and texts of sid describe are taken, and what they lack is told',
  async () => {
    const folder = await makeShop();
    const file = writeCsv(folder, [
      ['mug', 'a.png', '', ''],
      ['cup', 'b.png', '', ''],
      ['jug', 'c.png', '', ''],
    ]);
    const bytes = await noisyPng(20, 10, 1);
    const box = { x0: 0.1, y0: 0.25, x1: 0.5, y1: 1, score: 1, isFound: true, prompt: 'mug' };
    const sources = {
      boxes: new Map([['i0', { ...box, pictureHash: hashBytes(bytes) }]]),
      texts: new Map([['i1', 'a blue cup']]),
    };
    const pairs = await readMadeUp(folder, file, { sources });
    expect(pairs.pictures.get(0).area).toEqual({ left: 2, top: 3, width: 8, height: 7 });
    expect(pairs.pictures.get(1).area).toBeNull();
    expect(pairs.problems).toEqual([
      {
        ...{ item_id: 'i0', row: 1, kept: true },
        problem: 'no text in ‹texts›; what the catalog says is taken',
      },
      {
        ...{ item_id: 'i1', row: 2, kept: true },
        problem: 'no box in ‹boxes›; the whole picture is taken',
      },
      {
        ...{ item_id: 'i2', row: 3, kept: true },
        problem:
          'no text in ‹texts›; what the catalog says is taken; no box in ‹boxes›; the whole picture is taken',
      },
    ]);
    expect(Buffer.from(tokensOf(pairs.texts, 1).subarray(1, -1)).toString()).toBe('a blue cup');
    // The same file as the first, but whole: another picture.
    expect([...pairs.picture_N]).toEqual([0, 1, 2]);
  },
);

testWithPackages('reading tells how far it is, and stops when asked', async () => {
  const folder = await makeShop();
  const file = writeCsv(
    folder,
    Array.from({ length: 300 }, (_, i) => [`mug ${i}`, 'a.png', '', '']),
  );
  const done: string[] = [];
  const onProgress = ({ stage, done: items, total, unit }: Progress): void => {
    done.push(`${stage} ${items} of ${total} ${unit}`);
  };
  const { numPictures } = await readMadeUp(folder, file, { onProgress });
  expect(done).toEqual(['reading pairs 256 of 300 items', 'reading pairs 300 of 300 items']);
  expect(numPictures).toBe(1);
  const shouldStop = () => done.length > 2;
  await expect(readMadeUp(folder, file, { onProgress, shouldStop })).rejects.toThrow(
    InterruptedError,
  );
  expect(done).toHaveLength(3);
});

testWithPackages('no pair at all is told in one line', async () => {
  const folder = await makeShop();
  const file = writeCsv(folder, [['', 'a.png', '', '']]);
  await expect(readMadeUp(folder, file)).rejects.toThrow(
    'items.csv: no item has both a picture and a text; the first, row 1: no text',
  );
});

testOnModels(
  ['tiny-clip'],
  "CLIP's texts are cut at 77 and end in the token that ends a text",
  async () => {
    const folder = await makeShop();
    const file = writeCsv(folder, [
      ['mug '.repeat(200).trim(), 'a.png', '', ''],
      ['mug', 'b.png', '', ''],
    ]);
    const pairs = await readMadeUp(folder, file, {
      tokenize: loadTellingTokenizer(sharedModel('tiny-clip'), 77),
    });
    expect(pairs.numCut).toBe(1);
    const [long, short] = [tokensOf(pairs.texts, 0), tokensOf(pairs.texts, 1)];
    expect(long).toHaveLength(77);
    expect([long[0], long[76]]).toEqual([1512, 1513]);
    expect([short[0], short.at(-1)]).toEqual([1512, 1513]);
    expect(short.length).toBeLessThan(6);
  },
);

testWithPackages(
  'a column says how much pairs count, and where it does not, that is told',
  async () => {
    const folder = makeFolder();
    for (const name of ['a.png', 'b.png']) {
      writeFileSync(join(folder, name), await noisyPng(8, 8, name.length + name.charCodeAt(0)));
    }
    const rows = [
      ['mug', 'a.png', '3', 'train'],
      ['jar', 'b.png', '0.5', 'train'],
    ];
    const settings = { ...NO_GROUPS, weightBy: 'type' };
    const weighted = await readMadeUp(folder, writeCsv(folder, rows), { settings });
    expect([...weighted.weight_N]).toEqual([3, 0.5]);
    const equal = await readMadeUp(folder, writeCsv(folder, rows));
    expect([...equal.weight_N]).toEqual([1, 1]);
    expect(weighted.hash).not.toBe(equal.hash);
    for (const wrong of ['-1', 'many']) {
      const file = writeCsv(folder, [rows[0], ['jar', 'b.png', wrong, 'train']]);
      await expect(readMadeUp(folder, file, { settings })).rejects.toThrow(
        `row 2: "type" is "${wrong}"`,
      );
    }
  },
);
