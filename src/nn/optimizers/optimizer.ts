// What an optimiser can do.
import type { Checkpoint, NamedTensor } from '../../artifacts/checkpoint.ts';
import type { tf } from '../../engine/tf.ts';
import type { ArrayParameter, Parameter } from '../parameter.ts';

/** The optimisers of `--optimizer`. */
export const OPTIMIZER_NAMES = ['adagrad', 'adam', 'sgd'] as const;
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

/** A parameter's gradient; whoever receives it disposes the tensor. */
export interface ParameterGradient {
  readonly parameter: Parameter;
  readonly gradient: tf.Tensor;
}

export interface ArrayGradient {
  readonly parameter: ArrayParameter;
  readonly gradient: Float32Array;
}

/** Changes parameters along their gradients, and keeps what it must remember of each. */
export interface DenseOptimizer {
  /** One step. The gradients stay the caller's. */
  apply(gradients: readonly (ParameterGradient | ArrayGradient)[]): void;
  /** Forgets some rows of a parameter, those of all its axes but the last. */
  forgetRows(parameter: Parameter | ArrayParameter, rows: readonly number[]): void;
  /** What it remembers, by name, for a checkpoint. */
  state(): Map<string, NamedTensor>;
  restore(checkpoint: Checkpoint, path: string): void;
  dispose(): void;
}

/** Settings; each optimiser reads its own. The defaults are PyTorch's. */
export interface OptimizerOptions {
  readonly learningRate: number;
  /** Adagrad: where its sums of squares begin. Default 0. */
  readonly initialAccumulator?: number;
}
