// Weights in half precision as float32.
import { UserError } from '../util/errors.ts';
import { numValues } from '../util/num-values.ts';
import type { StoredTensor } from './safetensors-file.ts';

interface Precision {
  readonly bytesPerValue: number;
  /** @param bytes with a buffer of their own */
  toFloats(bytes: Uint8Array): Float32Array;
}

const PRECISIONS: Readonly<Record<string, Precision>> = {
  F32: { bytesPerValue: 4, toFloats: (bytes) => new Float32Array(bytes.buffer) },
  F16: { bytesPerValue: 2, toFloats: ({ buffer }) => halvesToFloats(new Uint16Array(buffer)) },
  BF16: { bytesPerValue: 2, toFloats: ({ buffer }) => upperHalves(new Uint16Array(buffer)) },
};

/**
 * The values of a stored tensor of F32, F16 or BF16.
 *
 * @param bytes all of it, with a buffer of their own
 * @param what the tensor, for messages
 * @throws UserError if it holds no such floats, or not as many as its shape says
 */
export function toFloats(
  bytes: Uint8Array,
  { dtype, shape }: StoredTensor,
  what: string,
): Float32Array {
  if (!(dtype in PRECISIONS)) {
    const known = Object.keys(PRECISIONS).join(', ');
    throw new UserError(`${what} is of type ${dtype}; weights are read as ${known}`);
  }
  const precision = PRECISIONS[dtype];
  if (bytes.length !== precision.bytesPerValue * numValues(shape)) {
    throw new UserError(`${what} is damaged: its shape and its bytes differ; get the model again`);
  }
  return precision.toFloats(bytes);
}

/** IEEE 754 binary16, as their bits, to float32. */
export function halvesToFloats(halves: Uint16Array): Float32Array {
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = floatOfHalf(halves[i]);
  return floats;
}

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
function floatOfHalf(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -14;
  return sign * (1 + fraction) * 2 ** (exponent - 15);
}

/** bfloat16: the upper half of a float32. */
function upperHalves(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) words[i] = halves[i] << 16;
  return new Float32Array(words.buffer);
}
