// Where items are in their pictures.
import { Bool, Field, Float32, Schema, Utf8 } from 'apache-arrow';
import type { RecordBatch } from 'apache-arrow';
import { UserError } from '../util/errors.ts';
import type { Ids } from '../util/ids.ts';
import {
  boolColumn,
  boolsOf,
  columnOf,
  createRecordBatch,
  float32Column,
  idColumn,
  idsOf,
  idType,
  textColumn,
  textsOf,
  valuesOf,
} from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { writeArrowFile } from './write-arrow-file.ts';

/** An item's box: a row of `boxes.arrow` but for its id. */
export interface ItemBox {
  /** From (x0, y0) to (x1, y1), in fractions of the picture's width and height when upright. */
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** Of the best box, 0 to 1. */
  readonly score: number;
  /** Whether the score is above the threshold; where not, the box is the whole picture. */
  readonly isFound: boolean;
  /** What was looked for. */
  readonly prompt: string;
  /** SHA-256 of the picture's bytes: the box holds for no other. */
  readonly pictureHash: string;
}

/** Rows of the file, in record batches. */
export interface ItemBoxes {
  readonly itemIds: Ids;
  readonly boxes: readonly ItemBox[];
}

const NUMBERS = ['x0', 'y0', 'x1', 'y1', 'score'] as const;

/** @param parts at least one, ids of one kind; a record batch each */
export async function writeItemBoxes(
  path: string,
  parts: Iterable<ItemBoxes> | AsyncIterable<ItemBoxes>,
): Promise<void> {
  await writeArrowFile(path, async (file) => {
    let schema: Schema | undefined;
    for await (const { itemIds, boxes } of parts) {
      schema ??= new Schema([
        new Field('item_id', idType(itemIds), false),
        ...NUMBERS.map((name) => new Field(name, new Float32(), false)),
        new Field('is_found', new Bool(), false),
        new Field('prompt', new Utf8(), false),
        new Field('picture_hash', new Utf8(), false),
      ]);
      const columns = [
        idColumn(itemIds),
        ...NUMBERS.map((name) => float32Column(Float32Array.from(boxes, (box) => box[name]))),
        boolColumn(boxes.map(({ isFound }) => isFound)),
        textColumn(boxes.map(({ prompt }) => prompt)),
        textColumn(boxes.map(({ pictureHash }) => pictureHash)),
      ];
      await file.write(createRecordBatch(schema, columns));
    }
  });
}

/** A record batch's boxes with the ids of their items. */
export interface ItemBoxBatch {
  readonly itemIds: readonly (number | string)[];
  readonly boxes: readonly ItemBox[];
}

/**
 * Streams boxes batch by batch.
 *
 * @throws UserError naming the item whose box is none
 */
export async function* streamItemBoxes(path: string): AsyncGenerator<ItemBoxBatch> {
  const file = await openArrowFile(path);
  try {
    for await (const batch of file.batches()) yield readBatch(batch, path);
  } finally {
    await file.close();
  }
}

/** The file's record batches in any order, counted from 0. */
export async function openItemBoxes(path: string): Promise<{
  read: (batch: number) => Promise<ItemBoxBatch>;
  close: () => Promise<void>;
}> {
  const file = await openArrowFile(path);
  return {
    read: async (batch) => readBatch(await file.batch(batch), path),
    close: () => file.close(),
  };
}

function readBatch(batch: RecordBatch, path: string): ItemBoxBatch {
  const itemIds = idsOf(columnOf(batch, 'item_id', path), batch, 'item_id', path);
  const [x0, y0, x1, y1, score] = NUMBERS.map((name) =>
    valuesOf(columnOf(batch, name, path), Float32Array, name, path),
  );
  const isFound = boolsOf(columnOf(batch, 'is_found', path), batch, 'is_found', path);
  const [prompts, hashes] = ['prompt', 'picture_hash'].map((name) =>
    textsOf(columnOf(batch, name, path), batch, name, path),
  );
  const boxes = itemIds.map((id, i) => {
    const box = { x0: x0[i], y0: y0[i], x1: x1[i], y1: y1[i], score: score[i] };
    assertBox(box, id, path);
    return { ...box, isFound: isFound[i], prompt: prompts[i], pictureHash: hashes[i] };
  });
  return { itemIds, boxes };
}

function assertBox(
  { x0, y0, x1, y1 }: Pick<ItemBox, 'x0' | 'y0' | 'x1' | 'y1'>,
  id: number | string,
  path: string,
): void {
  if (x0 >= 0 && x0 < x1 && x1 <= 1 && y0 >= 0 && y0 < y1 && y1 <= 1) return;
  throw new UserError(
    `${path}, item ${id}: ${[x0, y0, x1, y1].join(', ')} is no box within 0 to 1; drop the row or make it again`,
  );
}
