// Codes in a JSON index, and in codes.safetensors.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readJson } from '../../artifacts/json-file.ts';
import { readCheckpoint } from '../../artifacts/checkpoint.ts';
import type { SqlValue } from '../../data/duckdb.ts';
import { isObject } from '../../schema/json.ts';
import { UserError } from '../../util/errors.ts';
import type { CodeRow, CodeSource } from './code-source.ts';

/** `{"item": ["<a_3>", "<b_9>"]}`; a text or a list of numbers for each item is taken too. Held in memory. */
export function openIndexCodes(path: string): CodeSource {
  const json = readJson(path);
  if (!isObject(json) || Array.isArray(json)) {
    throw new UserError(
      `${path} is no index of codes: an object like {"item": ["<a_3>", "<b_9>"]} is wanted`,
    );
  }
  const entries = Object.entries(json);
  const areWhole = entries.every(([id]) => String(Number(id)) === id && Number.isSafeInteger(+id));
  const rows = entries.map(([id, codes]) => ({
    id: areWhole ? Number(id) : id,
    codes: codes as SqlValue,
  }));
  return { where: 'the entry', hasColumns: false, rows: onePart(rows) };
}

/** Tensor `codes` [N, L], with the ids in item_ids.json beside it, else numbered from 0. */
export function openTensorCodes(path: string): CodeSource {
  const { tensors, metadata } = readCheckpoint(path);
  const codes = tensors.get('codes');
  if (codes === undefined || codes.shape.length !== 2 || !(codes.values instanceof Int32Array)) {
    throw new UserError(
      `${path} has no tensor "codes" of int32 [items, levels]; convert the file to Parquet`,
    );
  }
  const { values } = codes;
  const [numItems, levels] = codes.shape;
  const ids = readIdsBeside(path, numItems);
  const rows = Array.from({ length: numItems }, (_, item) => ({
    id: ids === undefined ? item : ids[item],
    codes: [...values.subarray(item * levels, (item + 1) * levels)],
  }));
  const sizes = metadata.codebook_sizes?.split(',').map(Number);
  return {
    ...{ where: 'tensor "codes"', hasColumns: false, rows: onePart(rows) },
    ...(sizes?.length === levels ? { codebookSizes: sizes } : {}),
  };
}

function readIdsBeside(path: string, numItems: number): readonly SqlValue[] | undefined {
  const file = join(dirname(path), 'item_ids.json');
  if (!existsSync(file)) return undefined;
  const ids = readJson(file);
  if (!Array.isArray(ids) || ids.length !== numItems) {
    throw new UserError(`${file} is no list of the ${numItems} ids of ${path}; mend or remove it`);
  }
  return ids as SqlValue[];
}

// A generator that has nothing to wait for: what tables give piece by piece is here at once.
async function* onePart(rows: readonly CodeRow[]): AsyncGenerator<readonly CodeRow[]> {
  yield await Promise.resolve(rows);
}
