// The ways codebooks learn, by name.
import type { CodebookUpdateName } from '../../model/technique-settings.ts';
import type { CodebookUpdate } from './codebook-learning.ts';
import { learnByAverages } from './learn-by-averages.ts';
import { learnByGradient } from './learn-by-gradient.ts';
import { learnByMap } from './learn-by-map.ts';

/** A new one is a file, a line here and its name in technique-settings.ts. */
export const CODEBOOK_UPDATES: Readonly<Record<CodebookUpdateName, CodebookUpdate>> = {
  gradient: learnByGradient,
  ema: learnByAverages,
  'sim-vq': learnByMap,
};
