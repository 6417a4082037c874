// The container of safetensors: 8 bytes of header length, a JSON header, then raw arrays.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import {
  array,
  byName,
  exactOptional,
  objectOf,
  objectWithRest,
  strictTuple,
  string,
} from '../schema/json.ts';
import type { Schema } from '../schema/json.ts';
import { nonNegativeInt } from '../schema/kinds.ts';
import { systemErrorCode, UserError } from '../util/errors.ts';
import { parseFileText } from './json-file.ts';

/** Where a tensor lies in its file, and what it is. */
export interface StoredTensor<Dtype extends string = string> {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** From the start of the file. */
  readonly begin: number;
  readonly numBytes: number;
}

/** What the header of a file says. */
export interface SafetensorsHeader<Dtype extends string = string> {
  readonly tensors: ReadonlyMap<string, StoredTensor<Dtype>>;
  /** Text by key, from `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
const MAX_CHUNK_BYTES = 1 << 30;

/**
 * @param dtype the types of tensors that may stand in the file
 * @param remedy for a file that is no safetensors file: "make it again"
 * @throws UserError if the file is missing, cut short or not safetensors
 * @see https://github.com/huggingface/safetensors (format)
 */
export function readSafetensorsHeader<Dtype extends string>(
  path: string,
  dtype: Schema<Dtype>,
  remedy: string,
): SafetensorsHeader<Dtype> {
  const size = sizeOf(path);
  const lengthBytes = Buffer.alloc(LENGTH_BYTES);
  if (size >= LENGTH_BYTES) readFileBytes(path, 0, lengthBytes);
  const length = Number(lengthBytes.readBigUInt64LE());
  if (size < LENGTH_BYTES || length > size - LENGTH_BYTES)
    throw new UserError(`${path} is cut short or not safetensors; ${remedy}`);
  const bytes = Buffer.alloc(length);
  readFileBytes(path, LENGTH_BYTES, bytes);
  const header = parseFileText(headerSchema(dtype), bytes.toString('utf8'), path, remedy);
  const { __metadata__: metadata, ...entries } = header;
  const dataStart = LENGTH_BYTES + length;
  const tensors = Object.entries(entries).map(([name, entry]) => {
    const [begin, end] = entry.data_offsets;
    if (dataStart + end > size) throw new UserError(`${path}: ${name} is cut short; ${remedy}`);
    const stored = { dtype: entry.dtype, shape: entry.shape };
    return [name, { ...stored, begin: dataStart + begin, numBytes: end - begin }] as const;
  });
  return { tensors: new Map(tensors), metadata };
}

function headerSchema<Dtype extends string>(dtype: Schema<Dtype>) {
  const tensor = objectOf({
    dtype,
    shape: array(nonNegativeInt.schema, 'a list'),
    /** First byte and the one behind the last, counted from the end of the header. */
    data_offsets: strictTuple([nonNegativeInt.schema, nonNegativeInt.schema], 'two numbers'),
  });
  const known = { __metadata__: exactOptional(byName(string()), {}) };
  return objectWithRest(known, tensor, 'an object');
}

function sizeOf(path: string): number {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      throw new UserError(`${path} is a folder; a safetensors file is wanted`);
    }
    return stat.size;
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw new UserError(`${path} does not exist; check the name`);
  }
}

/** Fills `target` with the bytes of a file from `begin` on. */
export function readFileBytes(path: string, begin: number, target: Uint8Array): void {
  const file = openSync(path, 'r');
  try {
    let position = 0;
    while (position < target.byteLength) {
      const length = Math.min(MAX_CHUNK_BYTES, target.byteLength - position);
      const read = readSync(file, target, position, length, begin + position);
      if (read === 0) throw new Error(`${path} became shorter while it was read`);
      position += read;
    }
  } finally {
    closeSync(file);
  }
}
