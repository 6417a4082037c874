import { expect, test } from 'vitest';
import { GRADIENT_ESTIMATORS } from '../../../../src/quantizer/train/techniques/gradient-estimators.ts';
import type { GradientEstimator } from '../../../../src/quantizer/train/techniques/gradient-estimators.ts';
import { flat, golden } from './golden-techniques.ts';

const { z, quantized, gradient, value, toLatent } = golden.rotation;
const width = z[0].length;

test("rotation: what the decoder reads, and the gradient, are vector-quantize-pytorch's", () => {
  // The last but one lies opposite to its code; there the formula divides by the least length.
  expect(flat(value.slice(0, 5))).toBeAllclose(flat(quantized.slice(0, 5)), 1e-5);
  const given = flat(gradient);
  GRADIENT_ESTIMATORS.rotation(given, flat(z), flat(quantized), width);
  expect(given).toBeAllclose(flat(toLatent), 1e-5);
});

test('rotation is the identity where the code is the latent, and keeps the angle to it elsewhere', () => {
  const given = flat(gradient);
  GRADIENT_ESTIMATORS.rotation(given, flat(z), flat(quantized), width);
  expect([...given.slice(6 * width)]).toBeAllclose(gradient[6], 1e-5);
  const cosine = (a: readonly number[], b: readonly number[]): number => {
    const dot = (x: readonly number[], y: readonly number[]): number =>
      x.reduce((sum, each, i) => sum + each * y[i], 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };
  for (let row = 0; row < 5; row++) {
    const back = [...given.slice(row * width, (row + 1) * width)];
    expect(cosine(back, z[row])).toBeCloseTo(cosine(gradient[row], quantized[row]), 5);
  }
});

test('a latent without length gets a gradient that is a number', () => {
  const given = Float32Array.of(1, 2);
  GRADIENT_ESTIMATORS.rotation(given, Float32Array.of(0, 0), Float32Array.of(0, 0), 2);
  expect([...given]).toEqual([0, 0]);
});

test('straight through: the gradient stays', () => {
  const given = flat(gradient);
  const handBack: GradientEstimator = GRADIENT_ESTIMATORS['straight-through'];
  handBack(given, flat(z), flat(quantized), width);
  expect(given).toEqual(flat(gradient));
});
