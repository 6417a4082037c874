// Where two semantic IDs of one item part, and how near the other code was.
import type { CollisionRules } from '../../artifacts/sids-making.ts';
import type { Codebooks } from '../model/quantizer-model.ts';
import { createResidualSteps } from './residual-distance.ts';

export interface CodeDifference {
  /** Of the first code that differs, from 1. */
  readonly level: number;
  readonly published: readonly number[];
  readonly now: readonly number[];
  /**
   * Squared distances of what is left over before that level to the two candidates; of codes that are searched for together
   * (a beam, next-best) what either semantic ID leaves over at the end. Null on a counting level.
   */
  readonly distances: { readonly published: number; readonly now: number } | null;
  /** Whether these are nearly equal, so that the last digits decide. */
  readonly isNearTie: boolean;
}

/** Candidates are nearly equal where their squared distances differ by less than this share of the larger. */
const NEAR = 1e-4;

/** @returns a function of an item's codes, those of now, and its latent: null where the codes are equal */
export function differenceFinder(
  model: Codebooks,
  { collisions, beam }: CollisionRules,
): (
  published: readonly number[],
  now: readonly number[],
  z_Z: Float32Array,
) => CodeDifference | null {
  const steps = createResidualSteps(model);
  const isStepwise = beam === 1 && collisions !== 'next-best';
  const distancesOf = (
    level: number,
    published: readonly number[],
    now: readonly number[],
    z_Z: Float32Array,
  ): CodeDifference['distances'] => {
    if (level >= steps.levels) return null;
    let left_Z: Float64Array = Float64Array.from(z_Z);
    if (!isStepwise) {
      return { published: steps.left(left_Z, published), now: steps.left(left_Z, now) };
    }
    for (let before = 0; before < level; before++)
      left_Z = steps.behind(left_Z, before, now[before]);
    return {
      published: steps.distance(left_Z, level, published[level]),
      now: steps.distance(left_Z, level, now[level]),
    };
  };
  return (published, now, z_Z) => {
    const level = now.findIndex((code, i) => code !== published[i]);
    if (level === -1) return null;
    const distances = distancesOf(level, published, now, z_Z);
    return { level: level + 1, published, now, distances, isNearTie: isNear(distances) };
  };
}

function isNear(distances: CodeDifference['distances']): boolean {
  if (distances === null) return false;
  const { published, now } = distances;
  return Math.abs(published - now) <= NEAR * Math.max(published, now);
}
