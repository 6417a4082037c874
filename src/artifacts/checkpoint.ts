// Weights as safetensors.
import { oneOf } from '../schema/kinds.ts';
import { UserError } from '../util/errors.ts';
import { numValues } from '../util/num-values.ts';
import { readFileBytes, readSafetensorsHeader } from './safetensors-file.ts';
import type { StoredTensor } from './safetensors-file.ts';
import { writeSafetensors } from './write-safetensors.ts';

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

export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const tensors = [...checkpoint.tensors].map(([name, { shape, values }]) => {
    const dtype = values instanceof Int32Array ? ('I32' as const) : ('F32' as const);
    return [name, { dtype, shape, parts: [values] }] as const;
  });
  await writeSafetensors(path, new Map(tensors), checkpoint.metadata);
}

/** @throws UserError if the file is missing, cut short or not safetensors */
export function readCheckpoint(path: string): Checkpoint {
  const { tensors, metadata } = readSafetensorsHeader(path, dtype.schema, REMEDY);
  const read = [...tensors].map(
    ([name, stored]) => [name, readTensor(path, name, stored)] as const,
  );
  return { tensors: new Map(read), metadata };
}

/** A checkpoint whose arrays are read one by one. */
export interface OpenCheckpoint {
  readonly metadata: Checkpoint['metadata'];
  /** As `tensorIn`. */
  readonly floats: (name: string, shape: readonly number[]) => Float32Array;
}

/** @throws UserError if the file is missing, cut short or not safetensors */
export function openCheckpoint(path: string): OpenCheckpoint {
  const { tensors, metadata } = readSafetensorsHeader(path, dtype.schema, REMEDY);
  return {
    metadata,
    floats(name, shape) {
      const stored = tensors.get(name);
      return floatsOf(stored && readTensor(path, name, stored), name, shape, path);
    },
  };
}

function readTensor(
  path: string,
  name: string,
  { dtype, shape, begin, numBytes }: StoredTensor,
): NamedTensor {
  const count = numValues(shape);
  if (numBytes !== 4 * count) {
    throw new UserError(`${path}: ${name} is damaged: its shape and its bytes differ; ${REMEDY}`);
  }
  const values = dtype === 'I32' ? new Int32Array(count) : new Float32Array(count);
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
  return floatsOf(checkpoint.tensors.get(name), name, shape, path);
}

function floatsOf(
  tensor: NamedTensor | undefined,
  name: string,
  shape: readonly number[],
  path: string,
): Float32Array {
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
