import { tf } from '../engine/tf.ts';
import type { Rng } from '../util/rng.ts';
import { linearDefault } from './initializers.ts';
import { createParameter } from './parameter.ts';
import type { Parameter } from './parameter.ts';

/** A parameter's gradient; whoever receives it disposes the tensor. */
export interface ParameterGradient {
  readonly parameter: Parameter;
  readonly gradient: tf.Tensor;
}

/** What `forward` leaves for `backward`: the input of every layer, and the output. */
export interface MlpCache {
  readonly activations: readonly tf.Tensor2D[];
}

/** Linear layers with ReLU between them; forward and backward are written out, there is no tape. */
export interface Mlp {
  readonly parameters: readonly Parameter[];
  /** `output_BO` belongs to the cache; `disposeMlpCache` frees all but the input. */
  forward(x_BD: tf.Tensor2D): { output_BO: tf.Tensor2D; cache: MlpCache };
  /** The gradients of the loss, given its gradient to the output. All are the caller's to dispose. */
  backward(
    cache: MlpCache,
    dOutput_BO: tf.Tensor2D,
    options: { readonly needInputGradient: boolean },
  ): { dInput_BD?: tf.Tensor2D; gradients: ParameterGradient[] };
}

/** @param sizes widths from input to output, at least two */
export function createMlp(name: string, sizes: readonly number[], options: { rng: Rng }): Mlp {
  const layers = sizes.slice(1).map((numOutputs, i) => {
    const numInputs = sizes[i];
    const rng = options.rng.split(i);
    const weights = linearDefault(numInputs * numOutputs, numInputs, rng);
    const biases = linearDefault(numOutputs, numInputs, rng);
    return {
      weight: createParameter(`${name}.${i}.weight`, [numInputs, numOutputs], weights),
      bias: createParameter(`${name}.${i}.bias`, [numOutputs], biases),
    };
  });
  return {
    parameters: layers.flatMap(({ weight, bias }) => [weight, bias]),
    forward(x_BD) {
      const activations = [x_BD];
      layers.forEach(({ weight, bias }, i) => {
        const input = activations[i];
        activations.push(
          tf.tidy(() => {
            const sums = tf.add<tf.Tensor2D>(
              tf.matMul(input, weight.tensor() as tf.Tensor2D),
              bias.tensor(),
            );
            return i < layers.length - 1 ? tf.relu(sums) : sums;
          }),
        );
      });
      return { output_BO: activations[layers.length], cache: { activations } };
    },
    backward({ activations }, dOutput_BO, { needInputGradient }) {
      const gradients: ParameterGradient[] = [];
      let gradient_BO: tf.Tensor2D = dOutput_BO;
      for (let i = layers.length - 1; i >= 0; i--) {
        const { weight, bias } = layers[i];
        gradients.unshift(
          { parameter: weight, gradient: tf.matMul(activations[i], gradient_BO, true) },
          { parameter: bias, gradient: tf.sum(gradient_BO, 0) },
        );
        const previous = gradient_BO;
        if (i > 0 || needInputGradient) {
          gradient_BO = tf.tidy(() => {
            const toInput = tf.matMul(previous, weight.tensor() as tf.Tensor2D, false, true);
            return i > 0 ? tf.mul<tf.Tensor2D>(toInput, tf.step(activations[i])) : (toInput as tf.Tensor2D);
          });
        }
        if (previous !== dOutput_BO) previous.dispose();
      }
      return needInputGradient ? { dInput_BD: gradient_BO, gradients } : { gradients };
    },
  };
}

/** Frees what a forward pass made, its output included. */
export function disposeMlpCache(cache: MlpCache): void {
  tf.dispose(cache.activations.slice(1));
}
