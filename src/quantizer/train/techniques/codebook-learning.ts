// How codebooks learn: what each way has in common.
import type { Checkpoint, NamedTensor } from '../../../artifacts/checkpoint.ts';
import type { Optimizer } from '../../../nn/optimizers/optimizers.ts';
import type { Gradient, Parameter } from '../../../nn/parameter.ts';
import type { QuantizerModel } from '../../model/quantizer-model.ts';
import type { ResidualCodes } from '../../model/residual-quantize.ts';

/** What moves a model's codebooks from step to step. */
export interface CodebookLearning {
  /** What the optimizer moves: the codebooks, or what they are made of; none where something else moves them. */
  readonly parameters: readonly Parameter[];
  /** Takes over the codebooks as they are before the first step. */
  begin(): void;
  /** The gradients to `parameters`. @param gradient to the codebooks; valid as long as that is */
  gradientsOf(gradient: Float32Array): readonly Gradient[];
  /** Behind the optimizer's step: makes the codebooks of the next. @param coded the batch, by the codebooks of before */
  finishStep(coded: ResidualCodes): void;
  /** Whether single rows may be set anew. */
  readonly canRestart: boolean;
  /** Some rows of the codebooks, counted over all levels, have been set anew. */
  forget(rows: readonly number[], optimizer: Optimizer): void;
  /** What it remembers besides the codebooks, by name, for a checkpoint. */
  state(): Map<string, NamedTensor>;
  /** @throws UserError if the checkpoint is of other shapes */
  restore(checkpoint: Checkpoint, path: string): void;
}

export interface LearningOptions {
  /** Of moving averages: what remains of them after a step. */
  readonly emaDecay: number;
  /** B */
  readonly batchSize: number;
}

/** A way to learn. A new one is a file with one, and a line in codebook-updates.ts. */
export type CodebookUpdate = (model: QuantizerModel, options: LearningOptions) => CodebookLearning;
