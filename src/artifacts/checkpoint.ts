import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { writeFileWhole } from '../util/atomic-output.ts';
import { messageOf, systemErrorCode, UserError } from '../util/errors.ts';

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

interface HeaderEntry {
  readonly dtype: 'F32' | 'I32';
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const MAX_CHUNK_BYTES = 1 << 30;

export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: checkpoint.metadata };
  let offset = 0;
  for (const [name, { shape, values }] of checkpoint.tensors) {
    const end = offset + values.byteLength;
    header[name] = {
      dtype: values instanceof Int32Array ? 'I32' : 'F32',
      shape,
      data_offsets: [offset, end],
    };
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
  let size: number;
  try {
    size = statSync(path).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') throw new UserError(`${path} does not exist`);
    throw error;
  }
  const file = openSync(path, 'r');
  try {
    const { header, dataStart } = readHeader(file, size, path);
    const tensors = new Map<string, NamedTensor>();
    for (const [name, entry] of Object.entries(header)) {
      if (name !== '__metadata__') {
        tensors.set(
          name,
          readTensor(file, entry as HeaderEntry, dataStart, size, `${path}: ${name}`),
        );
      }
    }
    const metadata = (header.__metadata__ ?? {}) as Record<string, string>;
    return { tensors, metadata };
  } finally {
    closeSync(file);
  }
}

function readHeader(
  file: number,
  size: number,
  path: string,
): { header: Record<string, unknown>; dataStart: number } {
  const lengthBytes = Buffer.alloc(8);
  readSync(file, lengthBytes, 0, 8, 0);
  const length = Number(lengthBytes.readBigUInt64LE());
  if (size < 8 || length > size - 8)
    throw new UserError(`${path} is cut short or not safetensors; make it again`);
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, 8);
  try {
    return {
      header: JSON.parse(bytes.toString('utf8')) as Record<string, unknown>,
      dataStart: 8 + length,
    };
  } catch (error) {
    throw new UserError(`${path} is not safetensors (${messageOf(error)}); make it again`);
  }
}

function readTensor(
  file: number,
  entry: HeaderEntry,
  dataStart: number,
  size: number,
  what: string,
): NamedTensor {
  const [begin, end] = entry.data_offsets;
  if (dataStart + end > size) throw new UserError(`${what} is cut short; make it again`);
  const numValues = (end - begin) / 4;
  if (entry.dtype !== 'F32' && entry.dtype !== 'I32') {
    throw new UserError(`${what} is ${String(entry.dtype)}; F32 or I32 is wanted`);
  }
  const values = entry.dtype === 'I32' ? new Int32Array(numValues) : new Float32Array(numValues);
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
  return { shape: entry.shape, values };
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
