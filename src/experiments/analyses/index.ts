// The registry, by name.
import { aa } from './aa.ts';
import type { AnalysisName } from '../../records/analyze-records.ts';
import type { Analysis } from './analysis.ts';
import { attention } from './attention.ts';
import { clickLoss } from './click-loss.ts';
import { clickSkew } from './click-skew.ts';
import { hashing } from './hashing.ts';
import { hourglass } from './hourglass.ts';
import { neMatrix } from './ne-matrix.ts';
import { recency } from './recency.ts';
import { representation } from './representation.ts';
import { scoreSheet } from './score-sheet.ts';

/** Tables and figures of Zheng 2025 and beyond it, by their name in `sid analyze` and in a comparison's `analyses`. */
export const ANALYSES: { readonly [N in AnalysisName]: Analysis<N> } = {
  recency,
  representation,
  'click-skew': clickSkew,
  hourglass,
  hashing,
  attention,
  'click-loss': clickLoss,
  aa,
  'ne-matrix': neMatrix,
  'score-sheet': scoreSheet,
};

/** In this order. */
export const ANALYSIS_NAMES = Object.keys(ANALYSES) as readonly AnalysisName[];
