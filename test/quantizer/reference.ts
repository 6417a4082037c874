import type { Mlp } from '../../src/nn/mlp.ts';
import type { RqVae } from '../../src/quantizer/model/rq-vae.ts';

/*
 * The quantizer a second time, in plain loops and double precision, one item at a time.
 */

/** Linear layers with ReLU between them. */
function mlpSlowly(mlp: Mlp, x: readonly number[]): number[] {
  let values = [...x];
  for (let p = 0; p < mlp.parameters.length; p += 2) {
    const weight = mlp.parameters[p].read();
    const bias = mlp.parameters[p + 1].read();
    const isLast = p + 2 === mlp.parameters.length;
    values = Array.from(bias, (start, o) => {
      const sum = values.reduce(
        (total, value, i) => total + value * weight[i * bias.length + o],
        start,
      );
      return isLast ? sum : Math.max(0, sum);
    });
  }
  return values;
}

export function encodeSlowly(model: RqVae, x: readonly number[]): number[] {
  return mlpSlowly(model.encoder, x);
}

export function decodeSlowly(model: RqVae, quantized: readonly number[]): number[] {
  return mlpSlowly(model.decoder, quantized);
}

/** |a - b|^2 */
export function squareLength(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}

/** The row of a flat matrix. */
export function rowOf(values: ArrayLike<number>, width: number, row: number): number[] {
  return Array.from({ length: width }, (_, i) => values[row * width + i]);
}

/** Nearest row of a flat matrix; a tie goes to the lower index. */
export function nearestSlowly(x: readonly number[], rows: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < rows.length / x.length; k++) {
    const distance = squareLength(x, rowOf(rows, x.length, k));
    if (distance < squareLength(x, rowOf(rows, x.length, best))) best = k;
  }
  return best;
}

/** Codes, chosen vectors v_l and residuals r_l before each level. @param given codes to take instead */
export function quantizeSlowly(
  z: readonly number[],
  codebooks: ArrayLike<number>,
  codebookSizes: readonly number[],
  given?: readonly number[],
): { codes: number[]; chosen: number[][]; before: number[][] } {
  const width = z.length;
  const codes: number[] = [];
  const chosen: number[][] = [];
  const before: number[][] = [];
  let residual = [...z];
  let start = 0;
  codebookSizes.forEach((size, level) => {
    const codebook = Array.from({ length: size * width }, (_, i) => codebooks[start + i]);
    start += size * width;
    const code = given?.[level] ?? nearestSlowly(residual, codebook);
    const v = rowOf(codebook, width, code);
    codes.push(code);
    chosen.push(v);
    before.push(residual);
    residual = residual.map((value, d) => value - v[d]);
  });
  return { codes, chosen, before };
}
