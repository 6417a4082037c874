// A layer normalization's scale and shift, folded into the linear map behind it.
import { add, matmul, multiply, scaleRows, sumRows, transpose } from '../../nn/matrix.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Parameter } from '../../nn/parameter.ts';

/** The scale s and the shift c of a layer normalization, LN(x) = x^ diag(s) + c. */
export interface NormParameters {
  readonly scale: Parameter;
  readonly shift: Parameter;
}

/** A linear map y = x W + b. */
export interface LinearMap {
  readonly weight_MO: Float32Array;
  readonly bias_O: Float32Array;
}

/** A fresh one: s = 1, c = 0. @param width M */
export function createNormParameters(name: string, width: number): NormParameters {
  return {
    scale: createParameter(`${name}.scale`, [width], new Float32Array(width).fill(1)),
    shift: createParameter(`${name}.shift`, [width], new Float32Array(width)),
  };
}

/**
 * The map from x^, which has mean 0 and deviation 1, that does what W does behind the normalization:
 *
 *     LN(x) W = x^ (diag(s) W) + c W
 */
export function foldNorm({ scale, shift }: NormParameters, weight_MO: Float32Array): LinearMap {
  return {
    weight_MO: scaleRows(scale.values, weight_MO),
    bias_O: matmul(shift.values, weight_MO, shift.values.length),
  };
}

/** The gradients to s, c and W, given those to the map: ds = rowsum(dV * W), dc = W db, dW = diag(s) dV + c^T db. */
export function unfoldNorm(
  { scale, shift }: NormParameters,
  weight_MO: Float32Array,
  { weight_MO: dMap_MO, bias_O: dBias_O }: LinearMap,
): { dScale_M: Float32Array; dShift_M: Float32Array; dWeight_MO: Float32Array } {
  const O = dBias_O.length;
  const M = scale.values.length;
  return {
    dScale_M: sumRows(transpose(multiply(dMap_MO, weight_MO), O), M),
    dShift_M: matmul(weight_MO, dBias_O, O),
    dWeight_MO: add(scaleRows(scale.values, dMap_MO), matmul(shift.values, dBias_O, 1)),
  };
}
