// A product beside the layers of a network: f(x) + x W.
import { multiplyPacked, packMatrix } from './packed-matrix.ts';
import type { Gradient, Parameter } from './parameter.ts';
import type { Workbench } from './workbench.ts';

/** The linear path of a network: what it adds to the output, and its part of the gradients. All arrays are on the workbench. */
export interface LinearPath {
  /** W_DO; zeros at first. */
  readonly weight: Parameter;
  /** output_BO += x_BD W */
  addForward(x_BD: Float32Array, output_BO: Float32Array): void;
  /** dInput_BD += dOutput_BO W^T */
  addBackward(dOutput_BO: Float32Array, dInput_BD: Float32Array): void;
  /** x_BD^T dOutput_BO; valid until the next call */
  gradientOf(x_BD: Float32Array, dOutput_BO: Float32Array): Gradient;
}

/** @param sizes widths of the network, of which the first and the last count */
export function createLinearPath(
  bench: Workbench,
  name: string,
  sizes: readonly number[],
): LinearPath {
  const [numInputs, numOutputs] = [sizes[0], sizes[sizes.length - 1]];
  const length = numInputs * numOutputs;
  const weight = bench.createParameter(
    `${name}.linear.weight`,
    [numInputs, numOutputs],
    new Float32Array(length),
  );
  const gradient = bench.float32(length);

  function addProduct(
    a_BI: Float32Array,
    packed: ReturnType<typeof packMatrix>,
    out_BO: Float32Array,
  ): void {
    const product_BO = bench.scratch.float32(`${name}.linear`, out_BO.length);
    multiplyPacked(bench, a_BI, packed, product_BO);
    for (let i = 0; i < out_BO.length; i++) out_BO[i] += product_BO[i];
  }

  return {
    weight,
    addForward(x_BD, output_BO) {
      addProduct(x_BD, packMatrix(bench, 'panels', weight.values, numInputs), output_BO);
    },
    addBackward(dOutput_BO, dInput_BD) {
      const options = { isTransposed: true };
      const packed = packMatrix(bench, 'panels', weight.values, numOutputs, options);
      addProduct(dOutput_BO, packed, dInput_BD);
    },
    gradientOf(x_BD, dOutput_BO) {
      const packed = packMatrix(bench, 'panels', dOutput_BO, x_BD.length / numInputs);
      multiplyPacked(bench, x_BD, packed, gradient, { isTransposed: true });
      return { parameter: weight, gradient };
    },
  };
}
