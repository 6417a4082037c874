// The optimizers by name.
import type { Checkpoint, NamedTensor } from '../../artifacts/checkpoint.ts';
import type { Gradient, Parameter } from '../parameter.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { OptimizerMemory } from './optimizer-memory.ts';
import { sgd } from './sgd.ts';
import type { OptimizerOptions, UpdateRule } from './update-rule.ts';

/** PyTorch's formulas and defaults (torch.optim). A new one is a file and a line here. */
export const OPTIMIZERS = { adagrad, adam, sgd } satisfies Record<string, UpdateRule>;

export type OptimizerName = keyof typeof OPTIMIZERS;

/** The optimizers of dense weights by name. */
export const OPTIMIZER_NAMES = Object.keys(OPTIMIZERS) as readonly OptimizerName[];

/** Changes parameters along their gradients, and keeps what it must remember of each. */
export interface Optimizer {
  /** One step. The gradients stay the caller's. */
  apply(gradients: readonly Gradient[]): void;
  /** Forgets some rows of a parameter, those of all its axes but the last. */
  forgetRows(parameter: Parameter, rows: readonly number[]): void;
  /** What it remembers, by name, for a checkpoint. */
  state(): Map<string, NamedTensor>;
  /** @throws UserError if the checkpoint is of parameters of other shapes */
  restore(checkpoint: Checkpoint, path: string): void;
}

/** @param parameters their names differ */
export function createOptimizer(
  name: OptimizerName,
  parameters: readonly Parameter[],
  options: OptimizerOptions,
): Optimizer {
  const rule: UpdateRule = OPTIMIZERS[name];
  const memory = new OptimizerMemory(rule, options, parameters);
  return {
    apply(gradients) {
      const scalars = memory.nextStep();
      for (const { parameter, gradient } of gradients) {
        const slots = memory.slotsOf(parameter).map(({ values }) => values);
        rule.update(parameter.values, slots, scalars, gradient);
      }
    },
    forgetRows: (parameter, rows) => memory.forgetRows(parameter, rows),
    state: () => memory.state(),
    restore: (checkpoint, path) => memory.restore(checkpoint, path),
  };
}
