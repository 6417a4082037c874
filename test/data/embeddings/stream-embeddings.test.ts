import { copyFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Field,
  FixedSizeList,
  Float16,
  Float32,
  Float64,
  Int32,
  Int64,
  LargeUtf8,
  List,
  Utf8,
} from 'apache-arrow';
import type { DataType } from 'apache-arrow';
import { expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import {
  readEmbeddings,
  streamEmbeddings,
} from '../../../src/data/embeddings/stream-embeddings.ts';
import { copyTo, temporaryFolder, valuesSql, writeArrow } from '../import/support.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const listOf = (type: DataType): DataType => new List(new Field('item', type, true));
const fixedOf = (type: DataType): DataType => new FixedSizeList(2, new Field('item', type, true));

/** Ids and numbers of what was read. */
async function read(path: string, idColumn: string | null = null): Promise<unknown[]> {
  const { itemIds, embeddings_ND, width } = await readEmbeddings(path, {
    ...{ idColumn, embeddingColumn: null },
  });
  return [[...itemIds], [...embeddings_ND], width];
}

const ROWS = [
  [1, 2],
  [3, 4.5],
  [-5, 0.25],
];
const FLAT = [1, 2, 3, 4.5, -5, 0.25];

test('Parquet: lists and arrays of floats and doubles, ids as numbers and as text, whatever the columns are called', async () => {
  const kinds = ['FLOAT[]', 'DOUBLE[]', 'FLOAT[2]', 'DOUBLE[2]'];
  for (const [i, kind] of kinds.entries()) {
    const numbers = ROWS.map((row, n) => `(${7 - n}, [${row.join()}]::${kind}, 'x')`);
    const path = await copyTo(at(`n${i}.parquet`), valuesSql('sku, vec, title', ...numbers));
    expect(await read(path)).toEqual([[7, 6, 5], FLAT, 2]);
    const texts = ROWS.map((row, n) => `('00${n}', [${row.join()}]::${kind})`);
    const other = await copyTo(at(`t${i}.parquet`), valuesSql('"my key", embedding', ...texts));
    await expect(read(other)).rejects.toThrow(
      `${other}: no column is called like an id (item_id, id, sku, itemId ...); it has: my key, embedding; say which with ‹idColumn›`,
    );
    expect(await read(other, 'my key')).toEqual([['000', '001', '002'], FLAT, 2]);
  }
  // Whole numbers that Pandas stored as floats.
  const path = await copyTo(at('f.parquet'), valuesSql('id, list', `(3.0::DOUBLE, [1])`));
  expect(await read(path)).toEqual([[3], [1], 1]);
});

test('a Parquet file of many row groups comes in its order, with the rows counted on', async () => {
  const path = await copyTo(
    at('many.parquet'),
    'SELECT i AS id, [i, -i]::FLOAT[] AS vector FROM range(5000) t(i)',
  );
  let rows = 0;
  for await (const batch of streamEmbeddings(path)) {
    expect(batch.firstRow).toBe(rows);
    expect(batch.itemIds[0]).toBe(rows);
    expect([...batch.embeddings_BD.slice(0, 2)]).toEqual(
      [rows, rows === 0 ? -0 : -rows].map((v) => v + 0),
    );
    rows += batch.itemIds.length;
  }
  expect(rows).toBe(5000);
});

test('CSV with lists as text, JSON lines', async () => {
  writeFileSync(at('a.csv'), 'id,embedding\na,"[1, 2]"\nb,"[3, 4.5]"\nc,"[-5, 0.25]"\n');
  expect(await read(at('a.csv'))).toEqual([['a', 'b', 'c'], FLAT, 2]);
  const lines = ROWS.map((row, i) => JSON.stringify({ id: i, emb: row }));
  writeFileSync(at('a.jsonl'), lines.join('\n'));
  expect(await read(at('a.jsonl'))).toEqual([[0, 1, 2], FLAT, 2]);
});

test('Arrow: lists of any kind of numbers, batch after batch', async () => {
  const types = [new Float32(), new Float64(), new Float16()];
  for (const [i, list] of types.flatMap((type) => [listOf(type), fixedOf(type)]).entries()) {
    const path = writeArrow(at(`a${i}.arrow`), {
      id: [new Int64(), [1n, 2n, 3n]],
      v: [list, ROWS],
    });
    expect(await read(path)).toEqual([[1, 2, 3], FLAT, 2]);
  }
  const path = writeArrow(at('ints.arrow'), {
    item_id: [new LargeUtf8(), ['a', 'b']],
    v: [
      listOf(new Int32()),
      [
        [1, 2],
        [3, 4],
      ],
    ],
  });
  expect(await read(path)).toEqual([['a', 'b'], [1, 2, 3, 4], 2]);
  // Our own file: the values as they lie in it.
  const own = at('own.arrow');
  await writeItemEmbeddings(own, {
    ...{ itemIds: ['a', 'b', 'c'], embeddings_ND: Float32Array.from(FLAT), width: 2 },
  });
  expect(await read(own)).toEqual([['a', 'b', 'c'], FLAT, 2]);
});

/** Rows with one fault, the third. */
const FAULTS: readonly (readonly [last: string, says: string])[] = [
  ["('c', [5])", 'the embedding of item c has 1 numbers, the first row has 2'],
  ["('c', [])", 'the embedding of item c is empty'],
  ["('c', NULL)", 'the embedding of item c is missing'],
  ["('c', [5, NULL])", 'the embedding of item c has an empty value'],
  ["('c', [5, 'nan'::FLOAT])", 'the embedding of item c holds NaN'],
  ["('c', ['-inf'::FLOAT, 5])", 'the embedding of item c holds -Infinity'],
];

test('every fault of a row is one line with the row and what to do, in Parquet and in Arrow', async () => {
  const good = ["('a', [1, 2])", "('b', [3, 4])"];
  for (const [i, [last, says]] of FAULTS.entries()) {
    const path = await copyTo(at(`bad${i}.parquet`), valuesSql('id, embedding', ...good, last));
    await expect(read(path)).rejects.toThrow(`${path}, row 3: ${says}`);
    await expect(read(path)).rejects.toThrow(/; drop the item or embed it again$/);
  }
  const lists = [[5], [], null, [5, null], [5, NaN], [-Infinity, 5]];
  for (const [i, list] of lists.entries()) {
    const path = writeArrow(at(`bad${i}.arrow`), {
      id: [new Utf8(), ['a', 'b', 'c']],
      embedding: [listOf(new Float32()), [[1, 2], [3, 4], list]],
    });
    await expect(read(path)).rejects.toThrow(`${path}, row 3: ${FAULTS[i][1]}`);
  }
});

test('ids that are empty, stand twice, or are fractions', async () => {
  const twice = await copyTo(at('twice.parquet'), valuesSql('id, e', "('a', [1])", "('a', [2])"));
  await expect(read(twice)).rejects.toThrow(
    `${twice}, row 2: item a stands in row 1 too; keep one`,
  );
  const empty = await copyTo(at('empty.parquet'), valuesSql('id, e', "('a', [1])", '(NULL, [2])'));
  await expect(read(empty)).rejects.toThrow(`${empty}, row 2: no "id"; fill it, or drop the row`);
  const half = await copyTo(
    at('half.parquet'),
    valuesSql('id, e', '(1.0::DOUBLE, [1])', '(2.5, [2])'),
  );
  await expect(read(half)).rejects.toThrow(
    `${half}, row 2: "id" is 2.5; ids are whole numbers or text`,
  );
  const arrow = writeArrow(at('empty.arrow'), {
    id: [new Utf8(), ['a', null]],
    embedding: [listOf(new Float32()), [[1], [2]]],
  });
  await expect(read(arrow)).rejects.toThrow(`${arrow}, row 2: no "id"; fill it, or drop the row`);
  await copyTo(at('none.parquet'), 'SELECT 1 AS id, [1.0] AS e WHERE false');
  await expect(read(at('none.parquet'))).rejects.toThrow('none.parquet holds no items');
  const none = writeArrow(at('none.arrow'), {
    id: [new Utf8(), []],
    embedding: [listOf(new Float32()), []],
  });
  await expect(read(none)).rejects.toThrow('none.arrow holds no items; make it again');
});

test('ids in Arrow: whole floats are numbers, fractions and ids that stand twice are named with their row', async () => {
  const write = (name: string, type: DataType, ids: unknown[]): string =>
    writeArrow(at(name), {
      id: [type, ids],
      embedding: [listOf(new Float32()), ids.map((_, i) => [i])],
    });
  expect(await read(write('whole.arrow', new Float64(), [3, 4]))).toEqual([[3, 4], [0, 1], 1]);
  const half = write('half.arrow', new Float64(), [3, 4.5]);
  await expect(read(half)).rejects.toThrow(`${half}, row 2: id 4.5 is not whole; use text ids`);
  for (const [type, ids] of [
    [new Utf8(), ['a', 'b', 'c', 'b', 'a']],
    [new Int64(), [1n, 2n, 3n, 2n, 1n]],
  ] as const) {
    const path = write('twice.arrow', type, [...ids]);
    const batches = streamEmbeddings(path);
    expect((await batches.next()).value).toMatchObject({ firstRow: 0 });
    await expect(batches.next()).rejects.toThrow(
      `${path}, row 4: item ${ids[1]} stands in row 2 too; keep one`,
    );
  }
});

test('columns that cannot be told, and files that are none', async () => {
  const two = await copyTo(at('two.parquet'), valuesSql('id, a, b', '(1, [1], [2])'));
  await expect(read(two)).rejects.toThrow(
    `${two} has 2 columns of lists (a, b); say which is the embedding with ‹embeddingColumn›`,
  );
  const asked = { idColumn: null, embeddingColumn: 'b' };
  expect([...(await readEmbeddings(two, asked)).embeddings_ND]).toEqual([2]);
  await expect(readEmbeddings(two, { ...asked, embeddingColumn: 'B' })).rejects.toThrow(
    `has no column "B" (‹embeddingColumn›); did you mean "b"?`,
  );
  const flat = await copyTo(at('flat.parquet'), valuesSql('id, x', '(1, 2.5)'));
  await expect(read(flat)).rejects.toThrow(
    `${flat} has no column of lists; one list of numbers a row is wanted, beside the id; it has: id, x`,
  );
  const cut = at('cut.parquet');
  copyFileSync(two, cut);
  truncateSync(cut, 40);
  await expect(read(cut)).rejects.toThrow(`${cut} is cut short`);
  await expect(read(at('absent.parquet'))).rejects.toThrow('absent.parquet does not exist');
});
