// Linear layers with ReLU.
import { isNativeBackend, nativeOp } from '../../engine/native-op.ts';
import { tf } from '../../engine/tf.ts';
import type { Rng } from '../../util/rng.ts';
import { linearLayers } from '../initializers.ts';
import { createTensorParameter } from './tensor-parameter.ts';
import type { TensorGradient, TensorParameter } from './tensor-parameter.ts';

/** What `forward` leaves for `backward`: the input of every layer, and the output. */
export interface MlpCache {
  readonly activations: readonly tf.Tensor2D[];
}

/** Linear layers with ReLU between them; forward and backward are written out, there is no autograd. */
export interface Mlp {
  readonly parameters: readonly TensorParameter[];
  /** `output_BO` belongs to the cache; `disposeMlpCache` frees all but the input. */
  forward(x_BD: tf.Tensor2D): { output_BO: tf.Tensor2D; cache: MlpCache };
  /** The gradients of the loss, given its gradient to the output. All are the caller's to dispose. */
  backward(
    cache: MlpCache,
    dOutput_BO: tf.Tensor2D,
    options: { readonly needInputGradient: boolean },
  ): { dInput_BD?: tf.Tensor2D; gradients: TensorGradient[] };
}

export interface MlpOptions {
  readonly rng: Rng;
  /** Default 'linear'. */
  readonly outputActivation?: 'linear' | 'relu';
}

/**
 * Weights are stored [inputs, outputs], biases [outputs]; both begin as PyTorch's nn.Linear.
 *
 * @param sizes widths from input to output, at least two
 */
export function createMlp(name: string, sizes: readonly number[], options: MlpOptions): Mlp {
  if (sizes.length < 2) throw new Error(`${name} needs at least two sizes, got [${sizes.join()}]`);
  const layers = linearLayers(sizes, options.rng).map(
    ({ numInputs, numOutputs, weights, biases }, i) => ({
      weight: createTensorParameter(`${name}.${i}.weight`, [numInputs, numOutputs], weights),
      bias: createTensorParameter(`${name}.${i}.bias`, [numOutputs], biases),
      hasRelu: i < sizes.length - 2 || options.outputActivation === 'relu',
    }),
  );
  return {
    parameters: layers.flatMap(({ weight, bias }) => [weight, bias]),
    forward(x_BD) {
      const activations = [x_BD];
      for (const { weight, bias, hasRelu } of layers) {
        const input_BI = activations[activations.length - 1];
        activations.push(
          tf.tidy(() => {
            const products_BO: tf.Tensor2D = tf.matMul(input_BI, weight.tensor());
            const sums_BO = tf.add<tf.Tensor2D>(products_BO, bias.tensor());
            return hasRelu ? tf.relu(sums_BO) : sums_BO;
          }),
        );
      }
      return { output_BO: activations[layers.length], cache: { activations } };
    },
    backward({ activations }, dOutput_BO, { needInputGradient }) {
      const gradients: TensorGradient[] = [];
      let gradient_BO = dOutput_BO;
      const disposeOwn = (): void => {
        if (gradient_BO !== dOutput_BO) gradient_BO.dispose();
      };
      for (let i = layers.length - 1; i >= 0; i--) {
        const { weight, bias, hasRelu } = layers[i];
        if (hasRelu) {
          const beforeRelu_BO = reluGradient(gradient_BO, activations[i + 1]);
          disposeOwn();
          gradient_BO = beforeRelu_BO;
        }
        gradients.unshift(
          { parameter: weight, gradient: tf.matMul(activations[i], gradient_BO, true) },
          { parameter: bias, gradient: biasGradient(gradient_BO) },
        );
        if (i === 0 && !needInputGradient) break;
        const input_BI: tf.Tensor2D = tf.matMul(gradient_BO, weight.tensor(), false, true);
        disposeOwn();
        gradient_BO = input_BI;
      }
      if (needInputGradient) return { dInput_BD: gradient_BO, gradients };
      disposeOwn();
      return { gradients };
    },
  };
}

/** Frees what a forward pass made, its output included. */
export function disposeMlpCache(cache: MlpCache): void {
  tf.dispose(cache.activations.slice(1));
}

/** The gradient before a ReLU, from that behind it. */
function reluGradient(gradient_BO: tf.Tensor2D, output_BO: tf.Tensor2D): tf.Tensor2D {
  if (isNativeBackend()) return nativeOp('ReluGrad', [gradient_BO, output_BO]) as tf.Tensor2D;
  return tf.tidy(() => tf.mul<tf.Tensor2D>(gradient_BO, tf.step(output_BO)));
}

function biasGradient(gradient_BO: tf.Tensor2D): tf.Tensor {
  return isNativeBackend() ? nativeOp('BiasAddGrad', [gradient_BO]) : tf.sum(gradient_BO, 0);
}
