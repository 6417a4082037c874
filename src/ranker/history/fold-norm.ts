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
  readonly weight_MN: Float32Array;
  readonly bias_N: Float32Array;
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
export function foldNorm({ scale, shift }: NormParameters, weight_MN: Float32Array): LinearMap {
  return {
    weight_MN: scaleRows(scale.values, weight_MN),
    bias_N: matmul(shift.values, weight_MN, shift.values.length),
  };
}

/** The gradients to s, c and W, given those to the map: ds = rowsum(dV * W), dc = W db, dW = diag(s) dV + c^T db. */
export function unfoldNorm(
  { scale, shift }: NormParameters,
  weight_MN: Float32Array,
  { weight_MN: dMap_MN, bias_N: dBias_N }: LinearMap,
): { dScale_M: Float32Array; dShift_M: Float32Array; dWeight_MN: Float32Array } {
  const N = dBias_N.length;
  const M = scale.values.length;
  return {
    dScale_M: sumRows(transpose(multiply(dMap_MN, weight_MN), N), M),
    dShift_M: matmul(weight_MN, dBias_N, N),
    dWeight_MN: add(scaleRows(scale.values, dMap_MN), matmul(shift.values, dBias_N, 1)),
  };
}
