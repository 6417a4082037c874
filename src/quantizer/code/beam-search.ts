// The codes that leave least over, among several paths at each level.
import type { Codebooks } from '../model/quantizer-model.ts';
import { createResidualSteps } from './residual-distance.ts';
import type { ResidualSteps } from './residual-distance.ts';

interface Path {
  readonly codes: readonly number[];
  /** What they leave over. */
  readonly left_Z: Float64Array;
}

interface Step {
  readonly path: Path;
  readonly code: number;
  readonly distance: number;
}

/**
 * Codes with a beam: at each level the `width` paths are kept that leave least over, and at the end the one that leaves least.
 * Of two that leave the same the one is taken whose earlier path left less, then the lower code. Never worse than one by one:
 * where the greedy codes leave no more, they stay; with a width of 1 they are given back as they are.
 *
 * @param z_NZ latents
 * @param greedy_NL their codes level by level, as `codeEmbeddings` gives them
 * @param width paths, 1 or more
 * @returns codes_NL
 */
export function beamCodes(
  model: Codebooks,
  z_NZ: Float32Array,
  greedy_NL: Int32Array,
  width: number,
): Int32Array {
  const codes_NL = greedy_NL.slice();
  if (width === 1) return codes_NL;
  const steps = createResidualSteps(model);
  const { levels } = steps;
  for (let item = 0; item * levels < codes_NL.length; item++) {
    const z_Z = Float64Array.from(z_NZ.subarray(item * steps.width, (item + 1) * steps.width));
    const greedy_L = greedy_NL.subarray(item * levels, (item + 1) * levels);
    const best = searchPaths(steps, z_Z, width);
    if (steps.left(z_Z, best) < steps.left(z_Z, greedy_L)) codes_NL.set(best, item * levels);
  }
  return codes_NL;
}

function searchPaths(steps: ResidualSteps, z_Z: Float64Array, width: number): readonly number[] {
  let paths: Path[] = [{ codes: [], left_Z: z_Z }];
  for (let level = 0; level < steps.levels; level++) {
    const most = level === steps.levels - 1 ? 1 : width;
    paths = bestSteps(steps, paths, level, most).map(({ path, code }) => ({
      codes: [...path.codes, code],
      left_Z: steps.behind(path.left_Z, level, code),
    }));
  }
  return paths[0].codes;
}

/** The steps from all paths that leave least over, the best first; ties in the order of paths and codes. */
function bestSteps(
  steps: ResidualSteps,
  paths: readonly Path[],
  level: number,
  most: number,
): Step[] {
  const best: Step[] = [];
  let worst = Infinity;
  for (const path of paths) {
    for (let code = 0; code < steps.codebookSizes[level]; code++) {
      const distance = steps.distance(path.left_Z, level, code, worst);
      if (distance >= worst) continue;
      let at = best.length;
      while (at > 0 && best[at - 1].distance > distance) at--;
      best.splice(at, 0, { path, code, distance });
      if (best.length > most) best.pop();
      if (best.length === most) worst = best[most - 1].distance;
    }
  }
  return best;
}
