import type { Codebooks } from '../../../src/quantizer/model/quantizer-model.ts';
import type { Rng } from '../../../src/util/rng.ts';

/** Codebooks drawn at random, coarse ones larger, and latents near some of their sums. */
export function randomCodebooks(rng: Rng, codebookSizes: readonly number[], latentWidth = 4) {
  const rows = codebookSizes.flatMap((size, level) =>
    Array.from({ length: size * latentWidth }, () => rng.normal() / (level + 1)),
  );
  const values = Float32Array.from(rows);
  const codebooks = { values } as unknown as Codebooks['codebooks'];
  return { codebooks, codebookSizes, latentWidth } satisfies Codebooks;
}

export function randomLatents(rng: Rng, count: number, latentWidth = 4): Float32Array {
  return Float32Array.from({ length: count * latentWidth }, () => 1.3 * rng.normal());
}

/** What codes leave over of a latent, by the definition. */
export function leftSlowly(
  { codebooks, codebookSizes, latentWidth }: Codebooks,
  z_Z: Float32Array,
  codes: readonly number[],
): number {
  let sum = 0;
  for (let d = 0; d < latentWidth; d++) {
    let left = z_Z[d];
    let start = 0;
    codes.forEach((code, level) => {
      left -= codebooks.values[(start + code) * latentWidth + d];
      start += codebookSizes[level];
    });
    sum += left * left;
  }
  return sum;
}

/** Level by level the nearest, by the definition. */
export function greedySlowly(model: Codebooks, z_Z: Float32Array): number[] {
  const codes: number[] = [];
  for (const size of model.codebookSizes) {
    const left = Array.from({ length: size }, (_, code) =>
      leftSlowly(model, z_Z, [...codes, code]),
    );
    codes.push(left.indexOf(Math.min(...left)));
  }
  return codes;
}

/** All semantic IDs of these sizes. */
export function allCodes(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (all, size) =>
      all.flatMap((codes) => Array.from({ length: size }, (_, code) => [...codes, code])),
    [[]],
  );
}
