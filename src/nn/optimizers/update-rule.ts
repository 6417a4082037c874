// An optimizer's formula, for one parameter.

/** Settings; each optimizer reads its own. The defaults are PyTorch's. */
export interface OptimizerOptions {
  readonly learningRate: number;
  /** Adagrad: where its sums of squares begin. Default 0. */
  readonly initialAccumulator?: number;
}

/** An optimizer's formula. A new optimizer is a file with one, and a line in optimizers.ts. */
export interface UpdateRule {
  /** What it remembers of each value of a parameter, by what that begins with. */
  slots(options: OptimizerOptions): readonly number[];
  /** Numbers of this step, the same for all parameters. @param step counted from 1 */
  scalars(options: OptimizerOptions, step: number): readonly number[];
  /** The formula, in place: changes values and slots. */
  update(
    values: Float32Array,
    slots: readonly Float32Array[],
    scalars: readonly number[],
    gradient: Float32Array,
  ): void;
}
