import { tensorIn } from '../../artifacts/checkpoint.ts';
import type { Checkpoint, NamedTensor } from '../../artifacts/checkpoint.ts';
import { tf } from '../../engine/tf.ts';
import type { ParameterGradient } from '../mlp.ts';
import type { Parameter } from '../parameter.ts';

/** Changes parameters along their gradients, and keeps what it must remember of each. */
export interface DenseOptimizer {
  /** One step. The gradients stay the caller's. */
  apply(gradients: readonly ParameterGradient[]): void;
  /** What it remembers, by name, for a checkpoint. */
  state(): Map<string, NamedTensor>;
  restore(checkpoint: Checkpoint, path: string): void;
  dispose(): void;
}

export interface OptimizerOptions {
  readonly learningRate: number;
}

export const OPTIMIZER_NAMES = ['adagrad', 'adam', 'sgd'] as const;
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

const ADAGRAD_EPSILON = 1e-10;
const [BETA_1, BETA_2, ADAM_EPSILON] = [0.9, 0.999, 1e-8];

/** PyTorch's formulas and defaults (torch.optim). */
export function createOptimizer(
  name: OptimizerName,
  parameters: readonly Parameter[],
  options: OptimizerOptions,
): DenseOptimizer {
  const numSlots = { adagrad: 1, adam: 2, sgd: 0 }[name];
  const slots = new Map<string, tf.Tensor[]>();
  for (const parameter of parameters) {
    const zeros = Array.from({ length: numSlots }, () => tf.keep(tf.zeros([...parameter.shape])));
    slots.set(parameter.name, zeros);
  }
  let steps = 0;
  const update = { adagrad, adam, sgd }[name];
  const setSlots = (parameterName: string, values: tf.Tensor[]): void => {
    tf.dispose(slots.get(parameterName) ?? []);
    slots.set(
      parameterName,
      values.map((value) => tf.keep(value)),
    );
  };
  return {
    apply(gradients) {
      steps += 1;
      for (const { parameter, gradient } of gradients) {
        const before = slots.get(parameter.name) ?? [];
        const [value, ...after] = tf.tidy(() =>
          update(parameter.tensor(), gradient, before, steps, options.learningRate),
        );
        parameter.replace(value);
        setSlots(parameter.name, after);
      }
    },
    state() {
      const state = new Map<string, NamedTensor>();
      state.set('optimizer.steps', { shape: [1], values: Float32Array.of(steps) });
      for (const parameter of parameters) {
        (slots.get(parameter.name) ?? []).forEach((slot, i) => {
          const values = Float32Array.from(slot.dataSync());
          state.set(`optimizer.${parameter.name}.${i}`, { shape: parameter.shape, values });
        });
      }
      return state;
    },
    restore(checkpoint, path) {
      steps = tensorIn(checkpoint, 'optimizer.steps', [1], path)[0];
      for (const { name: parameterName, shape } of parameters) {
        const values = Array.from({ length: numSlots }, (_, i) =>
          tf.tensor(tensorIn(checkpoint, `optimizer.${parameterName}.${i}`, shape, path), [
            ...shape,
          ]),
        );
        setSlots(parameterName, values);
      }
    },
    dispose() {
      for (const values of slots.values()) tf.dispose(values);
    },
  };
}

/** New value first, then the new slots. */
type Update = (
  value: tf.Tensor,
  gradient: tf.Tensor,
  slots: readonly tf.Tensor[],
  step: number,
  rate: number,
) => tf.Tensor[];

const sgd: Update = (value, gradient, _slots, _step, rate) => [
  tf.sub(value, tf.mul(gradient, rate)),
];

const adagrad: Update = (value, gradient, [sum], _step, rate) => {
  const newSum = tf.add(sum, tf.square(gradient));
  const step = tf.div(tf.mul(gradient, rate), tf.add(tf.sqrt(newSum), ADAGRAD_EPSILON));
  return [tf.sub(value, step), newSum];
};

const adam: Update = (value, gradient, [mean, square], step, rate) => {
  const newMean = tf.add(tf.mul(mean, BETA_1), tf.mul(gradient, 1 - BETA_1));
  const newSquare = tf.add(tf.mul(square, BETA_2), tf.mul(tf.square(gradient), 1 - BETA_2));
  const scaledRate = rate / (1 - BETA_1 ** step);
  const root = tf.div(tf.sqrt(newSquare), Math.sqrt(1 - BETA_2 ** step));
  const change = tf.div(tf.mul(newMean, scaledRate), tf.add(root, ADAM_EPSILON));
  return [tf.sub(value, change), newMean, newSquare];
};
