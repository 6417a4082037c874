import { tf } from '../engine/tf.ts';
import type { ParameterGradient } from './mlp.ts';
import type { Parameter } from './parameter.ts';

/** Adds up the gradients of parameters over the parts of a batch. */
export class GradientSum {
  readonly #sums = new Map<Parameter, tf.Tensor>();

  /** Takes the tensors over. */
  add(gradients: readonly ParameterGradient[]): void {
    for (const { parameter, gradient } of gradients) {
      const before = this.#sums.get(parameter);
      if (before === undefined) {
        this.#sums.set(parameter, gradient);
        continue;
      }
      this.#sums.set(parameter, tf.add(before, gradient));
      tf.dispose([before, gradient]);
    }
  }

  /** One gradient for each of these parameters, zeros where none was added; the caller's to dispose. */
  take(parameters: readonly Parameter[]): ParameterGradient[] {
    return parameters.map((parameter) => ({
      parameter,
      gradient: this.#sums.get(parameter) ?? tf.zeros([...parameter.shape]),
    }));
  }
}
