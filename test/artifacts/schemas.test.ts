import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Field,
  FixedSizeList,
  Float32,
  Int32,
  List,
  Schema,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { DataType, Vector } from 'apache-arrow';
import { afterAll, describe, expect, test } from 'vitest';
import { openArrowFile } from '../../src/artifacts/arrow-file.ts';
import { toIds, writeIds } from '../../src/artifacts/id-file.ts';
import { createDayWriter, readDay } from '../../src/artifacts/impressions.ts';
import { readItemEmbeddings, writeItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { readSemanticIds, writeSemanticIds } from '../../src/artifacts/semantic-ids.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-schemas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** data/README.md's word for an Arrow type. */
function wordOf(type: string): string {
  if (type.startsWith('FixedSizeList')) return 'list';
  if (type === 'Timestamp<MILLISECOND, UTC>') return 'timestamp[ms, UTC]';
  return type.toLowerCase();
}

/** Name and type of each column of a file. */
async function writtenColumns(path: string): Promise<[name: string, word: string][]> {
  const file = await openArrowFile(path);
  await file.close();
  return file.schema.fields.map(({ name, type }: Field) => [name, wordOf(String(type))]);
}

/** Name and type of each column, from the table below a heading of data/README.md. */
function documentedColumns(heading: string, paragraphsBefore = 0): [name: string, word: string][] {
  const [, section] = readFileSync('data/README.md', 'utf8').split(`### ${heading}\n\n`);
  const table = section.split('\n\n')[paragraphsBefore];
  return table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .map(([, name, type]) => [
      name.replace(/^`(\w+)`.*$/, '$1'),
      type.startsWith('list of ') ? 'list' : type.split(/ or |;|, none/)[0],
    ]);
}

test('data/README.md names the columns that are written, and their types', async () => {
  const at = (name: string): string => join(folder, name);
  const itemIds = Float64Array.of(1, 2);
  const category = { name: 'section', value_N: ['sports', ''] };
  await writeIds(at('items.arrow'), 'item_id', itemIds, [category]);
  const embeddings = { itemIds, embeddings_ND: new Float32Array(4), width: 2 };
  await writeItemEmbeddings(at('embeddings.arrow'), embeddings);
  const writer = await createDayWriter(at('day-001.arrow'), ['hour']);
  const ints = Int32Array.of(0);
  const [timeMs, label, dense] = [Float64Array.of(0), Uint8Array.of(0), [Float32Array.of(0)]];
  await writer.write({ userIndex: ints, itemIndex: ints, timeMs, label, dense });
  await writer.close();

  expect(documentedColumns('`items.arrow` and `users.arrow`')).toEqual(
    await writtenColumns(at('items.arrow')),
  );
  expect(documentedColumns('`embeddings.arrow`')).toEqual(
    await writtenColumns(at('embeddings.arrow')),
  );
  const sizes = { levels: 3, codebookSizes: [2, 2, 2] };
  const sids = { itemIds, codes_NL: new Int32Array(6), ...sizes, quantizer: 'x' };
  await writeSemanticIds(at('sids.arrow'), sids);
  expect(documentedColumns('`sids.arrow`, written by `sid assign`', 1)).toEqual(
    await writtenColumns(at('sids.arrow')),
  );
  const day = await writtenColumns(at('day-001.arrow'));
  const last = ['one column for each dense feature', 'float32'];
  expect(documentedColumns('`days/day-001.arrow`')).toEqual([...day.slice(0, -1), last]);
  expect(day.at(-1)).toEqual(['hour', 'float32']);
});

/** Codes (0, 1) and (2, 3) of two items, with any metadata. */
function writeCodes(name: string, metadata: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  const codes = vectorFromArray(
    [
      [0, 1],
      [2, 3],
    ],
    new FixedSizeList(2, new Field('item', new Int32())),
  );
  const { schema, batches } = new Table({ item_id: vectorFromArray([1, 2], new Int32()), codes });
  const described = new Schema(schema.fields, new Map(Object.entries(metadata)));
  writeFileSync(path, tableToIPC(new Table(described, batches), 'file'));
  return path;
}

/** A file of another program, with any columns. */
function writeOther(name: string, columns: Readonly<Record<string, Vector>>): string {
  const path = join(folder, name);
  writeFileSync(path, tableToIPC(new Table(columns), 'file'));
  return path;
}

describe('files of other programs', () => {
  const ids = vectorFromArray([1, 2], new Int32());

  test('a column of another type is named with its type', async () => {
    const path = writeOther('types.arrow', {
      user_index: vectorFromArray([1.5], new Float32()),
      item_index: ids,
    });
    await expect(readDay(path, []).next()).rejects.toThrow(
      `${path}: column "user_index" is Float32; Int32Array is wanted`,
    );
  });

  test('empty values are counted', async () => {
    const path = writeOther('empty.arrow', { user_index: vectorFromArray([1, null], new Int32()) });
    await expect(readDay(path, []).next()).rejects.toThrow(
      `${path}: column "user_index" has 1 empty values; fill or drop them`,
    );
  });

  test('an id stands once, written as a number or as a text', () => {
    expect(() => toIds([7, 'a', '7'], 'item_id', 'x.json')).toThrow(
      'x.json, row 3: item_id 7 stands in row 1 too; keep one',
    );
    expect(toIds([7, 'a'], 'item_id', 'x.json')).toEqual(['7', 'a']);
  });

  test('lists must have one length, and hold numbers', async () => {
    const write = (name: string, rows: unknown[][], type: DataType): string =>
      writeOther(name, {
        item_id: ids,
        embedding: vectorFromArray(rows, new List(new Field('item', type))),
      });
    const path = write('list.arrow', [[1], [2]], new Float32());
    expect(await readItemEmbeddings(path)).toMatchObject({ width: 1 });
    const uneven = write('uneven.arrow', [[1], [2, 3]], new Float32());
    await expect(readItemEmbeddings(uneven)).rejects.toThrow('has 2 numbers, the first row has 1');
    const texts = write('texts.arrow', [['a'], ['b']], new Utf8());
    await expect(readItemEmbeddings(texts)).rejects.toThrow('holds Utf8; numbers are wanted');
  });

  test('codes without their metadata, of other levels or out of range are refused', async () => {
    const path = join(folder, 'sids.arrow');
    const sids = {
      itemIds: ['a', 'b'],
      codes_NL: Int32Array.of(0, 1, 2, 3),
      levels: 2,
      codebookSizes: [4, 4],
      quantizer: 'test',
    };
    await writeSemanticIds(path, { ...sids, codebookSizes: [3, 3] });
    await expect(readSemanticIds(path)).rejects.toThrow(
      `${path}, row 2: code 3 is outside [0, 3); assign again`,
    );
    await writeSemanticIds(path, { ...sids, itemIds: ['a', 'a'] });
    await expect(readSemanticIds(path)).rejects.toThrow(
      `${path}, row 2: item_id a stands in row 1 too; keep one`,
    );
    await writeSemanticIds(path, { ...sids, codebookSizes: [3, 4] });
    expect((await readSemanticIds(path)).codebookSizes).toEqual([3, 4]);
    const other = writeOther('codes.arrow', { item_id: ids, codes: ids });
    await expect(readSemanticIds(other)).rejects.toThrow(
      `${other}: no "levels" in the schema's metadata; write it with sid assign`,
    );
    const mixed = writeCodes('mixed.arrow', { levels: '2', codebook_sizes: '4,4,4' });
    await expect(readSemanticIds(mixed)).rejects.toThrow(
      `${mixed}: "codebook_sizes" of the schema's metadata is "4,4,4", a whole number for each of 2 levels is wanted`,
    );
  });

  test('codes of before sizes could differ by level have one size for all', async () => {
    const path = writeCodes('before.arrow', { levels: '2', codebook_size: '4' });
    const { codebookSizes, codes_NL } = await readSemanticIds(path);
    expect(codebookSizes).toEqual([4, 4]);
    expect([...codes_NL]).toEqual([0, 1, 2, 3]);
    const none = writeCodes('none.arrow', { levels: '2' });
    await expect(readSemanticIds(none)).rejects.toThrow('no "codebook_size" in the schema');
  });
});
