// What a simulated log does not tell.
import { Field, Float32, Int32, Schema, Utf8, vectorFromArray } from 'apache-arrow';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setting, UserError } from '../util/errors.ts';
import type { Ids } from '../util/ids.ts';
import {
  columnOf,
  createRecordBatch,
  float32Column,
  idColumn,
  idType,
  int32Column,
  valuesOf,
} from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { dayFileName } from './corpus.ts';
import { writeArrowFile } from './write-arrow-file.ts';

/** `truth/items.arrow` */
export function itemTruthPath(corpus: string): string {
  return join(corpus, 'truth', 'items.arrow');
}

/** `truth/day-001.arrow`. @param day counted from 1 */
export function probabilityPath(corpus: string, day: number): string {
  return join(corpus, 'truth', dayFileName(day));
}

/** What a simulated log does not tell of its items: `truth/items.arrow`, a row for each item. */
export interface ItemTruth {
  readonly itemIds: Ids;
  /** Node of the content tree at each of its levels, coarse first: cluster_1, cluster_2 ... */
  readonly cluster: readonly Int32Array[];
  /** What the item adds to the logit of a click beyond its content. */
  readonly quality: Float32Array;
  /** Row of the original; an item's own row where it is no copy. */
  readonly copyOf: Int32Array;
  /** "none", "exact", "near" */
  readonly copyKind: readonly string[];
}

export async function writeItemTruth(path: string, truth: ItemTruth): Promise<void> {
  const numbers = [...truth.cluster.map((_, level) => `cluster_${level + 1}`), 'copy_of_index'];
  const schema = new Schema([
    new Field('item_id', idType(truth.itemIds), false),
    ...numbers.map((name) => new Field(name, new Int32(), false)),
    new Field('copy_kind', new Utf8(), false),
    new Field('quality', new Float32(), false),
  ]);
  await writeArrowFile(path, async (file) => {
    const columns = [
      idColumn(truth.itemIds),
      ...truth.cluster.map(int32Column),
      int32Column(truth.copyOf),
      vectorFromArray(truth.copyKind as string[], new Utf8()).data[0],
      float32Column(truth.quality),
    ];
    await file.write(createRecordBatch(schema, columns));
  });
}

/** Which items are copies, and of what. */
export type ItemCopies = Pick<ItemTruth, 'copyOf' | 'copyKind'>;

/** @throws UserError if the corpus was not simulated: what is known of its items stands in no file then */
export async function readItemCopies(corpus: string): Promise<ItemCopies> {
  const path = itemTruthPath(corpus);
  if (!existsSync(path)) {
    throw new UserError(
      `${corpus} has no truth/items.arrow, so its copies are not known; only simulated corpora have it: ` +
        `sid simulate with ${setting('copyShare')} 0.02`,
    );
  }
  const file = await openArrowFile(path);
  try {
    const copyOf: number[] = [];
    const copyKind: string[] = [];
    for await (const batch of file.batches()) {
      const column = columnOf(batch, 'copy_of_index', path);
      for (const row of valuesOf(column, Int32Array, 'copy_of_index', path)) copyOf.push(row);
      columnOf(batch, 'copy_kind', path);
      const kinds = batch.getChild('copy_kind');
      for (let row = 0; row < batch.numRows; row++) copyKind.push(String(kinds?.get(row)));
    }
    return { copyOf: Int32Array.from(copyOf), copyKind };
  } finally {
    await file.close();
  }
}

/** Writes the true click probability of each row of a day's file, batch by batch: `truth/day-001.arrow`. */
export async function writeProbabilities(
  path: string,
  batches: AsyncIterable<Float32Array>,
): Promise<void> {
  const schema = new Schema([new Field('probability', new Float32(), false)]);
  await writeArrowFile(path, async (file) => {
    for await (const probability of batches) {
      await file.write(createRecordBatch(schema, [float32Column(probability)]));
    }
  });
}
