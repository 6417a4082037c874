// The ways codebooks learn, by name.
import type { CodebookUpdate } from './codebook-learning.ts';
import { learnByAverages } from './learn-by-averages.ts';
import { learnByGradient } from './learn-by-gradient.ts';
import { learnByMap } from './learn-by-map.ts';

/** A new one is a file and a line here. */
export const CODEBOOK_UPDATES = {
  gradient: learnByGradient,
  ema: learnByAverages,
  'sim-vq': learnByMap,
} satisfies Record<string, CodebookUpdate>;

export type CodebookUpdateName = keyof typeof CODEBOOK_UPDATES;

export const CODEBOOK_UPDATE_NAMES = Object.keys(CODEBOOK_UPDATES) as readonly CodebookUpdateName[];
