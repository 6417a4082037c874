// Weights as safetensors.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { oneOf } from '../schema/kinds.ts';
import { writeFileWhole } from '../util/atomic-output.ts';
import { UserError } from '../util/errors.ts';
import { readFileBytes, readSafetensorsHeader } from './safetensors-file.ts';
import type { StoredTensor } from './safetensors-file.ts';

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

const dtype = oneOf(['F32', 'I32']);
const REMEDY = 'make it again';

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
  const { tensors, metadata } = readSafetensorsHeader(path, dtype.schema, REMEDY);
  const read = [...tensors].map(
    ([name, stored]) => [name, readTensor(path, name, stored)] as const,
  );
  return { tensors: new Map(read), metadata };
}

function readTensor(
  path: string,
  name: string,
  { dtype, shape, begin, numBytes }: StoredTensor,
): NamedTensor {
  const numValues = shape.reduce((product, length) => product * length, 1);
  if (numBytes !== 4 * numValues) {
    throw new UserError(`${path}: ${name} is damaged: its shape and its bytes differ; ${REMEDY}`);
  }
  const values = dtype === 'I32' ? new Int32Array(numValues) : new Float32Array(numValues);
  readFileBytes(path, begin, new Uint8Array(values.buffer));
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
