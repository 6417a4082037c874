// Weights as safetensors.
import { closeSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import {
  array,
  byName,
  exactOptional,
  objectOf,
  objectWithRest,
  strictTuple,
  string,
} from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import { nonNegativeInt, oneOf } from '../schema/kinds.ts';
import { writeFileWhole } from '../util/atomic-output.ts';
import { systemErrorCode, UserError } from '../util/errors.ts';
import { parseFileText } from './json-file.ts';

/**
 * Weights by name in a safetensors file: 8 bytes of header length, a JSON header, then the raw arrays.
 * Read by Python's `safetensors` without us. Arrays are little-endian, row-major.
 * @see https://github.com/huggingface/safetensors (format)
 */
export interface Checkpoint {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  /** Text by key, from the header's `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface NamedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

const tensorSchema = objectOf({
  dtype: oneOf(['F32', 'I32']).schema,
  shape: array(nonNegativeInt.schema, 'a list'),
  /** First byte and the one behind the last, counted from the end of the header. */
  data_offsets: strictTuple([nonNegativeInt.schema, nonNegativeInt.schema], 'two numbers'),
});

const headerSchema = objectWithRest(
  { __metadata__: exactOptional(byName(string()), {}) },
  tensorSchema,
  'an object',
);
type Header = InferOutput<typeof headerSchema>;

const MAX_CHUNK_BYTES = 1 << 30;

export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: checkpoint.metadata };
  let offset = 0;
  for (const [name, { shape, values }] of checkpoint.tensors) {
    const end = offset + values.byteLength;
    const dtype = values instanceof Int32Array ? 'I32' : 'F32';
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = JSON.stringify(header);
  const headerBytes = Buffer.from(text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8));
  await writeFileWhole(path, (temporaryPath) => {
    const file = openSync(temporaryPath, 'w');
    try {
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(headerBytes.length));
      writeBytes(file, length);
      writeBytes(file, headerBytes);
      for (const { values } of checkpoint.tensors.values()) writeBytes(file, values);
      // On the disk before it has its name: a machine that dies leaves the old checkpoint or the new one.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

function writeBytes(file: number, view: Uint8Array | Float32Array | Int32Array): void {
  let position = 0;
  while (position < view.byteLength) {
    const length = Math.min(MAX_CHUNK_BYTES, view.byteLength - position);
    position += writeSync(file, new Uint8Array(view.buffer, view.byteOffset + position, length));
  }
}

/** @throws UserError if the file is missing, cut short or not safetensors */
export function readCheckpoint(path: string): Checkpoint {
  const size = sizeOf(path);
  const file = openSync(path, 'r');
  try {
    const { header, dataStart } = readHeader(file, size, path);
    const { __metadata__: metadata, ...entries } = header;
    const tensors = new Map(
      Object.entries(entries).map(([name, entry]) => [
        name,
        readTensor(file, entry, dataStart, size, `${path}: ${name}`),
      ]),
    );
    return { tensors, metadata };
  } finally {
    closeSync(file);
  }
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

function readHeader(
  file: number,
  size: number,
  path: string,
): { header: Header; dataStart: number } {
  const lengthBytes = Buffer.alloc(8);
  readSync(file, lengthBytes, 0, 8, 0);
  const length = Number(lengthBytes.readBigUInt64LE());
  if (size < 8 || length > size - 8)
    throw new UserError(`${path} is cut short or not safetensors; make it again`);
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, 8);
  const header = parseFileText(headerSchema, bytes.toString('utf8'), path, 'make it again');
  return { header, dataStart: 8 + length };
}

function readTensor(
  file: number,
  { dtype, shape, data_offsets: [begin, end] }: InferOutput<typeof tensorSchema>,
  dataStart: number,
  size: number,
  what: string,
): NamedTensor {
  const numValues = shape.reduce((product, length) => product * length, 1);
  if (end - begin !== 4 * numValues) {
    throw new UserError(`${what} is damaged: its shape and its bytes differ; make it again`);
  }
  if (dataStart + end > size) throw new UserError(`${what} is cut short; make it again`);
  const values = dtype === 'I32' ? new Int32Array(numValues) : new Float32Array(numValues);
  let position = 0;
  while (position < end - begin) {
    const length = Math.min(MAX_CHUNK_BYTES, end - begin - position);
    position += readSync(
      file,
      new Uint8Array(values.buffer, position, length),
      0,
      length,
      dataStart + begin + position,
    );
  }
  return { shape, values };
}

/**
 * The tensor of that name and shape.
 *
 * @throws UserError if it is missing or of another shape: a model of other dimensions
 */
export function tensorIn(
  checkpoint: Checkpoint,
  name: string,
  shape: readonly number[],
  path: string,
): Float32Array {
  const tensor = checkpoint.tensors.get(name);
  if (tensor === undefined)
    throw new UserError(`${path} has no tensor "${name}"; it is another kind of model`);
  if (tensor.shape.join() !== shape.join() || !(tensor.values instanceof Float32Array)) {
    throw new UserError(
      `${path}: "${name}" has shape [${tensor.shape.join()}], [${shape.join()}] is wanted; ` +
        'the model was made with other dimensions',
    );
  }
  return tensor.values;
}
