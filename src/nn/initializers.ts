import type { Rng } from '../util/rng.ts';

/** Uniform in +-sqrt(6 / (inputs + outputs)) (Glorot 2010). @param shape [inputs, outputs] */
export function xavierUniform(shape: readonly [number, number], rng: Rng): Float32Array {
  return uniform(shape[0] * shape[1], Math.sqrt(6 / (shape[0] + shape[1])), rng);
}

/** Uniform in +-1 / sqrt(inputs): PyTorch's default for nn.Linear, weights and biases. */
export function linearDefault(length: number, numInputs: number, rng: Rng): Float32Array {
  return uniform(length, 1 / Math.sqrt(numInputs), rng);
}

/** Normal with mean 0. */
export function normal(length: number, deviation: number, rng: Rng): Float32Array {
  return new Float32Array(length).map(() => deviation * rng.normal());
}

function uniform(length: number, bound: number, rng: Rng): Float32Array {
  return new Float32Array(length).map(() => bound * (2 * rng.uniform() - 1));
}
