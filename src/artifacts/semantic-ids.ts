import { Field, Int32, Schema } from 'apache-arrow';
import { writeFileWhole } from '../util/atomic-output.ts';
import { UserError } from '../util/errors.ts';
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
import { createArrowFileWriter, openArrowFile } from './arrow-file.ts';
import { appendIds, toIds } from './ids.ts';

/**
 * Semantic IDs: an Arrow file with columns item_id and codes (list of L int32, coarse to fine, each in
 * [0, K)); levels, codebook_size and the hash of the RQ-VAE stand in the schema's metadata.
 */
export interface SemanticIds {
  readonly itemIds: Ids;
  readonly codes_NL: Int32Array;
  /** L */
  readonly levels: number;
  /** K */
  readonly codebookSize: number;
  /** SHA-256 of the RQ-VAE's weights, or a name for codes from elsewhere. */
  readonly quantizer: string;
}

export async function writeSemanticIds(path: string, sids: SemanticIds): Promise<void> {
  const metadata = new Map([
    ['levels', String(sids.levels)],
    ['codebook_size', String(sids.codebookSize)],
    ['quantizer', sids.quantizer],
  ]);
  const schema = new Schema(
    [
      new Field('item_id', idType(sids.itemIds), false),
      new Field('codes', listType(new Int32(), sids.levels), false),
    ],
    metadata,
  );
  await writeFileWhole(path, async (temporaryPath) => {
    const file = await createArrowFileWriter(temporaryPath);
    const columns = [idColumn(sids.itemIds), listColumn(sids.codes_NL, sids.levels)];
    await file.write(createRecordBatch(schema, columns));
    await file.close();
  });
}

/** @throws UserError where a code is outside [0, K), an id stands twice, or the metadata is missing */
export async function readSemanticIds(path: string): Promise<SemanticIds> {
  const file = await openArrowFile(path);
  try {
    const levels = numberIn(file.schema, 'levels', path);
    const codebookSize = numberIn(file.schema, 'codebook_size', path);
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
    assertCodesInRange(codes, levels, codebookSize, path);
    const quantizer = file.schema.metadata.get('quantizer') ?? 'unknown';
    const itemIds = toIds(ids, 'item_id', path);
    return { itemIds, codes_NL: Int32Array.from(codes), levels, codebookSize, quantizer };
  } finally {
    await file.close();
  }
}

/**
 * Codes in the order of another list of ids (a corpus's items).
 *
 * @throws UserError naming the first item without a code
 */
export function codesInOrder(sids: SemanticIds, itemIds: Ids, path: string): Int32Array {
  const rowOf = indexOfIds(sids.itemIds);
  const codes_NL = new Int32Array(itemIds.length * sids.levels);
  for (let item = 0; item < itemIds.length; item++) {
    const row = rowOf.get(idAt(itemIds, item));
    if (row === undefined) {
      throw new UserError(
        `${path}: item ${idAt(itemIds, item)} (row ${item + 1} of items.arrow) has no code; ` +
          `run sid assign on this corpus's embeddings`,
      );
    }
    codes_NL.set(
      sids.codes_NL.subarray(row * sids.levels, (row + 1) * sids.levels),
      item * sids.levels,
    );
  }
  return codes_NL;
}

function numberIn(schema: Schema, key: string, path: string): number {
  const value = Number(schema.metadata.get(key));
  if (!Number.isInteger(value) || value < 1) {
    throw new UserError(`${path}: no "${key}" in the schema's metadata; write it with sid assign`);
  }
  return value;
}

function assertCodesInRange(
  codes: readonly number[],
  levels: number,
  size: number,
  path: string,
): void {
  const position = codes.findIndex((code) => code < 0 || code >= size);
  if (position >= 0) {
    const row = Math.floor(position / levels) + 1;
    throw new UserError(
      `${path}, row ${row}: code ${codes[position]} is outside [0, ${size}); assign again`,
    );
  }
}
