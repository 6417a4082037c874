import type { Analysis } from './analysis.ts';
import { recency } from './recency.ts';

/** Tables and figures of Zheng 2025, by their name in `sid analyze` and in a comparison's `analyses`. */
export const ANALYSES: Readonly<Record<string, Analysis>> = {
  recency,
};
