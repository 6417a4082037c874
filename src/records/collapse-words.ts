// A collapsed level in words.
import type { CollapsedLevel } from '../quantizer/train/collapse-alarm.ts';
import { setting } from '../util/errors.ts';

/** "level 2 has collapsed: 3 of 64 codes are used, perplexity 1.4; try ‹restartAfter› 20" */
export function describeCollapse(level: CollapsedLevel): string {
  const { codebook_size: size, usage, perplexity } = level;
  return (
    `level ${level.level} has collapsed: ${usage} of ${size} codes are used, perplexity ` +
    `${perplexity.toFixed(1)}; try ${setting(level.setting)} ${level.value}`
  );
}
