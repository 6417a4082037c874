// Whether a world fits in memory.
import { UserError } from '../../util/errors.ts';
import { BLOCKS_PER_DAY } from './world-config.ts';
import type { WorldConfig } from './world-config.ts';

const MOST_LEAVES = 1_000_000;
/** Floats in one array, 4 GB. */
const MOST_FLOATS = 2 ** 30;

/** Items in a whole log, births included, as expected. */
export function expectedItems({ items, days, halfLifeDays }: WorldConfig): number {
  const birthsPerBlock = 1 - 2 ** (-1 / (halfLifeDays * BLOCKS_PER_DAY));
  return Math.round(items * (1 + (days * BLOCKS_PER_DAY - 1) * birthsPerBlock));
}

/** @throws UserError for settings that together make a world too large for memory */
export function assertWorldConfig(config: WorldConfig): void {
  const [top, middle, leaf] = config.clusters;
  const numLeaves = top * middle * leaf;
  if (numLeaves > MOST_LEAVES) {
    throw new UserError(
      `clusters ${config.clusters.join(',')} make ${numLeaves} clusters; give at most ${MOST_LEAVES}`,
    );
  }
  const numVectors = Math.max(expectedItems(config), numLeaves);
  if (numVectors * config.embeddingWidth > MOST_FLOATS) {
    const gigabytes = Math.round((numVectors * config.embeddingWidth * 4) / 1e9);
    throw new UserError(
      `the embeddings of about ${numVectors} items would take ${gigabytes} GB; ` +
        'lower items, days or embeddingWidth',
    );
  }
}
