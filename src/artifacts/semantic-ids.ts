// `sids.arrow`.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Field, Int32, Schema } from 'apache-arrow';
import type { Int64, RecordBatch, Utf8 } from 'apache-arrow';
import { UserError } from '../util/errors.ts';
import { gatherRows } from '../util/gather-rows.ts';
import { idAt, indexOfIds } from '../util/ids.ts';
import type { Ids } from '../util/ids.ts';
import {
  columnOf,
  createRecordBatch,
  idColumn,
  idType,
  listColumn,
  listOf,
  listType,
} from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { appendIds, toIds } from './id-file.ts';
import { parseFileText } from './json-file.ts';
import { sidsMakingSchema } from './sids-making.ts';
import type { SidsMaking } from './sids-making.ts';
import { writeArrowFile } from './write-arrow-file.ts';

/**
 * Semantic IDs: an Arrow file with columns item_id and codes (list of L int32, coarse to fine, each below
 * its level's size); levels, codebook_sizes and the hash of the RQ-VAE stand in the schema's metadata.
 */
export interface SemanticIds {
  readonly itemIds: Ids;
  readonly codes_NL: Int32Array;
  /** L */
  readonly levels: number;
  /** Codes of each level, coarse to fine: L numbers. */
  readonly codebookSizes: readonly number[];
  /** SHA-256 of the RQ-VAE's weights, or a name for codes from elsewhere. */
  readonly quantizer: string;
  /** How codes came about beside the model; missing where the file does not say. */
  readonly making?: SidsMaking;
}

export async function writeSemanticIds(path: string, sids: SemanticIds): Promise<void> {
  await writeSemanticIdStream(path, sids, async (write) => write(sids.itemIds, sids.codes_NL));
}

/** What is known of all semantic IDs of a file before the first is written. */
export type SemanticIdFormat = Pick<
  SemanticIds,
  'levels' | 'codebookSizes' | 'quantizer' | 'making'
>;

/** Adds a stretch of items; all of a file have ids of one kind. */
export type WriteSemanticIds = (itemIds: Ids, codes_BL: Int32Array) => Promise<void>;

/**
 * Writes semantic IDs stretch by stretch; the file has its name when `fill` has ended.
 *
 * @param fill calls what it is given at least once
 */
export async function writeSemanticIdStream(
  path: string,
  format: SemanticIdFormat,
  fill: (write: WriteSemanticIds) => Promise<void>,
): Promise<void> {
  await writeArrowFile(path, async (file) => {
    let schema: Schema | undefined;
    const write: WriteSemanticIds = async (itemIds, codes_BL) => {
      schema ??= semanticIdSchema(idType(itemIds), format);
      await file.write(semanticIdBatch(schema, itemIds, codes_BL));
    };
    await fill(write);
  });
}

/** The columns of semantic IDs, and what is known of all of them. */
export function semanticIdSchema(type: Int64 | Utf8, format: SemanticIdFormat): Schema {
  if (format.codebookSizes.length !== format.levels) {
    throw new Error(`${format.levels} levels have ${format.codebookSizes.length} codebook sizes`);
  }
  const metadata = new Map([
    ['levels', String(format.levels)],
    ['codebook_sizes', format.codebookSizes.join()],
    ['quantizer', format.quantizer],
    ...(format.making === undefined ? [] : [[MAKING, JSON.stringify(format.making)] as const]),
  ]);
  return new Schema(
    [
      new Field('item_id', type, false),
      new Field('codes', listType(new Int32(), format.levels), false),
    ],
    metadata,
  );
}

/** Some items under such a schema. */
export function semanticIdBatch(schema: Schema, itemIds: Ids, codes_BL: Int32Array): RecordBatch {
  const levels = codes_BL.length / Math.max(itemIds.length, 1);
  return createRecordBatch(schema, [idColumn(itemIds), listColumn(codes_BL, levels)]);
}

/** @param path sids.arrow, or a folder that holds it. @throws UserError where there is none */
export function sidsFile(path: string): string {
  if (!existsSync(path)) throw new UserError(`${path} does not exist; make it with sid assign`);
  if (!statSync(path).isDirectory()) return path;
  const file = join(path, 'sids.arrow');
  if (existsSync(file)) return file;
  throw new UserError(
    `${path} is a folder without sids.arrow; give the output folder of a sid assign`,
  );
}

/**
 * @param path the file, or a folder that holds it
 * @throws UserError where a code is not below its level's size, an id stands twice, or the metadata is missing
 */
export async function readSemanticIds(path: string): Promise<SemanticIds> {
  const file = await openArrowFile(sidsFile(path));
  try {
    const levels = numberIn(file.schema, 'levels', path);
    const codebookSizes = codebookSizesIn(file.schema, levels, path);
    const ids: (number | string)[] = [];
    const codes: number[] = [];
    for await (const batch of file.batches()) {
      appendIds(ids, batch, 'item_id', path);
      const { values, width } = listOf(columnOf(batch, 'codes', path), 'codes', path);
      if (width !== levels) {
        throw new UserError(
          `${path}: codes have ${width} levels, its metadata says ${levels}; assign again`,
        );
      }
      for (const code of values) codes.push(code);
    }
    assertCodesInRange(codes, codebookSizes, path);
    const quantizer = file.schema.metadata.get('quantizer') ?? 'unknown';
    const itemIds = toIds(ids, 'item_id', path);
    const making = makingIn(file.schema, path);
    return {
      itemIds,
      codes_NL: Int32Array.from(codes),
      levels,
      codebookSizes,
      quantizer,
      ...making,
    };
  } finally {
    await file.close();
  }
}

/** Key in the schema's metadata. */
const MAKING = 'assigned';

function makingIn(schema: Schema, path: string): Pick<SemanticIds, 'making'> {
  const text = schema.metadata.get(MAKING);
  if (text === undefined) return {};
  return {
    making: parseFileText(sidsMakingSchema, text, `${path}: metadata "${MAKING}"`, 'assign again'),
  };
}

/**
 * Codes in the order of another list of ids (a corpus's items).
 *
 * @throws UserError naming the first item without a code
 */
export function codesInOrder(sids: SemanticIds, itemIds: Ids, path: string): Int32Array {
  const rowOf = indexOfIds(sids.itemIds);
  const rows = Int32Array.from({ length: itemIds.length }, (_, item) => {
    const row = rowOf.get(idAt(itemIds, item));
    if (row !== undefined) return row;
    throw new UserError(
      `${path}: item ${idAt(itemIds, item)} (row ${item + 1} of items.arrow) has no code; ` +
        `run sid assign on this corpus's embeddings`,
    );
  });
  return gatherRows(sids.codes_NL, sids.levels, rows);
}

function numberIn(schema: Schema, key: string, path: string): number {
  const value = Number(schema.metadata.get(key));
  if (!Number.isInteger(value) || value < 1) {
    throw new UserError(`${path}: no "${key}" in the schema's metadata; write it with sid assign`);
  }
  return value;
}

/** "256,64,64"; files of before sizes could differ by level have one size, under another key. */
function codebookSizesIn(schema: Schema, levels: number, path: string): number[] {
  const list = schema.metadata.get('codebook_sizes');
  if (list === undefined) {
    return Array<number>(levels).fill(numberIn(schema, 'codebook_size', path));
  }
  const sizes = list.split(',').map(Number);
  if (sizes.length !== levels || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
    throw new UserError(
      `${path}: "codebook_sizes" of the schema's metadata is "${list}", a whole number for each of ` +
        `${levels} levels is wanted; assign again`,
    );
  }
  return sizes;
}

function assertCodesInRange(
  codes: readonly number[],
  codebookSizes: readonly number[],
  path: string,
): void {
  const levels = codebookSizes.length;
  const position = codes.findIndex((code, i) => code < 0 || code >= codebookSizes[i % levels]);
  if (position >= 0) {
    const row = Math.floor(position / levels) + 1;
    const size = codebookSizes[position % levels];
    throw new UserError(
      `${path}, row ${row}: code ${codes[position]} is outside [0, ${size}); assign again`,
    );
  }
}
