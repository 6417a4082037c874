// Linear layers with ReLU, and a linear path beside them.
import type { Rng } from '../util/rng.ts';
import { linearLayers } from './initializers.ts';
import { multiplyPacked, packMatrix } from './packed-matrix.ts';
import type { Gradient, Parameter } from './parameter.ts';
import { createLinearPath } from './linear-path.ts';
import type { Workbench } from './workbench.ts';

/** What `forward` leaves for `backward`: the input of every layer, and the output. Valid until the next forward pass. */
export interface MlpPass {
  readonly activations: readonly Float32Array[];
  readonly output_BO: Float32Array;
}

/**
 * Linear layers with ReLU between them; forward and backward are written out, there is no autograd. With a linear path the
 * output is that of the layers and one more product: f(x) + x W.
 */
export interface Mlp {
  readonly parameters: readonly Parameter[];
  /** W of the linear path, [inputs, outputs]; undefined where there is none. */
  readonly linearPath: Parameter | undefined;
  /** Of the last layer, [outputs]. */
  readonly lastBias: Parameter;
  /** @param x_BD on the workbench */
  forward(x_BD: Float32Array): MlpPass;
  /**
   * The gradients of the loss, given its gradient to the output. All are valid until the next backward pass.
   *
   * @param dOutput_BO on the workbench
   */
  backward(
    pass: MlpPass,
    dOutput_BO: Float32Array,
    options: { readonly needInputGradient: boolean },
  ): { dInput_BD?: Float32Array; gradients: Gradient[] };
}

/**
 * Weights are stored [inputs, outputs], biases [outputs]; both begin as PyTorch's nn.Linear. With a linear path the last
 * layer and the path itself begin as zeros.
 *
 * @param name of the network on its workbench
 * @param sizes widths from input to output, at least two
 */
export function createMlp(
  bench: Workbench,
  name: string,
  sizes: readonly number[],
  rng: Rng,
  { hasLinearPath = false } = {},
): Mlp {
  if (sizes.length < 2) throw new Error(`${name} needs at least two sizes, got [${sizes.join()}]`);
  const room = (what: string, length: number): Float32Array =>
    bench.scratch.float32(`${name}.${what}`, length);
  const layers = linearLayers(sizes, rng).map(({ numInputs, numOutputs, weights, biases }, i) => ({
    ...{ numInputs, numOutputs },
    hasRelu: i < sizes.length - 2,
    weight: bench.createParameter(`${name}.${i}.weight`, [numInputs, numOutputs], weights),
    bias: bench.createParameter(`${name}.${i}.bias`, [numOutputs], biases),
    dWeight_IO: bench.float32(weights.length),
    dBias_O: bench.float32(biases.length),
  }));
  const lastLayer = layers[layers.length - 1];
  const path = hasLinearPath ? createLinearPath(bench, name, sizes) : undefined;
  if (path !== undefined) {
    lastLayer.weight.values.fill(0);
    lastLayer.bias.values.fill(0);
  }
  return {
    parameters: [
      ...layers.flatMap(({ weight, bias }) => [weight, bias]),
      ...(path === undefined ? [] : [path.weight]),
    ],
    linearPath: path?.weight,
    lastBias: lastLayer.bias,
    forward(x_BD) {
      const numRows = x_BD.length / sizes[0];
      const activations = [x_BD];
      layers.forEach(({ numInputs, numOutputs, weight, bias, hasRelu }, i) => {
        const packed = packMatrix(bench, 'panels', weight.values, numInputs);
        const output_BO = room(`activation.${i}`, numRows * numOutputs);
        const options = { bias_O: bias.values, hasRelu };
        multiplyPacked(bench, activations[i], packed, output_BO, options);
        activations.push(output_BO);
      });
      path?.addForward(x_BD, activations[layers.length]);
      return { activations, output_BO: activations[layers.length] };
    },
    backward({ activations }, dOutput_BO, { needInputGradient }) {
      const numRows = activations[0].length / sizes[0];
      // The sum of rows is a product with a row of ones.
      const ones_B = bench.scratch.float32('ones', numRows).fill(1);
      const gradients: Gradient[] = [];
      let gradient_BO = dOutput_BO;
      for (let i = layers.length - 1; i >= 0; i--) {
        const { numInputs, numOutputs, weight, bias, dWeight_IO, dBias_O } = layers[i];
        const packedGradient = packMatrix(bench, 'panels', gradient_BO, numRows);
        multiplyPacked(bench, activations[i], packedGradient, dWeight_IO, { isTransposed: true });
        multiplyPacked(bench, ones_B, packedGradient, dBias_O);
        gradients.unshift(
          { parameter: weight, gradient: dWeight_IO },
          { parameter: bias, gradient: dBias_O },
        );
        if (i === 0) {
          if (path !== undefined) gradients.push(path.gradientOf(activations[0], dOutput_BO));
          if (!needInputGradient) return { gradients };
        }
        const packedWeight = packMatrix(bench, 'panels', weight.values, numOutputs, {
          isTransposed: true,
        });
        const dInput_BI = room(`gradient.${i}`, numRows * numInputs);
        const behindRelu_XO = i > 0 ? activations[i] : undefined;
        multiplyPacked(bench, gradient_BO, packedWeight, dInput_BI, { behindRelu_XO });
        gradient_BO = dInput_BI;
      }
      path?.addBackward(dOutput_BO, gradient_BO);
      return { dInput_BD: gradient_BO, gradients };
    },
  };
}
