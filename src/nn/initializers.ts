// Fresh weights.
import type { Rng } from '../util/rng.ts';

/** Uniform in +-sqrt(6 / (inputs + outputs)) (Glorot 2010). @param shape [inputs, outputs] */
export function xavierUniform(shape: readonly [number, number], rng: Rng): Float32Array {
  return uniform(shape[0] * shape[1], Math.sqrt(6 / (shape[0] + shape[1])), rng);
}

/** Uniform in +-1 / sqrt(inputs): PyTorch's default for nn.Linear, weights and biases. */
export function linearDefault(length: number, numInputs: number, rng: Rng): Float32Array {
  return uniform(length, 1 / Math.sqrt(numInputs), rng);
}

/** A linear layer's first values: weights [inputs, outputs] row-major, and biases. */
export interface LinearLayer {
  readonly numInputs: number;
  readonly numOutputs: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** An MLP's layers as PyTorch begins them. @param sizes widths from input to output */
export function linearLayers(sizes: readonly number[], rng: Rng): LinearLayer[] {
  return sizes.slice(1).map((numOutputs, i) => {
    const numInputs = sizes[i];
    const ofLayer = rng.split(i);
    const weights = linearDefault(numInputs * numOutputs, numInputs, ofLayer);
    const biases = linearDefault(numOutputs, numInputs, ofLayer);
    return { numInputs, numOutputs, weights, biases };
  });
}

/** Normal with mean 0. */
export function normal(length: number, deviation: number, rng: Rng): Float32Array {
  return new Float32Array(length).map(() => deviation * rng.normal());
}

function uniform(length: number, bound: number, rng: Rng): Float32Array {
  return new Float32Array(length).map(() => bound * (2 * rng.uniform() - 1));
}
